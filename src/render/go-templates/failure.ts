/** What helm says of a failure, and of which job or template. */
export interface HelmFailure {
  readonly reason: string;
  /** Line of the template that prints. */
  readonly line?: number;
  /** Template that does not parse. */
  readonly template?: number;
}

/**
 * Reads helm's message. The place in our own template comes first in it; what a repository wrote comes later.
 *
 * Source: helm v4 pkg/engine/engine.go, cleanupParseError, cleanupExecError, reformatExecErrorMsg
 */
export function readFailure(stderr: string): HelmFailure {
  const text = stderr.replace(/^(?:level=.*|WARNING.*)\n/gm, '').replace(/\n+Use --debug flag[^\n]*\s*$/, '');
  const parse = /^Error: parse error at \(scratch\/templates\/_template-(\d+)\.tpl:\d+\): ([\s\S]*)$/.exec(text);
  if (parse !== null) return { template: Number(parse[1]), reason: oneLine(parse[2]) };
  const fail = /^Error: execution error at \(scratch\/templates\/printer\.yaml:(\d+):\d+\): ([\s\S]*)$/.exec(text);
  if (fail !== null) return { line: Number(fail[1]), reason: oneLine(fail[2]) };
  const line = /^Error: (?:template: )?scratch\/templates\/printer\.yaml:(\d+):/.exec(text)?.[1];
  const lines = text.trim().split('\n');
  const reason = oneLine(lines.at(-1));
  return line === undefined ? { reason } : { line: Number(line), reason };
}

/** Places in files that nobody has, and what was written around fields, mean nothing to people. */
const PLACE =
  /^(?:Error: )?(?:error calling include: )?(?:template: )?scratch\/templates\/\S+: (?:executing ".*?" at <.*?>: )?/s;
const GUARD = /(?:ternary \()?\(?and \(eq \(include "pss-gate-.*$/s;

/** `include` has the name of the helper besides the argument of the function. */
function wrongNumber(got: number): string {
  return `wrong number of arguments: want 1 got ${got - 1}`;
}

function oneLine(text = ''): string {
  let reason = text.trim();
  for (let shorter = reason.replace(PLACE, ''); shorter !== reason; shorter = reason.replace(PLACE, ''))
    reason = shorter;
  return reason
    .replace(GUARD, 'a field')
    .replace(/^template "\d+\//, 'template "')
    .replace(/^wrong number of args for include: want 2 got (\d+)$/, (_, got) => wrongNumber(Number(got)))
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 500);
}

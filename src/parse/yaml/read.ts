import { type Event, parseEvents, YAMLException } from 'js-yaml';
import { constructDocument, YamlError } from './construct.ts';

/**
 * Reads one YAML document as Kubernetes does (sigs.k8s.io/yaml on go-yaml v2 rules).
 *
 * @throws YamlError
 */
export function readYaml(text: string): unknown {
  const { events, source } = parseYaml(text);
  return constructDocument(events, source);
}

/** Parser events and the text that their offsets refer to. It has the lines of the original, not always its columns. */
export interface ParsedYaml {
  readonly events: readonly Event[];
  readonly source: string;
}

/** Deeper nesting is refused. Real manifests stay below 40; schemas in CustomResourceDefinitions below 60. */
export const MAX_DEPTH = 400;

/**
 * Parses with js-yaml what go-yaml would accept.
 *
 * @throws YamlError
 */
export function parseYaml(text: string): ParsedYaml {
  let source = toSource(text);
  let budget = Math.max(REPAIR_FACTOR * source.length, MIN_REPAIR_BUDGET);
  for (;;) {
    try {
      return { events: parseEvents(source, { maxDepth: MAX_DEPTH }), source };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const position = error.mark?.position ?? 0;
      budget -= source.length;
      if (error.reason !== DEFICIENT_INDENTATION || budget < 0) throw new YamlError(error.reason, source, position);
      source = indentLine(source, position);
    }
  }
}

/**
 * What js-yaml says of a line inside brackets or quotes that is indented no more than the block around it. YAML forbids
 * that, go-yaml and half the world's `args: [ … ]` do not. Spaces before such a line mean nothing in either place, so
 * more of them are the cure; the parser itself names the next line that needs some.
 */
const DEFICIENT_INDENTATION = 'deficient indentation';
/** Characters that repairs may parse again, as a multiple of the text and at least; beyond, the error stands. */
const REPAIR_FACTOR = 20;
const MIN_REPAIR_BUDGET = 4_000_000;
const PADDING = ' '.repeat(64);

function indentLine(source: string, position: number): string {
  const start = Math.max(source.lastIndexOf('\n', position - 1), source.lastIndexOf('\r', position - 1)) + 1;
  return source.slice(0, start) + PADDING + source.slice(start);
}

/**
 * The text that js-yaml's parser has to see to read it as go-yaml does.
 *
 * go-yaml ends lines, and so comments, also at U+0085, U+2028 and U+2029, as YAML 1.1 has it. A parser that does not would
 * overlook what a manifest hides behind one of them. And it reads one document: what follows a `...` line is dropped.
 */
function toSource(text: string): string {
  const lines = OTHER_LINE_BREAK.test(text) ? text.replaceAll(OTHER_LINE_BREAKS, '\r') : text;
  if (!lines.includes('...')) return lines;
  const end = DOCUMENT_END.exec(lines);
  if (end === null) return lines;
  const before = lines.slice(0, end.index);
  if (!HAS_CONTENT.test(before)) throw new YamlError('a document ends before it begins', lines, end.index);
  return before;
}

const OTHER_LINE_BREAK = /[\u0085\u2028\u2029]/;
const OTHER_LINE_BREAKS = /[\u0085\u2028\u2029]/g;
/** A line that is neither blank nor a comment. */
const HAS_CONTENT = /^[ \t]*[^\s#]/m;
const DOCUMENT_END = /^\.\.\.(?=\s|$)/m;

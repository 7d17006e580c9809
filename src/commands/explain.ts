import { UsageError } from '../model/errors.ts';
import { ExitCode } from '../model/exit-code.ts';
import { suggest } from '../model/suggest.ts';
import type { Check } from '../pss/check.ts';
import { STANDARD } from '../pss/registry.ts';
import { explanationOf, toListing, toText } from '../report/explanation.ts';
import type { Io } from './io.ts';

export interface ExplainOptions {
  readonly output: 'text' | 'json';
}

/** `pss-gate explain [CONTROL]`: a control by its name or id, or the list of all. */
export async function explain(name: string | undefined, { output }: ExplainOptions, io: Io): Promise<ExitCode> {
  const checks = name === undefined ? STANDARD.checks : findChecks(name);
  const explanations = checks.map(explanationOf);
  const text = name === undefined ? toListing(explanations) : explanations.map(toText).join('\n');
  await io.stdout.write(output === 'json' ? `${JSON.stringify(explanations, null, 2)}\n` : text);
  return ExitCode.passed;
}

/** All checks of a control (Seccomp has one for each level), or the one of an id. */
function findChecks(name: string): Check[] {
  const wanted = name.toLowerCase();
  const found = STANDARD.checks.filter(
    ({ id, control }) => id.toLowerCase() === wanted || control.toLowerCase() === wanted,
  );
  if (found.length > 0) return found;
  const names = STANDARD.checks.flatMap(({ id, control }) => [id, control]);
  const close = suggest(name, names);
  throw new UsageError(
    `explain: no control "${name}"; ${close === undefined ? 'pss-gate explain lists them' : `did you mean "${close}"?`}`,
  );
}

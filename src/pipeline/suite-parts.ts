import type { SuiteProblem } from '../kyverno/suites/suite.ts';
import { SuiteError, type SuiteFiles } from './suite-files.ts';

/**
 * The document of a file that a suite names; nothing for an empty file.
 *
 * @throws SuiteError
 */
export async function readOne(named: string, directory: string, files: SuiteFiles): Promise<unknown> {
  const [first, second] = await files.readDocuments(files.resolve(directory, named));
  if (second !== undefined) throw new SuiteError(`${named}: expected a single document`);
  return first?.value;
}

/** @throws SuiteError where there is any problem */
export function refuse(file: string, problems: readonly SuiteProblem[]): void {
  if (problems.length > 0) throw new SuiteError(describeProblems(problems, file).join('\n'));
}

/** A line for each problem, with the field in the file. */
export function describeProblems(problems: readonly SuiteProblem[], file?: string): readonly string[] {
  return problems.map(({ path, message }) => [file, path || undefined, message].filter(isGiven).join(': '));
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined;
}

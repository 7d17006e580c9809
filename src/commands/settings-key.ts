import { resolve } from 'node:path';
import { readRegularFile } from '../files/file-tree.ts';
import type { Io } from './io.ts';
import { listPolicyFiles } from './named-files.ts';
import type { JudgeOptions, RunOptions } from './options.ts';

/** Options that decide nothing of a report. */
const IRRELEVANT: ReadonlySet<string> = new Set([
  ...['output', 'progress', 'logLevel', 'logFormat', 'jobs', 'timeout', 'cache', 'cacheDir'],
]);

/**
 * Everything besides the files of the repository that a report depends on, as plain JSON: options, and the content of the files that
 * they name.
 *
 * @returns nothing where they name what else may change, other checkouts and programs, or ask for what is not in a report
 */
export async function describeSettings(options: RunOptions & JudgeOptions, { workingDirectory }: Io): Promise<unknown> {
  if (options.checkout.length > 0 || options.plugin.length > 0 || options.compatOutput) return undefined;
  const { config, admissionConfig, appsetParameters, namespaces, policy, policyContext } = options;
  const policies: string[] = [];
  for (const path of [...policy, ...policyContext])
    policies.push(...(await listPolicyFiles(resolve(workingDirectory, path))));
  const named = [config, admissionConfig, appsetParameters, ...namespaces.map(({ file }) => file), ...policies];
  const contents: unknown[] = [];
  for (const file of named) {
    if (file === undefined) contents.push(null);
    else contents.push(Buffer.from(await readRegularFile(resolve(workingDirectory, file))).toString('base64'));
  }
  const relevant = Object.entries(options).filter(([name, value]) => !IRRELEVANT.has(name) && value !== undefined);
  return { options: Object.fromEntries(relevant), contents };
}

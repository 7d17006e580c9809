import { join, relative } from 'node:path';
import { CONFIG_FILE } from '../config/config.ts';
import { configSchema } from '../config/json-schema.ts';
import { findScope } from '../files/find-root.ts';
import { UsageError } from '../model/errors.ts';
import { ExitCode } from '../model/exit-code.ts';
import { printable } from '../model/printable.ts';
import type { Io } from './io.ts';
import { loadConfig } from './load-config.ts';

/**
 * `pss-gate config validate [FILE]`: without a name, the file that `check` would read, which has to be there.
 *
 * @throws UsageError that lists every problem
 */
export async function validateConfig(named: string | undefined, { env, ...io }: Io): Promise<ExitCode> {
  const chosen = named ?? (env.PSS_GATE_CONFIG || undefined);
  const { root } = findScope(['.'], io.workingDirectory, CONFIG_FILE);
  const { file } = await loadConfig(chosen, root, io.workingDirectory);
  if (file === undefined) throw new UsageError(`config validate: no ${CONFIG_FILE} in ${root}; name the file to read`);
  await io.stdout.write(`${printable(chosen ?? relative(io.workingDirectory, join(root, file)))}: valid\n`);
  return ExitCode.passed;
}

/** `pss-gate config schema`: prints the JSON Schema of the configuration file. */
export async function printConfigSchema({ stdout }: Io): Promise<ExitCode> {
  await stdout.write(`${JSON.stringify(configSchema(), null, 2)}\n`);
  return ExitCode.passed;
}

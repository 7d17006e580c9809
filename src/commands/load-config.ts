import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { CONFIG_FILE, type Config, DEFAULT_CONFIG, readConfig } from '../config/config.ts';
import { readRegularFile } from '../files/file-tree.ts';
import { UsageError } from '../model/errors.ts';
import { FileError } from '../model/ports.ts';
import { decodeText } from '../parse/text.ts';
import { pathExpressionError } from '../parse/workloads/path-expression.ts';
import { YamlError } from '../parse/yaml/construct.ts';
import { readYaml } from '../parse/yaml/read.ts';

/**
 * The configuration of a run: the file that was named, else `.pss-gate.yaml` at the root of the repository, else defaults.
 *
 * @throws UsageError that lists every problem with its path
 */
export async function loadConfig(named: string | undefined, root: string, workingDirectory: string): Promise<Config> {
  const file = named === undefined ? join(root, CONFIG_FILE) : resolve(workingDirectory, named);
  if (named === undefined && !existsSync(file)) return DEFAULT_CONFIG;
  const shown = named ?? relative(workingDirectory, file);
  const { config, problems } = readConfig(await readValue(file, shown), pathExpressionError);
  if (problems.length === 0) return config;
  const lines = problems.map(({ path, message }) => `${shown}: ${path === '' ? '' : `${path}: `}${message}`);
  throw new UsageError(lines.join('\n'));
}

async function readValue(file: string, shown: string): Promise<unknown> {
  try {
    return readYaml(decodeText(await readRegularFile(file)));
  } catch (error) {
    if (error instanceof FileError || error instanceof YamlError) throw new UsageError(`${shown}: ${error.message}`);
    throw error;
  }
}

import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CONFIG_FILE, type Config, DEFAULT_CONFIG } from '../config/config.ts';
import { readRegularFile } from '../files/file-tree.ts';
import { UsageError } from '../model/errors.ts';
import type { FieldPath } from '../model/field-path.ts';
import { isRecord } from '../model/manifest.ts';
import { FileError } from '../model/ports.ts';
import { decodeText } from '../parse/text.ts';
import { pathExpressionError } from '../parse/workloads/path-expression.ts';
import { YamlError } from '../parse/yaml/construct.ts';
import { createLocator } from '../parse/yaml/locate.ts';
import { readYaml } from '../parse/yaml/read.ts';
import type { Session } from '../pipeline/session.ts';
import { findAdmissionProblems } from './admission-problems.ts';

/** The configuration of a run, and where it stands. */
export interface LoadedConfig {
  readonly config: Config;
  /** As reports show it: relative to the root of the repository, with `/`; as named when outside. Undefined without a file. */
  readonly file: string | undefined;
  /** Line of a field, or of the nearest one above it; undefined without a file. */
  lineOf(path: FieldPath): number | undefined;
  /** Whether a section of the file sets a field, or it has its default. */
  isSet(section: string, field: string): boolean;
}

/**
 * The configuration of a run: the file that was named, else `.pss-gate.yaml` at the root of the repository, else defaults.
 *
 * @throws UsageError that lists every problem with its path
 */
export async function loadConfig(
  named: string | undefined,
  root: string,
  workingDirectory: string,
): Promise<LoadedConfig> {
  const file = named === undefined ? join(root, CONFIG_FILE) : resolve(workingDirectory, named);
  if (named === undefined && !existsSync(file)) return NO_CONFIG;
  const shown = named ?? relative(workingDirectory, file);
  return readLoaded(await readText(readRegularFile(file), shown), shown, relativeToRoot(root, file) ?? shown);
}

/**
 * The configuration of a session: as `loadConfig`, but for one on a revision the file of that revision.
 *
 * @throws UsageError that lists every problem with its path
 */
export async function loadConfigOf(
  { root, tree, settings }: Session,
  named: string | undefined,
  workingDirectory: string,
): Promise<LoadedConfig> {
  if (named !== undefined || settings.revision === undefined) return loadConfig(named, root, workingDirectory);
  const shown = relative(workingDirectory, join(root, CONFIG_FILE));
  const entry = (await tree.list('.', { isShallow: true })).find(({ path }) => path === CONFIG_FILE);
  if (entry === undefined) return NO_CONFIG;
  if (entry.problem !== undefined) throw new UsageError(`${shown}: ${entry.problem}`);
  return readLoaded(await readText(tree.read(CONFIG_FILE), shown), shown, CONFIG_FILE);
}

const NO_CONFIG: LoadedConfig = {
  config: DEFAULT_CONFIG,
  file: undefined,
  lineOf: () => undefined,
  isSet: () => false,
};

/** @param shown how messages name the file */
async function readLoaded(text: string, shown: string, file: string): Promise<LoadedConfig> {
  const value = readValue(text, shown);
  return {
    config: await readSettings(value, shown),
    file,
    lineOf: createLocator(text),
    isSet: (section, field) => {
      const fields = isRecord(value) ? value[section] : undefined;
      return isRecord(fields) && Object.hasOwn(fields, field);
    },
  };
}

async function readText(content: Promise<Uint8Array>, shown: string): Promise<string> {
  try {
    return decodeText(await content);
  } catch (error) {
    throw asUsageError(error, shown);
  }
}

/** Loads the schema, and with it zod, only now: most repositories need no file. */
async function readSettings(value: unknown, shown: string): Promise<Config> {
  if (value === null) return DEFAULT_CONFIG;
  const { readConfig } = await import('../config/read-config.ts');
  const { config, problems: found } = readConfig(value, pathExpressionError);
  const problems = found.length > 0 ? found : findAdmissionProblems(config);
  if (problems.length === 0) return config;
  const lines = problems.map(({ path, message }) => `${shown}: ${path === '' ? '' : `${path}: `}${message}`);
  throw new UsageError(lines.join('\n'));
}

function readValue(text: string, shown: string): unknown {
  try {
    return readYaml(text);
  } catch (error) {
    throw asUsageError(error, shown);
  }
}

function asUsageError(error: unknown, shown: string): unknown {
  if (error instanceof YamlError) return new UsageError(`${shown}:${error.line + 1}: ${error.message}`);
  return error instanceof FileError ? new UsageError(`${shown}: ${error.message}`) : error;
}

/** Path of a file below the root, with `/`; nothing for one outside. */
export function relativeToRoot(root: string, file: string): string | undefined {
  const path = relative(root, file);
  return isAbsolute(path) || path.split(sep)[0] === '..' ? undefined : path.split(sep).join('/');
}

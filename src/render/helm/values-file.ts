import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HelmOptions } from './options.ts';

/** A directory for files of one render, readable by nobody else, and gone when the work is done or has failed. */
export async function withPrivateDirectory<T>(scratch: string, work: (directory: string) => Promise<T>): Promise<T> {
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const directory = await realpath(await mkdtemp(join(scratch, 'helm-')));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The name says what it holds: helm puts it in its errors. */
const NAMES = { values: 'helm.values', valuesObject: 'helm.valuesObject' } as const;

/**
 * Writes what an Application says in `valuesObject`, or else in `values`.
 *
 * Source: argo-cd pkg/apis/application/v1alpha1/values.go, ValuesYAML
 * @returns the path of the file; nothing where there are no values
 */
export async function writeValues(
  { values, valuesObject }: Pick<HelmOptions, 'values' | 'valuesObject'>,
  directory: string,
): Promise<string | undefined> {
  if (valuesObject === undefined && values === '') return undefined;
  const file = join(directory, valuesObject === undefined ? NAMES.values : NAMES.valuesObject);
  await writeFile(file, valuesObject === undefined ? values : toYaml(valuesObject), { mode: 0o600, flag: 'wx' });
  return file;
}

/** Characters that go-yaml refuses, or takes for the end of a line, where they stand in JSON as they are. */
const NOT_IN_YAML = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** JSON that helm's YAML reader takes for the same values. */
export function toYaml(values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(values).replaceAll(NOT_IN_YAML, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withPrivateDirectory, writeValues } from '../../../src/render/helm/values-file.ts';

async function scratch(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'pss-gate-helm-')), 'scratch');
}

describe('withPrivateDirectory', () => {
  it('is readable by nobody else, as are the values in it', async () => {
    const modes = await withPrivateDirectory(await scratch(), async (directory) => {
      const file = (await writeValues({ values: 'a: 1', valuesObject: undefined }, directory)) ?? '';
      return [directory, file].map((path) => statSync(path).mode & 0o777);
    });
    expect(modes).toEqual([0o700, 0o600]);
  });

  it('is gone afterwards, also after errors', async () => {
    const seen: string[] = [];
    const work = async (directory: string) => {
      seen.push(directory);
      if (seen.length === 2) throw new Error('failed');
    };
    await withPrivateDirectory(await scratch(), work);
    await expect(withPrivateDirectory(await scratch(), work)).rejects.toThrow('failed');
    expect(seen.map((directory) => existsSync(directory))).toEqual([false, false]);
  });
});

describe('writeValues', () => {
  it.each([
    ['values as they are', { values: 'a: "\u2028" # x\n', valuesObject: undefined }, 'a: "\u2028" # x\n'],
    ['valuesObject before values', { values: 'a: 1', valuesObject: { b: 2 } }, '{"b":2}'],
    ['an empty valuesObject', { values: 'a: 1', valuesObject: {} }, '{}'],
    ['nothing', { values: '', valuesObject: undefined }, undefined],
  ])('writes %s', async (_, values, content) => {
    const written = await withPrivateDirectory(await scratch(), async (directory) => {
      const file = await writeValues(values, directory);
      return file === undefined ? undefined : readFileSync(file, 'utf8');
    });
    expect(written).toBe(content);
  });
});

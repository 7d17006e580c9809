import { existsSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Closure } from '../../../src/render/kustomize/closure.ts';
import { withCopy } from '../../../src/render/kustomize/copy.ts';
import { useCheckouts, writeFiles } from './checkout.ts';

useCheckouts();

const NOTHING: Closure = {
  files: new Map(),
  directories: new Set(),
  whole: new Set(),
  missing: new Set(),
  links: new Map(),
  remotes: [],
  withCharts: [],
  withPlugins: [],
};

describe('withCopy', () => {
  it('is private, keeps places and links, and is removed', async () => {
    const root = await writeFiles({ 'a/b.yaml': 'b', 'other.yaml': 'x', 'scratch/keep': '' });
    const scratch = join(root, 'scratch');
    const closure = {
      ...NOTHING,
      files: new Map([['a/b.yaml', 1]]),
      directories: new Set(['empty/directory']),
      links: new Map([['a/link', '../empty']]),
    };
    const copied = await withCopy(root, closure, scratch, async (copy) => {
      expect(statSync(copy).mode & 0o777).toBe(0o700);
      expect(statSync(join(copy, 'a')).mode & 0o777).toBe(0o700);
      expect(statSync(join(copy, 'a/b.yaml')).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(copy, 'a/b.yaml'), 'utf8')).toBe('b');
      expect(readlinkSync(join(copy, 'a/link'))).toBe('../empty');
      expect(statSync(join(copy, 'a/link/directory')).isDirectory()).toBe(true);
      expect(existsSync(join(copy, 'other.yaml'))).toBe(false);
      return copy;
    });
    expect(copied.startsWith(`${scratch}/kustomize-`)).toBe(true);
    expect(await readdir(scratch)).toEqual(['keep']);
  });

  it('is removed when the work fails, and when copying does', async () => {
    const root = await writeFiles({ 'scratch/keep': '' });
    const scratch = join(root, 'scratch');
    const fail = () => Promise.reject(new Error('no'));
    await expect(withCopy(root, NOTHING, scratch, fail)).rejects.toThrow('no');
    const gone = { ...NOTHING, files: new Map([['gone.yaml', 1]]) };
    await expect(withCopy(root, gone, scratch, async () => 1)).rejects.toThrow('ENOENT');
    expect(await readdir(scratch)).toEqual(['keep']);
  });

  it('refuses more than fits', async () => {
    const root = await writeFiles({ 'scratch/keep': '' });
    const large = { ...NOTHING, files: new Map([['large', 300 * 1024 * 1024]]) };
    await expect(withCopy(root, large, join(root, 'scratch'), async () => 1)).rejects.toThrow(
      'it reads 1 files of 300 MB; the limit is 20000 of 256 MB',
    );
  });
});

import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findLinks } from '../../src/files/find-links.ts';
import { temporaryDirectory } from './temporary-directory.ts';

it('finds links at every depth, wherever they lead, and follows none', () => {
  const root = temporaryDirectory({ 'a.yaml': '', 'd/node_modules/x': '', '.git/config': '', '.github/x': '' });
  mkdirSync(join(root, 'sub/.git'), { recursive: true });
  const links = { one: 'd', two: '/etc', 'd/three': '../missing', 'd/node_modules/four': '.', '.github/five': 'x' };
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(root, path));
  for (const path of ['.git/no', 'sub/.git/no']) symlinkSync('x', join(root, path));
  expect(Object.fromEntries(findLinks(root))).toEqual(links);
});

import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digestClosure } from '../../src/cache/digest.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';

/** A small tree. Links lead to other files and directories of the same tree, to nothing, or in circles. */
type Tree = Readonly<Record<string, { readonly content: string } | { readonly link: string }>>;

const NAMES = ['a', 'b', 'c', 'd/e', 'd/f', 'd/g/h'];
const content = () => fc.constantFrom('', 'x', 'y', 'xy').map((text) => ({ content: text }));
const link = () => fc.constantFrom('a', 'b', 'd', 'd/e', 'gone').map((name) => ({ link: name }));
const tree = (): fc.Arbitrary<Tree> =>
  fc
    .tuple(...NAMES.map((name) => fc.tuple(fc.constant(name), fc.option(fc.oneof(content(), content(), link())))))
    .map((files) => Object.fromEntries(files.flatMap(([name, file]) => (file === null ? [] : [[name, file]]))));

type Change = 'mutate' | 'add' | 'remove' | 'rename' | 'link';
const change = () => fc.constantFrom<Change>('mutate', 'add', 'remove', 'rename', 'link');

function build(root: string, files: Tree): void {
  mkdirSync(root, { recursive: true });
  for (const [name, file] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    if ('content' in file) writeFileSync(path, file.content);
    else symlinkSync(join(root, file.link), path);
  }
}

/** Does it to a file of the tree; adds one where there is none. */
function apply(kind: Change, root: string, files: Tree, at: number): void {
  const names = Object.keys(files);
  const name = names[at % Math.max(names.length, 1)];
  if (kind === 'add' || name === undefined) writeFileSync(join(root, 'added'), '');
  else if (kind === 'rename') renameSync(join(root, name), join(root, `${name}-renamed`));
  else replace(kind, join(root, name), files[name]);
}

function replace(kind: Change, path: string, file: Tree[string] | undefined): void {
  rmSync(path);
  if (kind === 'link') symlinkSync('somewhere-else', path);
  if (kind === 'mutate') writeFileSync(path, file !== undefined && 'content' in file ? `${file.content}!` : '');
}

async function digest(root: string): Promise<[string, string][]> {
  return [...(await digestClosure(root, ['in']))].sort();
}

it('any change in a closure changes it, and no change outside of it does', async () => {
  const top = temporaryDirectory();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(tree(), tree(), change(), fc.nat(), fc.boolean(), async (inner, outer, kind, at, isInside) => {
      const root = join(top, String(count++));
      build(join(root, 'in'), inner);
      build(join(root, 'out'), outer);
      const before = await digest(root);
      expect(await digest(root)).toEqual(before);
      apply(kind, join(root, isInside ? 'in' : 'out'), isInside ? inner : outer, at);
      const after = await digest(root);
      if (isInside) expect(after).not.toEqual(before);
      else expect(after).toEqual(before);
      rmSync(root, { recursive: true });
    }),
    { numRuns: 200 },
  );
});

import { describe, expect, it } from 'vitest';
import { absentAround, NOTHING_ABSENT, withAbsent } from '../../src/files/absent-files.ts';
import { FileError } from '../../src/model/ports.ts';
import { createFileTree } from '../fakes/file-tree.ts';

const ABSENT = {
  directories: new Map([
    ['lib/sub', 'is a submodule'],
    ['node_modules/x', 'is a submodule'],
  ]),
  links: new Map([
    ['into', 'lib/sub/a.yaml'],
    ['lib/up', '../other/../lib/sub'],
    ['chain', 'lib/up/deep'],
    ['loop', 'loop'],
    ['fine', 'a.yaml'],
  ]),
};

const tree = withAbsent(createFileTree({ 'a.yaml': 'a', 'lib/b.yaml': 'b' }), async () => ABSENT);
const PROBLEM = { isDirectory: true, problem: 'is a submodule' };
const link = (path: string) => ({ path, problem: 'is a link into lib/sub, which is a submodule' });

describe('a tree of which something is absent', () => {
  it('lists it as what cannot be read, and links into it', async () => {
    expect(await tree.list('.')).toEqual([
      { path: 'a.yaml' },
      link('chain'),
      link('into'),
      { path: 'lib/b.yaml' },
      { path: 'lib/sub', ...PROBLEM },
      link('lib/up'),
    ]);
    expect(await tree.list('lib')).toEqual([{ path: 'lib/b.yaml' }, { path: 'lib/sub', ...PROBLEM }, link('lib/up')]);
  });

  it('keeps to what is asked for', async () => {
    const complete = (await tree.list('.', { isComplete: true })).map(({ path }) => path);
    expect(complete).toContain('node_modules/x');
    expect(await tree.list('.', { isShallow: true })).toEqual([{ path: 'a.yaml' }, link('chain'), link('into')]);
    expect(await tree.list('lib', { isShallow: true })).toEqual([{ path: 'lib/b.yaml' }, link('lib/up')]);
  });

  it.each(['lib/sub', 'lib/sub/deep', 'lib/up', 'lib/up/x', 'chain'])('lists nothing else in %s', async (path) => {
    expect(await tree.list(path)).toEqual([{ path, ...PROBLEM }]);
  });

  it.each(['lib/sub/a.yaml', 'into', 'lib/../lib/sub/x', 'chain/y'])('does not read %s', async (path) => {
    await expect(tree.read(path)).rejects.toThrow(new FileError('is in lib/sub, which is a submodule'));
  });

  it.each(['a.yaml', 'loop', 'fine', 'lib/subject', 'lib', '.', '..'])('has nothing to say of %s', (path) => {
    expect(absentAround(path, ABSENT)).toBeUndefined();
  });

  it('can be absent as a whole', () => {
    const whole = { directories: new Map([['.', 'is broken']]), links: new Map() };
    expect(absentAround('a/b', whole)).toEqual({ path: '.', reason: 'is broken' });
  });

  it('is the tree itself where nothing is', async () => {
    const all = withAbsent(createFileTree({ 'a.yaml': 'a' }), async () => NOTHING_ABSENT);
    expect(await all.list('.')).toEqual([{ path: 'a.yaml' }]);
    expect(Buffer.from(await all.read('a.yaml')).toString()).toBe('a');
    expect(await all.typeOf('a.yaml')).toBe('file');
  });
});

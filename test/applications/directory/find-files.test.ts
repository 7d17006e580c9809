import { describe, expect, it } from 'vitest';
import { findDirectoryFiles } from '../../../src/applications/directory/find-files.ts';
import { createFileTree, LINK_OUT, UNREADABLE_DIRECTORY } from '../../fakes/file-tree.ts';

const TREE = createFileTree({
  'app/a.yaml': '',
  'app/b.yml': '',
  'app/c.json': '',
  'app/d.jsonnet': '',
  'app/e.YAML': '',
  'app/README.md': '',
  'app/.hidden.yaml': '',
  'app/.github/x.yaml': '',
  'app/sub/a.yaml': '',
  'app/sub-b.yaml': '',
  'app/node_modules/p.yaml': '',
  'other/a.yaml': '',
});

describe('findDirectoryFiles', () => {
  const flat = ['.hidden.yaml', 'a.yaml', 'b.yml', 'c.json', 'sub-b.yaml'];
  it.each<[string, Record<string, unknown>, string[]]>([
    ['nothing said', {}, flat],
    ['fields that are null', { recurse: null, include: null, exclude: null, jsonnet: null }, flat],
    [
      'recurse, in the order of a walk',
      { recurse: true },
      [
        ...['.github/x.yaml', '.hidden.yaml', 'a.yaml', 'b.yml', 'c.json'],
        ...['node_modules/p.yaml', 'sub/a.yaml', 'sub-b.yaml'],
      ],
    ],
    ['include whose star crosses directories', { recurse: true, include: 's*a.yaml' }, ['sub/a.yaml']],
    ['include of alternatives', { include: '{a,b}.{yaml,yml}' }, ['a.yaml', 'b.yml']],
    ['include that does not compile', { include: '[a' }, []],
    ['empty include', { include: '' }, flat],
    ['exclude', { exclude: '*b*' }, ['.hidden.yaml', 'a.yaml', 'c.json']],
    ['exclude that does not compile', { exclude: '[a' }, flat],
    ['exclude before include', { include: '*.yaml', exclude: 'a.*' }, ['.hidden.yaml', 'sub-b.yaml']],
  ])('%s', async (_, options, expected) => {
    const { files, problems } = await findDirectoryFiles(TREE, 'app', options);
    expect(files).toEqual(expected.map((file) => `app/${file}`));
    expect(problems).toEqual([]);
  });

  it('keeps jsonnet apart', async () => {
    expect((await findDirectoryFiles(TREE, 'app', {})).jsonnet).toEqual(['app/d.jsonnet']);
  });

  it('matches relative to the app directory, also in the root', async () => {
    expect((await findDirectoryFiles(TREE, '.', { recurse: true, include: 'other/*' })).files).toEqual([
      'other/a.yaml',
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['recurse', { recurse: 'true' }, 'directory.recurse must be true or false'],
    ['include', { include: ['a'] }, 'directory.include must be a string'],
    ['exclude', { exclude: 5 }, 'directory.exclude must be a string'],
    ['jsonnet', { jsonnet: [] }, 'directory.jsonnet must be an object'],
    [
      'a pattern on which Argo CD crashes',
      { include: 'a.yaml{' },
      'directory.include or exclude: the pattern makes Argo CD crash, so that what it selects is not known',
    ],
    [
      'a hostile pattern',
      { exclude: '*a'.repeat(2000) },
      'directory.include or exclude: the pattern takes too long to match, so that what it selects is not known',
    ],
  ])('finds nothing with a wrong %s', async (_, options, problem) => {
    expect(await findDirectoryFiles(TREE, 'app', options)).toEqual({ files: [], jsonnet: [], problems: [problem] });
  });

  it('finds nothing in an app directory that is a link', async () => {
    const tree = createFileTree({ 'real/a.yaml': '', app: { linkTo: 'real' } });
    expect(await findDirectoryFiles(tree, 'app', {})).toEqual({ files: [], jsonnet: [], problems: [] });
  });

  it('reports links that leave the repository, whatever is included', async () => {
    const tree = createFileTree({ 'app/out.yaml': LINK_OUT, 'app/out.txt': LINK_OUT, 'app/a.yaml': '' });
    const { files, problems } = await findDirectoryFiles(tree, 'app', { include: 'a.yaml' });
    expect(files).toEqual(['app/a.yaml']);
    expect(problems).toEqual(['app/out.yaml is a link that leaves the repository']);
  });

  it('reports directories that cannot be read', async () => {
    const tree = createFileTree({ 'app/closed': UNREADABLE_DIRECTORY });
    expect((await findDirectoryFiles(tree, 'app', { recurse: true })).problems).toEqual([
      'app/closed cannot be read: EACCES',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { readDirectory } from '../../../src/applications/directory/read-directory.ts';
import { metadataText } from '../../../src/model/manifest.ts';
import { createFileTree, LINK_OUT } from '../../fakes/file-tree.ts';

const pod = (name: string) => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n`;
const jsonPod = (name: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name } });

/** What a file comes to: names of its objects, then `!line message`. */
async function read(files: Record<string, string>, options: Record<string, unknown> = {}): Promise<string[]> {
  const { manifests, failures } = await readDirectory(createFileTree(files), '.', options);
  return [
    ...manifests.map(({ object }) => metadataText(object, 'name')),
    ...failures.map(({ location, message }) => `!${location?.line ?? '-'} ${message}`),
  ];
}

describe('readDirectory', () => {
  it.each<[string, string, string[]]>([
    ['documents', `${pod('a')}---\n${pod('b')}`, ['a', 'b']],
    ['an empty file', '', []],
    ['a comment', '# nothing\n', []],
    ['a bad document after a good one', `${pod('a')}---\na: [\n`, ['a', expect.stringMatching(/^!7 /)]],
    ['an object without a kind after a good one', `${pod('a')}---\na: 1\n`, ['a', "!6 the object has no 'kind'"]],
    ['YAML that is no manifest', 'replicas: 3\n', []],
    ['text that is no YAML', 'a: [\n', []],
    ['no manifest first, so that good documents are ignored', `a: 1\n---\nkind: Pod\n`, []],
    [
      'no manifest first, in a file that looks like one',
      `a: 1\n---\n${pod('b')}`,
      ['b', "!1 the object has no 'kind'"],
    ],
    ['a broken manifest', `${pod('a')}  b: [\n`, [expect.stringMatching(/^!\d+ /)]],
    ['marks in comments', '# apiVersion: kind: metadata:\na: 1\n', ["!2 the object has no 'kind'"]],
    ['marks with quotes, which are none', '"apiVersion": v1\n"kind": \n"metadata": {}\n', []],
    ['text after the end of a document', `${pod('a')}...\n${pod('b')}`, ['a']],
    ['a separator with text', `${pod('a')}---foo\n${pod('b')}`, ['a', 'b', '!5 invalid Yaml document separator: foo']],
    ['a list', `kind: List\nitems:\n- ${pod('a').replaceAll('\n', '\n  ')}\n`, ['a']],
    ['an empty list', 'apiVersion: v1\nkind: List\nitems: []\n', []],
    ['a list of null', 'apiVersion: v1\nkind: ConfigMapList\nitems: null\n', []],
    [
      'a custom resource with items',
      `apiVersion: x.io/v1\nkind: Menu\nmetadata: {name: m}\nitems:\n- {kind: Pod, metadata: {name: a}}\n`,
      ['a'],
    ],
    [
      'a bad item, which is looked at when nothing is ignored any more',
      '"kind": List\n"items":\n- {a: 1}\n',
      ["!3 an item of the list has no 'kind'"],
    ],
    ['the marker', `${pod('a')}# +argocd:skip-file-rendering\n`, []],
    ['the marker in a value', `${pod('a')}  annotations: {n: "x # +argocd:skip-file-rendering"}\n`, []],
    ['JSON in YAML', `${jsonPod('a')}\n${jsonPod('b')}`, ['a', 'b']],
  ])('YAML: %s', async (_, text, expected) => {
    expect(await read({ 'a.yaml': text })).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['an object', jsonPod('a'), ['a']],
    ['space around it', `\n ${jsonPod('a')}\n\n`, ['a']],
    ['a byte order mark', `\ufeff${jsonPod('a')}`, ['a']],
    ['a list', `{"kind": "List", "items": [${jsonPod('a')}, ${jsonPod('b')}]}`, ['a', 'b']],
    [
      'a second object',
      jsonPod('a') + jsonPod('b'),
      ['!- multiple objects; only single objects are allowed in JSON files'],
    ],
    ['a bracket behind it, which Go overlooks', `${jsonPod('a')} }`, ['a']],
    ['no kind', '{"name": "package"}', ["!1 the object has no 'kind'"]],
    ['an array', `[${jsonPod('a')}]`, ['!- the document is not an object']],
    ['null', 'null', ['!- the document is not an object']],
    ['YAML', pod('a'), ['!- invalid JSON']],
    ['a comma too much', '{"kind": "Pod",}', ['!- invalid JSON']],
    ['no end', '{"kind": "Pod"', ['!- invalid JSON']],
    ['nothing', ' ', ['!- the file is empty']],
    ['the marker', '{"a": "# +argocd:skip-file-rendering"}', []],
  ])('JSON: %s', async (_, text, expected) => {
    expect(await read({ 'a.json': text })).toEqual(expected);
  });

  it('knows the line of every field', async () => {
    const { manifests } = await readDirectory(
      createFileTree({ 'app/a.yaml': `${pod('a')}---\n${pod('b')}` }),
      'app',
      {},
    );
    expect(manifests.map(({ source }) => [source.file, source.lineOf(['metadata', 'name'])])).toEqual([
      ['app/a.yaml', 4],
      ['app/a.yaml', 9],
    ]);
  });

  it('names files of another checkout by its prefix', async () => {
    const tree = createFileTree({ 'a.yaml': pod('a'), 'b.json': '', 'c.yaml': LINK_OUT, 'd.jsonnet': '{}' });
    const { manifests, failures, files } = await readDirectory(tree, '.', {}, { prefix: 'other:' });
    expect(manifests[0]?.source.file).toBe('other:a.yaml');
    expect(failures.map(({ location }) => location?.file)).toEqual([undefined, 'other:b.json', 'other:d.jsonnet']);
    expect(files).toEqual(['a.yaml', 'b.json', 'd.jsonnet']);
  });

  it('reads files in the order of a walk', async () => {
    expect(await read({ 'a-b.yaml': pod('second'), 'a/x.yaml': pod('first') }, { recurse: true })).toEqual([
      'first',
      'second',
    ]);
  });

  it('evaluates no jsonnet', async () => {
    const failure = [
      '!- jsonnet is not evaluated, so that what it applies is not known; --plugin does not help, for it is for sources that name a plugin',
    ];
    expect(await read({ 'a.jsonnet': '{}' })).toEqual(failure);
    expect(await read({ 'a.jsonnet': '# +argocd:skip-file-rendering' })).toEqual([]);
  });

  it.each([
    ['counts what is ignored', '', 1],
    ['leaves out what is skipped', '# +argocd:skip-file-rendering\n', 0],
  ])('limits the size of all files together: %s', async (_, mark, failures) => {
    const big = `${mark}a: ${'x'.repeat(5_000_000)}\n`;
    const found = await read({ 'a.yaml': big, 'b.yaml': big });
    expect(found).toHaveLength(failures);
    if (failures > 0) expect(found[0]).toMatch(/Argo CD refuses more than 10000000$/);
  });
});

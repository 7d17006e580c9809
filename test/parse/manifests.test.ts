import { describe, expect, it } from 'vitest';
import type { FieldPath } from '../../src/model/field-path.ts';
import { isUnrelated, parseManifests, type SourceOf } from '../../src/parse/manifests.ts';
import { sourceOfFile } from '../../src/parse/sources.ts';

const parse = (text: string) => parseManifests(text, sourceOfFile('app.yaml'));

/** Kinds and names of what was read, and errors with their lines. */
function summarize(text: string): { read: string[]; errors: string[] } {
  const { manifests, errors } = parse(text);
  return {
    read: manifests.map(({ object }) => {
      const { name } = (object.metadata ?? {}) as { name?: string };
      return name === undefined ? object.kind : `${object.kind} ${name}`;
    }),
    errors: errors.map(({ line, message }) => `${line}: ${message}`),
  };
}

const NO_KIND = "the object has no 'kind'";
const NO_OBJECT = 'the document is not an object';
const ITEM_NO_KIND = "an item of the list has no 'kind'";
const ITEM_NO_OBJECT = 'an item of the list is not an object';

describe('objects', () => {
  it.each<[name: string, text: string, read: string[]]>([
    ['one', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n', ['Pod a']],
    ['several', 'kind: A\n---\nkind: B\n---\nkind: C\n', ['A', 'B', 'C']],
    ['in JSON', '{"kind":"A"}{"kind":"B"}', ['A', 'B']],
    ['of nothing but a kind', 'kind: Anything\n', ['Anything']],
    ['none', '# nothing\n---\n', []],
  ])('%s', (_, text, read) => {
    expect(summarize(text)).toEqual({ read, errors: [] });
  });

  it('are handed on as they are', () => {
    const [manifest] = parse('apiVersion: v1\nkind: Pod\nspec: {hostNetwork: on, x: 0777}\n').manifests;
    expect(manifest?.object).toEqual({ apiVersion: 'v1', kind: 'Pod', spec: { hostNetwork: true, x: 511 } });
  });

  it.each<[name: string, text: string, errors: string[]]>([
    ['without a kind', 'a: 1\n', [`1: ${NO_KIND}`]],
    ['with an empty kind', 'kind: ""\n', [`1: ${NO_KIND}`]],
    ['with the kind null', 'kind:\n', [`1: ${NO_KIND}`]],
    ['with a number as kind', 'kind: 5\n', [`1: ${NO_KIND}`]],
    ['with a word as kind', 'kind: yes\n', [`1: ${NO_KIND}`]],
    ['with a list as kind', 'kind: [Pod]\n', [`1: ${NO_KIND}`]],
    ['with the kind in capitals', 'Kind: Pod\n', [`1: ${NO_KIND}`]],
    ['that are empty', '{}\n', [`1: ${NO_KIND}`]],
    ['that are lists', '- kind: Pod\n', [`1: ${NO_OBJECT}`]],
    ['that are text', 'just text\n', [`1: ${NO_OBJECT}`]],
    ['that are numbers', '5\n', [`1: ${NO_OBJECT}`]],
    ['that are words', 'yes\n', [`1: ${NO_OBJECT}`]],
  ])('%s are errors', (_, text, errors) => {
    expect(summarize(text)).toEqual({ read: [], errors });
  });

  it('around an error are read, and the error has its line', () => {
    expect(summarize('kind: A\n---\n\nx: 1\n---\nkind: B\n---\n- 1\n---\nb: *x\n')).toEqual({
      read: ['A', 'B'],
      errors: [`4: ${NO_KIND}`, `8: ${NO_OBJECT}`, "10: unknown anchor 'x' referenced"],
    });
  });

  it('with wrong text are told from objects that say something wrong', () => {
    const { errors } = parse('a: [\n---\na: 1\n---\nkind: List\nitems: [1]\n');
    expect(errors.map(({ isSyntax }) => isSyntax)).toEqual([true, false, false]);
    expect(new Set(errors.map(({ file }) => file))).toEqual(new Set(['app.yaml']));
  });
});

describe('lists become their items', () => {
  it.each<[name: string, text: string, read: string[]]>([
    ['a List', 'apiVersion: v1\nkind: List\nitems:\n- {kind: A}\n- {kind: B}\n', ['A', 'B']],
    ['a typed list', 'apiVersion: v1\nkind: PodList\nitems:\n- {kind: Pod, metadata: {name: a}}\n', ['Pod a']],
    ['an RBAC list', 'kind: RoleList\nitems: [{kind: Role}]\n', ['Role']],
    ['a custom resource with items', 'apiVersion: example.com/v1\nkind: Menu\nitems: [{kind: Dish}]\n', ['Dish']],
    ['a list with a spec', 'kind: Menu\nspec: {}\nitems: [{kind: Dish}]\n', ['Dish']],
    ['an empty list', 'kind: List\nitems: []\n', []],
    ['items: null', 'kind: List\nitems: null\n', []],
    ['items without a value', 'kind: PodList\nitems:\n', []],
    ['items: null beside a spec', 'kind: Menu\nitems:\nspec: {}\n', ['Menu']],
    ['items: null beside a status', 'kind: Menu\nitems:\nstatus:\n', ['Menu']],
    ['items that are an object', 'kind: Menu\nitems: {a: 1}\n', ['Menu']],
    ['items that are text', 'kind: Menu\nitems: none\n', ['Menu']],
    ['items below another field', 'kind: ConfigMap\ndata:\n  items: [1]\n', ['ConfigMap']],
    ['a list in a list, one level', 'kind: List\nitems:\n- kind: List\n  items: [{kind: A}]\n', ['List']],
    ['several lists', 'kind: List\nitems: [{kind: A}]\n---\nkind: List\nitems: [{kind: B}]\n', ['A', 'B']],
    ['JSON', '{"kind":"List","items":[{"kind":"A"},{"kind":"B"}]}', ['A', 'B']],
    ['aliases', 'kind: List\nitems: [&a {kind: A}, *a]\n', ['A', 'A']],
  ])('%s', (_, text, read) => {
    expect(summarize(text)).toEqual({ read, errors: [] });
  });

  it.each<[name: string, text: string, read: string[], errors: string[]]>([
    [
      'an item without a kind',
      'kind: List\nitems:\n- {kind: A}\n- {a: 1}\n- {kind: B}\n',
      ['A', 'B'],
      [`4: ${ITEM_NO_KIND}`],
    ],
    ['an item that is text', 'kind: List\nitems:\n- text\n- {kind: B}\n', ['B'], [`3: ${ITEM_NO_OBJECT}`]],
    ['an item that is null', 'kind: List\nitems:\n- {kind: A}\n- ~\n', ['A'], [`4: ${ITEM_NO_OBJECT}`]],
    ['an item that is a list', 'kind: List\nitems:\n- [{kind: A}]\n', [], [`3: ${ITEM_NO_OBJECT}`]],
    ['all items', 'kind: List\nitems: [1, 2]\n', [], [`2: ${ITEM_NO_OBJECT}`, `2: ${ITEM_NO_OBJECT}`]],
    ['a list without a kind', 'items:\n- {kind: A}\n', [], [`1: ${NO_KIND}`]],
  ])('but not %s', (_, text, read, errors) => {
    expect(summarize(text)).toEqual({ read, errors });
  });

  it('of thousands of items, quickly', () => {
    const item = (index: number) => `- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: pod-${index}\n`;
    const text = `kind: List\nitems:\n${Array.from({ length: 3000 }, (_, index) => item(index)).join('')}`;
    const start = performance.now();
    const { manifests, errors } = parse(text);
    expect(errors).toEqual([]);
    expect(manifests.map(({ object }) => (object.metadata as { name: string }).name)).toEqual(
      Array.from({ length: 3000 }, (_, index) => `pod-${index}`),
    );
    expect(manifests[2999]?.source.lineOf(['metadata', 'name'])).toBe(2 + 4 * 3000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('lines', () => {
  const text = `apiVersion: v1
kind: Pod
spec:
  hostNetwork: true
---
kind: List
items:
- kind: A
  spec:
    x: 1
- kind: B
  spec: {x: 1,
    z: 2}
`;

  it.each<[name: string, manifest: number, path: FieldPath, line: number]>([
    ['the first object', 0, [], 1],
    ['a field of it', 0, ['spec', 'hostNetwork'], 4],
    ['an item', 1, [], 8],
    ['a field of an item', 1, ['spec', 'x'], 10],
    ['a missing field of an item', 1, ['metadata', 'name'], 8],
    ['a field of the next item', 2, ['spec', 'z'], 13],
  ])('%s', (_, manifest, path, line) => {
    expect(parse(text).manifests[manifest]?.source.lineOf(path)).toBe(line);
  });

  it('of JSON objects behind others', () => {
    const [, second] = parse('{"kind":"A"}\n{\n"kind":\n"B"}').manifests;
    expect(second?.source.lineOf(['kind'])).toBe(3);
  });

  it('are unknown where the text is rendered, in manifests and errors', () => {
    const rendered: SourceOf = () => ({ file: 'templates/a.yaml', rendered: true });
    const { manifests, errors } = parseManifests('kind: A\n---\na: 1\n---\na: [\n', rendered);
    expect(manifests[0]?.source.file).toBe('templates/a.yaml');
    expect(manifests[0]?.source.lineOf(['kind'])).toBeUndefined();
    expect(errors.map(({ file, line }) => [file, line])).toEqual([
      ['templates/a.yaml', undefined],
      ['templates/a.yaml', undefined],
    ]);
  });

  it('the file may differ from document to document', () => {
    const byText: SourceOf = (document) => ({ file: /from (\S+)/.exec(document)?.[1] ?? 'unknown', rendered: true });
    const { manifests, errors } = parseManifests(
      '# from a\nkind: A\n---\n# from b\nkind: B\n---\n# from c\n[\n',
      byText,
    );
    expect(manifests.map(({ source }) => source.file)).toEqual(['a', 'b']);
    expect(errors.map(({ file }) => file)).toEqual(['unknown']);
  });
});

describe('isUnrelated', () => {
  const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n';
  const TEMPLATE = '{{ if .Values.enabled }}\n';

  it.each<[name: string, text: string]>([
    ['chart values', 'replicaCount: 1\nimage:\n  tag: "1"\n'],
    ['a workflow of GitHub', 'name: CI\non: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n'],
    ['a package.json', '{"name": "x", "version": "1.0.0"}'],
    ['a list', '- a\n- b\n'],
    ['text', 'just text\n'],
    ['values in several documents', 'a: 1\n---\nb: 2\n'],
    ['values that speak of manifests', 'apiVersion: v1\nextra:\n  kind: Pod\n  metadata: {}\n'],
    ['a template without the marks of a manifest', `${TEMPLATE}a: 1\n`],
    ['a template with two of three marks', `${TEMPLATE}apiVersion: v1\nkind: Pod\n`],
    ['a template with the marks elsewhere', `${TEMPLATE}apiVersion v1\nkind Pod\nmetadata\n`],
    ['JSON that does not end', '{"name": "x", '],
    ['an object without marks behind an error', 'a: [\n---\nkind: A\n'],
    ['a List of nothing but text', 'kind: List\nitems: [a]\n'],
  ])('is %s', (_, text) => {
    expect(isUnrelated(text, parse(text))).toBe(true);
  });

  it.each<[name: string, text: string]>([
    ['a template with all marks', `${TEMPLATE}${POD}`],
    ['a template with the marks in quotes', `${TEMPLATE}"apiVersion": v1\n'kind' : Pod\n"metadata": {}\n`],
    ['JSON that does not end, with all marks', '{"apiVersion":"v1","kind":"Pod","metadata":{'],
    ['an object', POD],
    ['an object before an error', `${POD}---\na: [\n`],
    ['an object without marks before an error', 'kind: A\n---\na: [\n'],
    ['an object before one without a kind', `${POD}---\na: 1\n`],
    ['an object behind one without a kind', `a: 1\n---\n${POD}`],
    ['an object with marks behind an error', `a: [\n---\n${POD}`],
    ['an empty List before an error', 'kind: List\nitems: []\n---\na: [\n'],
    ['no text', ''],
    ['a comment', '# nothing\n'],
  ])('is not %s', (_, text) => {
    expect(isUnrelated(text, parse(text))).toBe(false);
  });

  it('counts the documents before the first error', () => {
    expect(parse('kind: A\n---\nkind: B\n---\nx: 1\n---\nkind: C\n').objectsBeforeError).toBe(2);
    expect(parse('kind: A\n---\nkind: B\n').objectsBeforeError).toBe(2);
    expect(parse('x: 1\n---\nkind: C\n').objectsBeforeError).toBe(0);
    expect(parse('kind: List\nitems: [{kind: A}, 1]\n').objectsBeforeError).toBe(0);
  });
});

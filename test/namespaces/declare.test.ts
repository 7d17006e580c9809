import { describe, expect, it } from 'vitest';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import { declareNamespace, isNamespace, readLabels, traceInFile } from '../../src/namespaces/declare.ts';
import { manifestIn, manifestsIn, renderedManifest, withPrefix } from './fixtures.ts';

const ENFORCE = `${LABEL_PREFIX}enforce`;

const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata:
  name: pay
  labels:
    team: x
    ${ENFORCE}: baseline
`;

describe('isNamespace', () => {
  it.each<[object: string, expected: boolean]>([
    ['{apiVersion: v1, kind: Namespace}', true],
    ['{kind: Namespace}', true],
    ['{apiVersion: example.com/v1, kind: Namespace}', false],
    ['{apiVersion: v2, kind: Namespace}', false],
    ['{apiVersion: 1, kind: Namespace}', false],
    ['{apiVersion: v1, kind: namespace}', false],
    ['{apiVersion: v1, kind: Pod}', false],
  ])('%s: %s', (object, expected) => {
    expect(isNamespace(manifestIn(object))).toBe(expected);
  });
});

describe('declareNamespace', () => {
  const facts = { cluster: 'prod', source: 'manifest', target: 'apps/pay' } as const;

  it('says what stands in the file, and where', () => {
    const { locate, ...rest } = declareNamespace(manifestIn(NAMESPACE, 'a/ns.yaml'), facts);
    expect(rest).toEqual({
      ...facts,
      name: 'pay',
      labels: { team: 'x', [ENFORCE]: 'baseline' },
      annotations: {},
      mistyped: [],
      editable: { file: 'a/ns.yaml', kind: 'Namespace', name: 'pay', namespace: '' },
    });
    expect(locate(ENFORCE)).toEqual({ file: 'a/ns.yaml', line: 7 });
  });

  it('takes another trace when it gets one', () => {
    const traced = declareNamespace(renderedManifest(NAMESPACE), facts, {
      locate: () => ({ file: 'base/ns.yaml', line: 2 }),
    });
    expect(traced.locate(ENFORCE)).toEqual({ file: 'base/ns.yaml', line: 2 });
    expect(traced).not.toHaveProperty('editable');
  });

  it.each<[what: string, object: string]>([
    ['no metadata', '{kind: Namespace}'],
    ['metadata that is a text', '{kind: Namespace, metadata: pay}'],
    ['metadata that is null', '{kind: Namespace, metadata: null}'],
    ['a name that is a number', '{kind: Namespace, metadata: {name: 5}}'],
    ['labels that are null', '{kind: Namespace, metadata: {labels: null}}'],
  ])('reads %s as no name and no labels', (_, object) => {
    expect(declareNamespace(manifestIn(object), facts)).toMatchObject({
      name: '',
      labels: {},
      annotations: {},
      mistyped: [],
    });
  });
});

describe('readLabels', () => {
  const read = (labels: string) =>
    readLabels({ labels: (manifestIn(`{kind: X, labels: ${labels}}`).object as { labels?: unknown }).labels });

  it.each<[labels: string, expected: Record<string, string>, mistyped: string[]]>([
    ['{}', {}, []],
    ['null', {}, []],
    ['text', {}, ['metadata.labels']],
    ['[enforce]', {}, ['metadata.labels']],
    ['5', {}, ['metadata.labels']],
    ['{enforce: baseline}', { enforce: 'baseline' }, []],
    ['{enforce: ""}', { enforce: '' }, []],
    ['{enforce: null}', { enforce: '' }, []],
    ['{enforce: }', { enforce: '' }, []],
    ['{enforce-version: 1.24}', { 'enforce-version': '1.24' }, ['enforce-version']],
    ['{enforce-version: "1.24"}', { 'enforce-version': '1.24' }, []],
    ['{enforce: true, warn: no}', { enforce: 'true', warn: 'false' }, ['enforce', 'warn']],
    ['{enforce: [baseline]}', { enforce: '["baseline"]' }, ['enforce']],
    ['{enforce: {level: baseline}}', { enforce: '{"level":"baseline"}' }, ['enforce']],
    ['{a: x, b: 1, c: null}', { a: 'x', b: '1', c: '' }, ['b']],
  ])('%s', (labels, expected, mistyped) => {
    const found = read(labels.replaceAll(/(enforce|warn)/g, `${LABEL_PREFIX}$1`));
    expect(found.labels).toEqual(withPrefix(expected));
    expect(found.mistyped).toEqual(mistyped.map((key) => Object.keys(withPrefix({ [key]: '' }))[0]));
  });

  it('keeps a label that is called like a property of every object', () => {
    const { labels } = readLabels(JSON.parse('{"labels": {"__proto__": "a", "constructor": "b"}}'));
    expect(Object.entries(labels)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  it.each<[annotations: unknown, read: Record<string, string>]>([
    [undefined, {}],
    [null, {}],
    ['text', {}],
    [
      { a: '1', [ENFORCE]: 'baseline', b: null },
      { a: '1', [ENFORCE]: 'baseline', b: '' },
    ],
  ])('reads annotations %o', (annotations, read) => {
    expect(readLabels({ annotations }).annotations).toEqual(read);
  });
});

describe('traceInFile', () => {
  const lines = (text: string) => {
    const { locate } = traceInFile(manifestIn(text));
    return [locate(ENFORCE).line, locate(`${LABEL_PREFIX}warn`).line, locate().line];
  };

  it.each<[name: string, text: string, enforce: number, warn: number, labels: number]>([
    ['labels line by line', NAMESPACE, 7, 5, 5],
    ['no label yet', 'kind: Namespace\nmetadata:\n  labels: {}\n', 3, 3, 3],
    ['no labels', 'kind: Namespace\nmetadata:\n  name: pay\n', 2, 2, 2],
    ['no metadata', '# pay\nkind: Namespace\n', 2, 2, 2],
    ['labels in one line', `kind: Namespace\nmetadata:\n  labels: {${ENFORCE}: x}\n`, 3, 3, 3],
    ['JSON', `{"kind": "Namespace",\n"metadata": {\n"labels": {\n"${ENFORCE}": "x"}}}`, 4, 3, 3],
    [
      'no label where an annotation has its key',
      `kind: Namespace\nmetadata:\n  labels:\n    team: x\n  name: pay\n  annotations:\n    ${ENFORCE}: x\n`,
      3,
      3,
      3,
    ],
  ])('finds %s', (_, text, ...expected) => {
    expect(lines(text)).toEqual(expected);
  });

  it('counts from the start of the file, not of the document or the list', () => {
    const list = `# a\nkind: List\nitems:\n- ${NAMESPACE.trimEnd().replaceAll('\n', '\n  ')}\n`;
    const [first, second] = manifestsIn(`${NAMESPACE}---\n${list}`);
    expect([first, second].map((manifest) => manifest && traceInFile(manifest).locate(ENFORCE).line)).toEqual([7, 18]);
  });

  it('knows no line, and nothing to edit, where the text is rendered', () => {
    const { locate, ...rest } = traceInFile(renderedManifest(NAMESPACE, 'chart/ns.yaml'));
    expect([locate(ENFORCE), locate()]).toEqual([{ file: 'chart/ns.yaml' }, { file: 'chart/ns.yaml' }]);
    expect(rest).toEqual({});
  });
});

import { describe, expect, it } from 'vitest';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import { readLiveNamespaces } from '../../src/namespaces/declare-live.ts';

const ENFORCE = `${LABEL_PREFIX}enforce`;

/** As kubectl prints them, with what the cluster adds. */
const LIST = `apiVersion: v1
items:
- apiVersion: v1
  kind: Namespace
  metadata:
    creationTimestamp: "2026-01-02T03:04:05Z"
    labels:
      kubernetes.io/metadata.name: pay
      ${ENFORCE}: restricted
    name: pay
  spec:
    finalizers:
    - kubernetes
  status:
    phase: Active
- apiVersion: v1
  kind: Namespace
  metadata:
    name: web
kind: List
metadata:
  resourceVersion: ""
`;
const OBJECTS = `apiVersion: v1
kind: Namespace
metadata:
  name: pay
  labels:
    kubernetes.io/metadata.name: pay
    ${ENFORCE}: restricted
---
apiVersion: v1
kind: Namespace
metadata:
  name: web
`;
const JSON_LIST = `{
  "apiVersion": "v1",
  "items": [
    {
      "apiVersion": "v1",
      "kind": "Namespace",
      "metadata": {
        "labels": {
          "kubernetes.io/metadata.name": "pay",
          "${ENFORCE}": "restricted"
        },
        "name": "pay"
      }
    },
    {
      "apiVersion": "v1",
      "kind": "Namespace",
      "metadata": {
        "name": "web"
      }
    }
  ],
  "kind": "List"
}
`;

const read = (text: string) => readLiveNamespaces(text, 'live.yaml', 'prod');

describe('namespaces', () => {
  it.each<[name: string, text: string, enforce: number, web: number]>([
    ['a list in YAML', LIST, 9, 18],
    ['a list in JSON', JSON_LIST, 10, 18],
    ['a list in one line of JSON', JSON.stringify(JSON.parse(JSON_LIST)), 1, 1],
    ['single documents', OBJECTS, 7, 11],
    ['one object', OBJECTS.slice(0, OBJECTS.indexOf('---')), 7, 0],
    ['a NamespaceList', LIST.replace('kind: List', 'kind: NamespaceList'), 9, 18],
    ['a list with Windows line ends', LIST.replaceAll('\n', '\r\n'), 9, 18],
  ])('are read from %s', (_, text, enforce, web) => {
    const { declarations, problems } = read(text);
    expect(problems).toEqual([]);
    const [pay, other] = declarations;
    expect(pay).toMatchObject({
      cluster: 'prod',
      name: 'pay',
      source: 'live',
      target: 'live.yaml',
      labels: { 'kubernetes.io/metadata.name': 'pay', [ENFORCE]: 'restricted' },
    });
    expect(pay?.locate(ENFORCE)).toEqual({ file: 'live.yaml', line: enforce });
    expect([other?.name, other?.locate(ENFORCE).line]).toEqual(web === 0 ? [undefined, undefined] : ['web', web]);
  });

  it('cannot be edited: the cluster has them, not the file', () => {
    expect(read(LIST).declarations.map((declaration) => 'editable' in declaration)).toEqual([false, false]);
  });

  it('may stand for every cluster', () => {
    expect(readLiveNamespaces(LIST, 'live.yaml', '').declarations.map(({ cluster }) => cluster)).toEqual(['', '']);
  });

  it.each<[name: string, text: string]>([
    ['an empty file', ''],
    ['an empty list', 'apiVersion: v1\nkind: List\nitems: []\n'],
    ['comments', '# nothing\n'],
  ])('have to be in the file: %s', (_, text) => {
    const problem = 'live.yaml: expected Namespaces, as kubectl get namespaces -o yaml prints them, found none';
    expect(read(text)).toEqual({ declarations: [], problems: [problem] });
  });

  it('of a large cluster are each found on their own line', () => {
    const item = (index: number) => `- kind: Namespace\n  metadata: {name: n${index}}\n`;
    const text = `kind: List\nitems:\n${Array.from({ length: 5000 }, (_, index) => item(index)).join('')}`;
    const { declarations, problems } = read(text);
    expect(problems).toEqual([]);
    // Looking each one up from the start of the file would take longer than a test may.
    const places = declarations.map(({ name, locate }) => `${name}:${locate().line}`);
    expect(places).toEqual(Array.from({ length: 5000 }, (_, index) => `n${index}:${4 + 2 * index}`));
  });
});

describe('problems', () => {
  const WRONG = (kind: string) =>
    `live.yaml: expected Namespaces, as kubectl get namespaces -o yaml prints them, got a ${kind}`;

  it.each<[name: string, text: string, names: string[], problems: string[]]>([
    ['another kind', 'kind: Pod\n', [], [WRONG('Pod')]],
    ['another kind among Namespaces', `${OBJECTS}---\nkind: Pod\n`, ['pay', 'web'], [WRONG('Pod')]],
    ['several other kinds, once', 'kind: List\nitems: [{kind: Pod}, {kind: Service}]\n', [], [WRONG('Pod')]],
    ['a Namespace of somebody else', 'apiVersion: example.com/v1\nkind: Namespace\n', [], [WRONG('Namespace')]],
    ['a text', 'No resources found\n', [], ['live.yaml:1: the document is not an object']],
    ['an object without a kind', '# a\nitems: []\n', [], ["live.yaml:2: the object has no 'kind'"]],
    [
      'an item without a kind',
      'kind: List\nitems:\n- metadata: {}\n',
      [],
      ["live.yaml:3: an item of the list has no 'kind'"],
    ],
  ])('%s', (_, text, names, problems) => {
    const found = read(text);
    expect(found.declarations.map(({ name }) => name)).toEqual(names);
    expect(found.problems).toEqual(problems);
  });

  it.each<[name: string, text: string, line: number]>([
    ['YAML', 'kind: Namespace\nmetadata:\n  name: a: b\n', 3],
    ['JSON', '{"kind": "List", "items": [', 1],
    ['a later document', `${OBJECTS}---\nkind: [\n`, 15],
  ])('syntax errors of %s are named with their line', (_, text, line) => {
    const { problems } = read(text);
    expect(problems.map((problem) => problem.replace(/: .*/, ''))).toEqual([`live.yaml:${line}`]);
  });
});

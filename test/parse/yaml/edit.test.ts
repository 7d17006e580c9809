import { describe, expect, it } from 'vitest';
import type { FieldPath } from '../../../src/model/field-path.ts';
import { addEntries, type Insertion } from '../../../src/parse/yaml/edit.ts';
import { add, addLabels, type DiffRow, edited, expectEdit, original } from './edit-labels.ts';

describe('the object', () => {
  it.each<DiffRow>([
    [
      'in the second document',
      [
        '  --- # one',
        '  kind: Service',
        '  metadata:',
        '    name: a',
        '  ---',
        '  # two',
        '  kind: Namespace',
        '  metadata:',
        '    name: a',
        '+   labels:',
        '+     level: restricted',
        '  --- # three',
        '  kind: Namespace',
        '  metadata:',
        '    name: a',
      ],
    ],
    [
      'before a document end',
      [
        '  kind: Namespace',
        '  metadata:',
        '    name: a',
        '+   labels:',
        '+     level: restricted',
        '  ...',
        '  lost: {',
      ],
    ],
    [
      'in a list',
      [
        '  kind: List',
        '  items:',
        '  - kind: Service',
        '  - metadata:',
        '      name: a',
        '+     labels:',
        '+       level: restricted',
        '    kind: Namespace',
        '  - kind: Service',
      ],
    ],
    [
      'in a list that is indented, with all to be made',
      [
        '  kind: List',
        '  items:',
        '    -   kind: Namespace',
        '+       metadata:',
        '+         labels:',
        '+           level: restricted',
        '    -   kind: Service',
      ],
    ],
    [
      'in a list in braces',
      [
        '  kind: List',
        '  items:',
        '- - {kind: Namespace, metadata: {name: a, uid: b}}',
        '+ - {kind: Namespace, metadata: {name: a, labels: {level: restricted}, uid: b}}',
      ],
    ],
    [
      'of JSON behind other JSON',
      [
        '- {"kind":"Service"} {"kind":"Namespace","metadata":{"name":"a"}}',
        '+ {"kind":"Service"} {"kind":"Namespace","metadata":{"name":"a","labels":{"level":"restricted"}}}',
        '  {"kind":"Namespace"}',
      ],
    ],
  ])('%s', (_, diff) => {
    expectEdit(original(diff), edited(diff));
  });
});

describe('several insertions', () => {
  /** Labels the object of a name, in a document or in the items of one. */
  function label(name: string, key = 'level'): Insertion {
    const isMeant = (value: Json) => value?.metadata?.name === name;
    const select = (value: unknown) => {
      if (isMeant(value as Json)) return [];
      const index = (value as Json).items?.findIndex(isMeant) ?? -1;
      return index === -1 ? undefined : ['items', index];
    };
    return { select, path: ['metadata', 'labels'], entries: [[key, 'x']] };
  }

  interface Json {
    readonly metadata?: { readonly name?: string };
    readonly items?: readonly Json[];
  }

  it.each<DiffRow>([
    [
      'into documents',
      [
        '  metadata:',
        '    name: a',
        '+   labels:',
        '+     level: x',
        '  ---',
        '  metadata: {name: other}',
        '  ---',
        '- metadata: {name: b}',
        '+ metadata: {name: b, labels: {level: x}}',
      ],
    ],
    [
      'into a list',
      [
        '  items:',
        '  - metadata:',
        '      name: b',
        '+     labels:',
        '+       level: x',
        '  - metadata:',
        '      labels:',
        '        c: d',
        '+       level: x',
        '      name: a',
      ],
    ],
    [
      'into a list in brackets',
      [
        '- {"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}',
        '+ {"items":[{"metadata":{"name":"a","labels":{"level":"x"}}},{"metadata":{"name":"b","labels":{"level":"x"}}}]}',
      ],
    ],
  ])('%s', (_, diff) => {
    const wanted = { text: edited(diff), refusals: [undefined, undefined] };
    expect(addEntries(original(diff), [label('a'), label('b')])).toEqual(wanted);
    expect(addEntries(original(diff), [label('b'), label('a')])).toEqual(wanted);
  });

  it.each([
    ['block style', 'metadata:\n  name: a\n', 'metadata:\n  name: a\n  labels:\n    b: x\n    c: x\n'],
    ['braces', 'metadata: {name: a}', 'metadata: {name: a, labels: {b: x, c: x}}'],
    ['JSON', '{"metadata":{"name":"a"}}', '{"metadata":{"name":"a","labels":{"b":"x","c":"x"}}}'],
  ])('into one mapping, once each: %s', (_, text, wanted) => {
    const insertions = [label('a', 'b'), label('a', 'b'), label('a', 'c')];
    expect(addEntries(text, insertions)).toEqual({ text: wanted, refusals: [undefined, undefined, undefined] });
  });

  it('are refused each for its own reason, and do not keep others from being made', () => {
    const diff = [
      '  x: &x {c: d}',
      '  items:',
      '  - metadata: &shared {name: shared}',
      '  - metadata: {name: alias, labels: *x}',
      '- - metadata: {name: a}',
      '+ - metadata: {name: a, labels: {level: x}}',
      '  - metadata: {name: has, labels: {level: y}}',
      '  - *shared',
      '- - metadata: {name: b}',
      '+ - metadata: {name: b, labels: {level: x}}',
      '  - metadata: {name: "null", labels: null}',
    ];
    const names = ['a', 'shared', 'alias', 'has', 'none', 'b', 'null'];
    expect(
      addEntries(
        original(diff),
        names.map((name) => label(name)),
      ),
    ).toEqual({
      text: edited(diff),
      refusals: [
        undefined,
        'items[0].metadata has an anchor (&), and what its aliases (*) stand for would change too',
        'items[1].metadata.labels is an alias (*x)',
        undefined,
        'the object is not in the file',
        undefined,
        'items[6].metadata.labels is written as null',
      ],
    });
  });

  it('are all refused in a file that cannot be edited', () => {
    const text = 'metadata: {name: a}\n---\n[\n';
    const { text: same, refusals } = addEntries(text, [label('a'), label('b')]);
    expect(same).toBe(text);
    expect(refusals).toEqual([expect.stringContaining('cannot be read'), expect.stringContaining('cannot be read')]);
  });

  it('may be none', () => {
    expect(addEntries('a: {{ b }}\n', [])).toEqual({ text: 'a: {{ b }}\n', refusals: [] });
  });
});

describe('keys that exist', () => {
  it.each([
    ['a label with another value', 'kind: Namespace\nmetadata:\n  labels:\n    level: baseline\n'],
    ['a label that is merged', 'x: &x {level: a}\nkind: Namespace\nmetadata:\n  labels:\n    <<: *x\n'],
    ['a label of an alias', 'x: &x {level: a}\nkind: Namespace\nmetadata:\n  labels: *x\n'],
  ])('are left alone: %s', (_, text) => {
    expect(addLabels(text)).toEqual({ text });
  });

  it('do not keep others from being added, once each', () => {
    const diff = ['  kind: Namespace', '  metadata:', '    labels:', '      b: x', '+     a: "1"', '+     c: "3"'];
    const result = addLabels(original(diff), [
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
      ['c', '4'],
    ]);
    expect(result).toEqual({ text: edited(diff) });
  });

  it('are all there are to add: nothing is made', () => {
    expect(addLabels('kind: Namespace\n', [])).toEqual({ text: 'kind: Namespace\n' });
  });
});

describe('the bytes of the file', () => {
  it.each<[name: string, before: string, after: string]>([
    [
      'CRLF',
      'kind: Namespace\r\nmetadata:\r\n  name: a\r\nspec: {}\r\n',
      'kind: Namespace\r\nmetadata:\r\n  name: a\r\n  labels:\r\n    level: restricted\r\nspec: {}\r\n',
    ],
    [
      'CRLF in JSON',
      '{\r\n  "kind": "Namespace",\r\n  "metadata": {\r\n    "labels": {\r\n      "a": "b"\r\n    }\r\n  }\r\n}',
      '{\r\n  "kind": "Namespace",\r\n  "metadata": {\r\n    "labels": {\r\n      "a": "b",\r\n      "level": "restricted"\r\n    }\r\n  }\r\n}',
    ],
    [
      'no line break at the end',
      'kind: Namespace\nmetadata:\n  name: a',
      'kind: Namespace\nmetadata:\n  name: a\n  labels:\n    level: restricted',
    ],
    [
      'no line break at the end, but a comment, with CRLF',
      'kind: Namespace\r\nmetadata: # none',
      'kind: Namespace\r\nmetadata: # none\r\n  labels:\r\n    level: restricted',
    ],
    [
      'a byte order mark',
      '\ufeffkind: Namespace\nmetadata:\n  name: a\n',
      '\ufeffkind: Namespace\nmetadata:\n  name: a\n  labels:\n    level: restricted\n',
    ],
    [
      'a byte order mark and JSON',
      '\ufeff{"kind":"Namespace"}',
      '\ufeff{"kind":"Namespace","metadata":{"labels":{"level":"restricted"}}}',
    ],
    [
      'spaces at the ends of lines',
      'kind: Namespace  \nmetadata: \t\n  name: a \n  \n',
      'kind: Namespace  \nmetadata: \t\n  name: a \n  labels:\n    level: restricted\n  \n',
    ],
    [
      'line breaks of YAML 1.1',
      'kind: Namespace\u2028metadata:\u2028  name: a\u2028spec: {}\n',
      'kind: Namespace\u2028metadata:\u2028  name: a\u2028  labels:\n    level: restricted\nspec: {}\n',
    ],
    [
      'U+2028 in JSON',
      '{"kind":"Namespace","a":"\u2028"}',
      '{"kind":"Namespace","a":"\u2028","metadata":{"labels":{"level":"restricted"}}}',
    ],
    [
      'characters of two units',
      'kind: Namespace # 😀\nmetadata: {}\n',
      'kind: Namespace # 😀\nmetadata: {labels: {level: restricted}}\n',
    ],
  ])('stay: %s', (_, text, edited) => {
    expectEdit(text, edited);
  });
});

describe('is refused', () => {
  it.each<[reason: string, text: string]>([
    ['metadata.labels is an alias (*common)', 'x: &common {a: b}\nkind: Namespace\nmetadata:\n  labels: *common\n'],
    ['metadata is an alias (*common)', 'x: &common {a: b}\nkind: Namespace\nmetadata: *common\n'],
    ['items is an alias (*items)', 'x: &items [{kind: Namespace}]\nkind: List\nitems: *items\n'],
    ['items[0] is an alias (*item)', 'x: &item {kind: Namespace}\nkind: List\nitems: [*item]\n'],
    ['metadata comes through a merge key (<<)', 'x: &x {metadata: {name: a}}\n<<: *x\nkind: Namespace\n'],
    ['metadata.labels comes through a merge key (<<)', 'x: &x {labels: {}}\nkind: Namespace\nmetadata: {<<: *x}\n'],
    ['metadata.labels is a list, not a mapping', 'kind: Namespace\nmetadata:\n  labels: [a]\n'],
    ['metadata.labels is a string, not a mapping', 'kind: Namespace\nmetadata:\n  labels: a\n'],
    ['metadata is a number, not a mapping', 'kind: Namespace\nmetadata: 1\n'],
    ['metadata.labels is written as null', 'kind: Namespace\nmetadata:\n  labels: null\n'],
    ['metadata.labels is written as ~', 'kind: Namespace\nmetadata: {labels: ~}\n'],
    [
      'metadata.labels is empty, and there is no line for it to go on',
      'kind: Namespace\nmetadata: {labels: , name: a}\n',
    ],
    ['the file holds template actions, {{ … }}', 'kind: Namespace\nmetadata:\n  name: "{{ .name }}"\n'],
    ['the object is not in the file', 'kind: Service\n---\n- kind: Namespace\n'],
    ['the object is not in the file', ''],
    ["line 3 cannot be read: unknown anchor 'a' referenced", 'kind: Namespace\n---\nx: *a\n'],
    [
      'text in brackets or quotes is indented less than the block around it',
      'kind: Namespace\nmetadata:\n  finalizers: [\n  ]\n',
    ],
    [
      'metadata.labels has an anchor (&), and what its aliases (*) stand for would change too',
      'kind: Namespace\nmetadata:\n  labels: &x\n    a: b\nother: *x\n',
    ],
    [
      'metadata has an anchor (&), and what its aliases (*) stand for would change too',
      'kind: Namespace\nmetadata: &x\n  name: a\nother:\n  <<: *x\n',
    ],
    [
      'the file ends in a block of text without a line break, which would become part of the text',
      'kind: Namespace\nmetadata:\n  labels:\n    a: |\n      b',
    ],
    [
      'more than the new keys would change',
      'x: &x {labels: {c: d}}\nkind: Namespace\nmetadata:\n  labels: {a: b}\n  <<: *x\n',
    ],
  ])('%s', (refusal, text) => {
    expect(addLabels(text)).toEqual({ refusal });
  });

  it('for JSON that is nested deeper than the YAML reader goes', () => {
    const text = `{"kind":"Namespace","a":${'['.repeat(399)}${']'.repeat(399)}}`;
    expect(addLabels(text)).toEqual({ refusal: expect.stringContaining('cannot be read as YAML') });
  });

  it('for an item that is not there', () => {
    const select = (): FieldPath => ['items', 1];
    expect(add('items: [{}]\n', { select, path: ['a'], entries: [['level', 'restricted']] })).toEqual({
      refusal: 'items is a list, not a mapping',
    });
  });
});

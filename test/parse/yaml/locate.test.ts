import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { FieldPath } from '../../../src/model/field-path.ts';
import { createLocator } from '../../../src/parse/yaml/locate.ts';
import { readYaml } from '../../../src/parse/yaml/read.ts';

type Row = [name: string, path: FieldPath, line: number];

function expectLine(text: string, path: FieldPath, line: number): void {
  expect(createLocator(text)(path)).toBe(line);
}

describe('block style', () => {
  const text = `# a comment
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  annotations:
    example.com/a.b: "1"
    "quoted key": "2"
    'it''s': "3"
spec:
  template:
    spec:

      containers:
        - name: api
          image: api:1
          args:
            - one
            -
              two
        # the second
        - securityContext:
            privileged: true
          name: sidecar
      volumes:
      - name: data
        emptyDir: {}
      empty:
      - - 1
        - 2
      -
`;

  it.each<Row>([
    ['the document', [], 2],
    ['a field at the top', ['kind'], 3],
    ['a mapping: the line of its key', ['metadata'], 4],
    ['a nested field', ['metadata', 'name'], 5],
    ['a key with dots and slashes', ['metadata', 'annotations', 'example.com/a.b'], 7],
    ['a key in double quotes', ['metadata', 'annotations', 'quoted key'], 8],
    ['a key in single quotes', ['metadata', 'annotations', "it's"], 9],
    ['a mapping behind an empty line', ['spec', 'template', 'spec', 'containers'], 14],
    ['the first item of a list', ['spec', 'template', 'spec', 'containers', 0], 15],
    ['the first field of an item', ['spec', 'template', 'spec', 'containers', 0, 'name'], 15],
    ['another field of an item', ['spec', 'template', 'spec', 'containers', 0, 'image'], 16],
    ['a scalar item', ['spec', 'template', 'spec', 'containers', 0, 'args', 0], 18],
    ['a scalar item on the line after its dash', ['spec', 'template', 'spec', 'containers', 0, 'args', 1], 20],
    ['an item behind a comment', ['spec', 'template', 'spec', 'containers', 1], 22],
    ['a field of a later item', ['spec', 'template', 'spec', 'containers', 1, 'securityContext', 'privileged'], 23],
    ['a list that is not indented', ['spec', 'template', 'spec', 'volumes', 0, 'emptyDir'], 27],
    ['a list in a list', ['spec', 'template', 'spec', 'empty', 0, 1], 30],
    ['an item without a value: what stands before it', ['spec', 'template', 'spec', 'empty', 1], 30],
  ])('%s', (_, path, line) => {
    expectLine(text, path, line);
  });

  it.each<Row>([
    ['a missing field: its parent', ['metadata', 'namespace'], 4],
    ['a missing path: the nearest that is there', ['spec', 'template', 'spec', 'securityContext', 'runAsUser'], 12],
    ['a missing field of an item: the item', ['spec', 'template', 'spec', 'containers', 1, 'image'], 22],
    ['a missing item: the list', ['spec', 'template', 'spec', 'containers', 2, 'name'], 14],
    ['a negative item: the list', ['spec', 'template', 'spec', 'containers', -1], 14],
    ['a field of a scalar: the scalar', ['kind', 'name'], 3],
    ['a field of a list: the list', ['spec', 'template', 'spec', 'containers', 'name'], 14],
    ['an item of a mapping: the mapping', ['metadata', 0], 4],
    ['a field of an empty mapping: its line', ['spec', 'template', 'spec', 'volumes', 0, 'emptyDir', 'medium'], 27],
    ['nothing of it: the document', ['status', 'phase'], 2],
    ['a field of every object: the document', ['__proto__', 'constructor'], 2],
  ])('%s', (_, path, line) => {
    expectLine(text, path, line);
  });

  it('answers any number of questions', () => {
    const lineOf = createLocator(text);
    expect([lineOf(['kind']), lineOf(['metadata', 'name']), lineOf(['kind'])]).toEqual([3, 5, 3]);
  });
});

describe('flow style', () => {
  const text = `a: {b: 1,
  c: [x,
    z, {d: 2}]}
e: {
  "f": {g: {h: 1}},
  ? i
  : 2, j }
args: [
"low",
"lower"
]
last: 1
`;

  it.each<Row>([
    ['a field on the first line', ['a', 'b'], 1],
    ['a field on the next line', ['a', 'c'], 2],
    ['an item', ['a', 'c', 1], 3],
    ['a field of an item', ['a', 'c', 2, 'd'], 3],
    ['a key in quotes', ['e', 'f', 'g', 'h'], 5],
    ['an explicit key', ['e', 'i'], 6],
    ['a key without a value', ['e', 'j'], 7],
    ['a missing field', ['e', 'f', 'x'], 5],
    ['an item that is indented less than its key', ['args', 0], 9],
    ['the next such item', ['args', 1], 10],
    ['a field behind them', ['last'], 12],
  ])('%s', (_, path, line) => {
    expectLine(text, path, line);
  });
});

describe('repeated keys', () => {
  const text = `a: 1
b: {c: 1,
  c: 2}
a:
  d: 1
d: 1
d: {}
`;

  it.each<Row>([
    ['the last counts', ['a'], 4],
    ['the last counts in brackets', ['b', 'c'], 3],
    ['the last is looked into', ['a', 'd'], 5],
    ['the first is not looked into', ['d', 'x'], 7],
  ])('%s', (_, path, line) => {
    expectLine(text, path, line);
  });
});

describe('aliases', () => {
  const text = `common: &common
  a: 1
  nested: {x: 1}
z: *common
list:
  - &item
    name: one
  - *item
again: &common
  a: 2
last: *common
`;

  it.each<Row>([
    ['an alias is where it stands', ['z'], 4],
    ['its fields are where their anchor is', ['list', 1, 'name'], 7],
    ['an alias in a list is where it stands', ['list', 1], 8],
    ['a missing field of one: the alias', ['list', 1, 'image'], 8],
    ['the last anchor of a name', ['last', 'a'], 10],
    ['the anchor before it, of several', ['z', 'a'], 2],
  ])('%s', (_, path, line) => {
    expectLine(text, path, line);
  });
});

describe('merge keys', () => {
  const text = `base: &base
  privileged: true
  user: 1
other: &other
  user: 2
  group: 3
merged:
  <<: *base
  user: 9
before:
  user: 9
  <<: *base
list:
  <<: [*other, *base]
inline:
  <<: {user: 4,
    group: 5}
quoted:
  "<<": {user: 6}
nested:
  <<: {<<: *other}
`;

  it.each<Row>([
    ['a merged field is where it is written', ['merged', 'privileged'], 2],
    ['a key behind the merge wins', ['merged', 'user'], 9],
    ['a merge behind the key wins', ['before', 'user'], 3],
    ['the first of a list wins', ['list', 'user'], 5],
    ['the second of a list, when only it has the field', ['list', 'privileged'], 2],
    ['a mapping written in place', ['inline', 'group'], 17],
    ['a merge of a merge', ['nested', 'group'], 6],
    ['a missing field: where the merge is', ['merged', 'missing'], 7],
  ])('%s', (_, path, line) => {
    expectLine(text, path, line);
  });
});

describe('keys that are no text', () => {
  const text = `yes: 1
0x10: 2
1.50: 3
null_key: 4
? complex
: 5
"": 6
2001-01-01: 7
&anchored key: 8
!!str 5: 9
`;

  it.each<Row>([
    ['a word', ['true'], 1],
    ['a number', ['16'], 2],
    ['a decimal', ['1.5'], 3],
    ['an explicit key', ['complex'], 5],
    ['an empty one', [''], 7],
    ['a date', ['2001-01-01'], 8],
    ['one with an anchor', ['key'], 9],
    ['one with a tag', ['5'], 10],
  ])('%s', (_, path, line) => {
    expectLine(text, path, line);
  });
});

describe('JSON', () => {
  const text = `{
  "a": 1,
  "b": {
    "c": [
      "x",
      {"d": 2}
    ]
  },
  "e/f\\"g": 3, "a": 4
}`;

  it.each<Row>([
    ['the document', [], 1],
    ['a field', ['b'], 3],
    ['an item', ['b', 'c', 0], 5],
    ['a field of an item', ['b', 'c', 1, 'd'], 6],
    ['a missing field', ['b', 'c', 1, 'x'], 6],
    ['an escaped key', ['e/f"g'], 9],
    ['the last of repeated keys', ['a'], 9],
  ])('%s', (_, path, line) => {
    expectLine(text, path, line);
  });

  it('deeper than the YAML reader goes is on the line of the document', () => {
    const deep = `{"a":\n${'['.repeat(500)}${']'.repeat(500)}}`;
    expect(createLocator(deep)(['a', 0, 0])).toBe(1);
  });

  it('with a tab for every space is read', () => {
    expectLine('{\n\t"a":\t{\n\t\t"b":\t1\n\t}\n}', ['a', 'b'], 3);
  });
});

describe('line breaks', () => {
  it.each<[name: string, text: string, line: number]>([
    ['U+2028, which is no line to editors', 'a: x # \u2028z: 1\nb:\n  c: 1\n', 3],
    ['CRLF', 'a: 1\r\nb:\r\n  c: 1\r\n', 3],
    ['a document start', '---\nb:\n  c: 1\n', 3],
    ['a document start with a comment', '--- # x\n\nb:\n  c: 1\n', 4],
    ['a tag header', '%TAG ! tag:example.com,2000:\n---\nb:\n  c: 1\n', 4],
    ['a block scalar', 'a: |\n  c: 0\n\n  x\nb:\n  c: 1\n', 6],
    ['a document end', 'b:\n  c: 1\n...\nb:\n  c: 2\n', 2],
    ['quotes over lines', 'a: "x\n\n  z"\nb:\n  c: 1\n', 5],
  ])('count with %s', (_, text, line) => {
    expectLine(text, ['b', 'c'], line);
  });
});

describe('long lists and mappings', () => {
  const COUNT = 20_000;
  const numbers = Array.from({ length: COUNT }, (_, index) => index);

  it.each<[name: string, text: string, path: (index: number) => FieldPath, line: (index: number) => number]>([
    [
      'items over two lines',
      `list:\n${numbers.map((index) => `- a: ${index}\n  b: 1\n`).join('')}`,
      (index) => ['list', index, 'b'],
      (index) => 2 * index + 3,
    ],
    ['empty items', `list:\n${'-\n'.repeat(COUNT)}`, (index) => ['list', index], () => 2],
    [
      'keys, of which the last of a name counts',
      `${numbers
        .map((index) => `k${index}: {a: 1}\n`)
        .join('')
        .repeat(2)}`,
      (index) => [`k${index}`, 'a'],
      (index) => COUNT + index + 1,
    ],
    [
      'anchors of one name',
      `list:\n${numbers.map((index) => `- &x {a: ${index}}\n- *x\n`).join('')}`,
      (index) => ['list', 2 * index + 1, 'a'],
      (index) => 2 * index + 2,
    ],
    [
      'merges between keys',
      `x: &x {m: 1}\ny: &y\n  m: 2\nz:\n${numbers.map((index) => `  k${index}: 1\n`).join('')}  <<: *x\n  <<: *y\n  k0: 2\n`,
      (index) => ['z', index === 0 ? 'm' : `k${index}`],
      (index) => (index === 0 ? 3 : index + 5),
    ],
  ])('are asked often: %s', (_, text, path, line) => {
    const lineOf = createLocator(text);
    const start = performance.now();
    const found = numbers.map((index) => lineOf(path(index)));
    expect(performance.now() - start).toBeLessThan(3000);
    expect(found).toEqual(numbers.map(line));
  });
});

describe('texts without an answer', () => {
  it.each([
    ['no text', ''],
    ['a comment', '# a\n'],
    ['a text that cannot be read', 'a: [\nb: {\n'],
    ['a scalar', 'text'],
  ])('%s is line 1 throughout', (_, text) => {
    expectLine(text, [], 1);
    expectLine(text, ['a', 0, 'b'], 1);
  });
});

/** Paths of all values that are neither objects nor lists. */
function leaves(value: unknown, path: FieldPath = []): FieldPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return members.flatMap(([step, member]) => leaves(member, [...path, step]));
}

function valueAt(root: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], root);
}

describe('any object', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{2,7}$/).filter((text) => readYaml(text) === text);
  const key = fc.oneof(
    word,
    fc.tuple(word, word).map((words) => words.join('.example.com/')),
  );
  const scalar = fc.oneof(word, fc.integer({ min: 0, max: 1e6 }), fc.boolean());
  const { object } = fc.letrec((tie) => ({
    object: fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      scalar,
      tie('object'),
      fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
    ),
  }));

  it.each<[name: string, write: (value: unknown) => string]>([
    ['block YAML', (value) => dump(value, { flowLevel: -1, noRefs: true })],
    ['block YAML without indented lists', (value) => dump(value, { seqNoIndent: true, noRefs: true })],
    ['YAML in brackets from the third level on', (value) => dump(value, { flowLevel: 2, noRefs: true })],
    ['JSON', (value) => JSON.stringify(value, null, 2)],
  ])('written as %s has every scalar on a line with its key, or as an item with its value', (_, write) => {
    fc.assert(
      fc.property(object, (value) => {
        const text = write(value);
        expect(readYaml(text)).toEqual(value);
        const lines = text.split('\n');
        const lineOf = createLocator(text);
        for (const path of leaves(value)) {
          const last = path.at(-1);
          const mark = typeof last === 'string' ? last : String(valueAt(value, path));
          expect(lines[lineOf(path) - 1]).toContain(mark);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('has fields in the order of its lines', () => {
    fc.assert(
      fc.property(object, (value) => {
        const lineOf = createLocator(JSON.stringify(value, null, 1));
        const lines = leaves(value).map((path) => lineOf(path));
        expect(lines).toEqual([...lines].sort((a, b) => a - b));
        expect(new Set(lines).size).toBe(lines.length);
      }),
      { numRuns: 200 },
    );
  });
});

/** A pair of a mapping: a scalar, a list, a mapping that may have an anchor, an alias, or a merge of aliases. */
interface Pair {
  readonly kind: 'scalar' | 'list' | 'mapping' | 'alias' | 'merge' | 'merge list';
  readonly key: string;
  readonly anchors: readonly [number, number];
  readonly pairs: readonly Pair[];
}

/** YAML in which every scalar is unlike all others, and every alias has an anchor before it. */
function write(pairs: readonly Pair[]): string {
  let scalars = 0;
  const known: string[] = [];
  const scalar = () => `value-${scalars++}-`;
  const alias = (choice: number) => `*${known[choice % known.length]}`;

  function writePairs(list: readonly Pair[], indentation: string): string {
    return list.map((pair) => indentation + writePair(pair, indentation)).join('');
  }

  function writePair({ kind, key, anchors: [first, second], pairs: below }: Pair, indentation: string): string {
    if (kind === 'list') return `${key}:\n${indentation}- ${scalar()}\n${indentation}- ${scalar()}\n`;
    if (kind === 'mapping' && below.length > 0) {
      const anchor = `anchor-${scalars++}`;
      const text = `${key}: &${anchor}\n${writePairs(below, `${indentation}  `)}`;
      known.push(anchor);
      return text;
    }
    if (known.length === 0 || kind === 'scalar' || kind === 'mapping') return `${key}: ${scalar()}\n`;
    if (kind === 'alias') return `${key}: ${alias(first)}\n`;
    return kind === 'merge' ? `<<: ${alias(first)}\n` : `<<: [${alias(first)}, ${alias(second)}]\n`;
  }

  return writePairs(pairs, '');
}

describe('any mapping with anchors, merges and repeated keys', () => {
  const pairsOf = (depth: number): fc.Arbitrary<Pair[]> =>
    fc.array(
      fc.record({
        kind: fc.constantFrom('scalar', 'list', 'mapping', 'mapping', 'alias', 'merge', 'merge list'),
        key: fc.constantFrom('a', 'b', 'c', 'd'),
        anchors: fc.tuple(fc.nat(), fc.nat()),
        pairs: depth === 0 ? fc.constant([]) : pairsOf(depth - 1),
      }),
      { maxLength: 4 },
    );

  it('has every value on the line where it is written', () => {
    let merged = 0;
    fc.assert(
      fc.property(pairsOf(3), (list) => {
        const text = write(list);
        if (text.includes('<<')) merged++;
        const value = readYaml(text);
        const lines = text.split('\n');
        const lineOf = createLocator(text);
        for (const path of leaves(value)) {
          if (path.length > 0) expect(lines[lineOf(path) - 1]).toContain(valueAt(value, path));
        }
      }),
      { numRuns: 1000 },
    );
    expect(merged).toBeGreaterThan(50);
  });
});

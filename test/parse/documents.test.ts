import { describe, expect, it } from 'vitest';
import { type Document, isDocumentError, readStream } from '../../src/parse/documents.ts';

/** What a stream holds: values by their line, errors as text by theirs. */
function read(text: string): [line: number, found: unknown][] {
  return readStream(text).map((entry) => [
    entry.line,
    isDocumentError(entry) ? `error: ${entry.message}` : entry.value,
  ]);
}

function valuesOf(text: string): unknown[] {
  return readStream(text).map((entry) => {
    if (isDocumentError(entry)) throw new Error(`line ${entry.line}: ${entry.message}`);
    return entry.value;
  });
}

type Row = [name: string, text: string, values: unknown[]];
type LineRow = [name: string, text: string, found: [line: number, found: unknown][]];

const A = { a: 1 };
const B = { b: 2 };
const C = { c: 3 };

describe('separators', () => {
  it.each<Row>([
    ['one between two documents', 'a: 1\n---\nb: 2\n', [A, B]],
    ['one before the first document', '---\na: 1\n', [A]],
    ['several before the first document', '---\n---\n---\na: 1\n', [A]],
    ['empty lines around them', '\n\n---\n\n---\n\na: 1\n', [A]],
    ['repeated between documents', 'a: 1\n---\n---\nb: 2\n', [A, B]],
    ['repeated with an empty line', 'a: 1\n---\n\n---\nb: 2\n', [A, B]],
    ['repeated with a comment', 'a: 1\n---\n# nothing\n---\nb: 2\n', [A, B]],
    ['one at the end', 'a: 1\n---\n', [A]],
    ['one at the end without a line break', 'a: 1\n---', [A]],
    ['one at the end with spaces', 'a: 1\n---   ', [A]],
    ['one with a comment', 'a: 1\n--- # next\nb: 2\n', [A, B]],
    ['one with a comment, first', '--- # first\na: 1\n', [A]],
    ['one with a comment close to it', 'a: 1\n---#next\nb: 2\n', [A, B]],
    ['one with spaces', 'a: 1\n---  \nb: 2\n', [A, B]],
    ['one with a tab and a comment', 'a: 1\n---\t# next\nb: 2\n', [A, B]],
    ['with CRLF', 'a: 1\r\n---\r\nb: 2\r\n', [A, B]],
    ['no line break at the end', 'a: 1\n---\nb: 2', [A, B]],
    ['behind a block scalar', 'a: |\n  x\n---\nb: 2\n', [{ a: 'x\n' }, B]],
    ['indented, in a block scalar, is text', 'a: |\n  x\n  ---\nb: 2\n', [{ a: 'x\n---\n', b: 2 }]],
    ['indented, behind a value, is part of it', 'a: x\n ---\nb: 2\n', [{ a: 'x ---', b: 2 }]],
    ['behind a document end', 'a: 1\n...\n---\nb: 2\n', [A, B]],
    ['behind text that a document end drops', 'a: 1\n...\nlost: 1\n---\nb: 2\n', [A, B]],
    ['between lists and scalars', '- 1\n---\ntext\n---\n5\n', [[1], 'text', 5]],
  ])('%s', (_, text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });

  it.each<LineRow>([
    [
      '---foo, first',
      '---foo\na: 1\n',
      [
        [1, 'error: invalid Yaml document separator: foo'],
        [2, A],
      ],
    ],
    [
      '---foo between documents',
      'a: 1\n---foo\nb: 2\n',
      [
        [1, A],
        [2, 'error: invalid Yaml document separator: foo'],
        [3, B],
      ],
    ],
    ['--- {a: 1}, first', '--- {a: 1}\n', [[1, 'error: invalid Yaml document separator: {a: 1}']]],
    [
      '--- {a: 1} between documents',
      'a: 1\n--- {x: 1}\nb: 2\n',
      [
        [1, A],
        [2, 'error: invalid Yaml document separator: {x: 1}'],
        [3, B],
      ],
    ],
    [
      '--- with a tag',
      '--- !tag\na: 1\n',
      [
        [1, 'error: invalid Yaml document separator: !tag'],
        [2, A],
      ],
    ],
    [
      '--- with a block scalar',
      '--- |\n text\n',
      [
        [1, 'error: invalid Yaml document separator: |'],
        [2, 'text'],
      ],
    ],
    [
      'four dashes',
      'a: 1\n----\nb: 2\n',
      [
        [1, A],
        [2, 'error: invalid Yaml document separator: -'],
        [3, B],
      ],
    ],
    ['a table of Markdown', '---|---\n', [[1, 'error: invalid Yaml document separator: |---']]],
    [
      '--- in a block scalar, not indented',
      'a: |\n--- x\nb: 2\n',
      [
        [1, { a: '' }],
        [2, 'error: invalid Yaml document separator: x'],
        [3, B],
      ],
    ],
    [
      'with CRLF',
      'a: 1\r\n---foo\r\nb: 2\r\n',
      [
        [1, A],
        [2, 'error: invalid Yaml document separator: foo'],
        [3, B],
      ],
    ],
  ])('are refused with text behind them: %s', (_, text, found) => {
    expect(read(text)).toEqual(found);
  });
});

describe('nothing to read', () => {
  it.each([
    ['no text', ''],
    ['a line break', '\n'],
    ['spaces', '   \n  \n'],
    ['a byte order mark', '\ufeff'],
    ['a comment', '# a'],
    ['comments in several documents', '# a\n---\n# b\n---\n# c\n'],
    ['separators', '---\n---\n---\n'],
    ['a separator without a line break', '---'],
    ['null', 'null\n---\n~\n'],
  ])('%s', (_, text) => {
    expect(readStream(text)).toEqual([]);
  });
});

describe('byte order mark', () => {
  it.each<Row>([
    ['before a document', '\ufeffa: 1\n', [A]],
    ['before a separator', '\ufeff---\na: 1\n', [A]],
    ['before JSON', '\ufeff{"a":1}', [A]],
    ['before a comment', '\ufeff# x\na: 1\n', [A]],
  ])('%s', (_, text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });
});

describe('directives', () => {
  it('%YAML 1.1 is refused, and what follows is read', () => {
    expect(read('%YAML 1.1\n---\na: 1\n')).toEqual([
      [2, 'error: directives end mark is expected'],
      [3, A],
    ]);
  });

  it('behind a document end they are dropped with everything else', () => {
    expect(valuesOf('a: 1\n...\n%YAML 1.1\n---\nb: 2\n')).toEqual([A, B]);
  });
});

describe('JSON', () => {
  it.each<Row>([
    ['an object', '{"a":1}', [A]],
    ['an object on several lines', '{\n  "a": 1\n}\n', [A]],
    ['an object behind white space', '\n  {"a":1}', [A]],
    ['objects without anything between', '{"a":1}{"b":2}{"c":3}', [A, B, C]],
    ['objects on lines', '{"a":1}\n{"b":2}\n{"c":3}\n', [A, B, C]],
    ['objects between separators', '{"a":1}\n---\n{"b":2}\n---\n{"c":3}\n', [A, B, C]],
    ['a list', '[{"a":1}]', [[A]]],
    ['behind a separator', '---\n{"a":1}\n', [A]],
    ['behind a comment', '# x\n{"a":1}\n', [A]],
    ['a separator at the end', '{"a":1}\n---\n', [A]],
    ['empty lines at the end', '{"a":1}\n\n\n', [A]],
    ['CRLF', '{"a":1}\r\n{"b":2}\r\n', [A, B]],
    ['tabs', '{\t"a":\t1\t}', [A]],
    ['repeated keys', '{"a":0,"a":1}', [A]],
    ['brackets in strings', '{"a":"}{][","b":"\\"}"}', [{ a: '}{][', b: '"}' }]],
    ['a backslash at the end of a string', '{"a":"\\\\"}{"b":2}', [{ a: '\\' }, B]],
    ['an escaped slash', '{"a":"\\/"}', [{ a: '/' }]],
    ['a pair of surrogates', '{"a":"\\ud83d\\ude00"}', [{ a: '😀' }]],
    ['U+2028 in a string', '{"a":"x\u2028y"}', [{ a: 'x\u2028y' }]],
    ['words of YAML in strings', '{"a":"yes","b":"0777"}', [{ a: 'yes', b: '0777' }]],
    ['empty objects', '{} {}', [{}, {}]],
  ])('%s', (_, text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });

  it.each<Row>([
    ['then YAML behind a separator', '{"a":1}\n---\nb: 2\n', [A, B]],
    ['then YAML on the next line', '{"a":1}\nb: 2\n', [A, B]],
    ['then a comment', '{"a":1}\n# x\n', [A]],
    ['behind YAML', 'a: 1\n---\n{"b":2}\n', [A, B]],
    ['then YAML twice', '{"a":1}\n---\nb: 2\n---\nc: 3\n', [A, B, C]],
  ])('%s', (_, text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });

  it.each<Row>([
    ['a plain key', '{a: 1}', [A]],
    ['a comma at the end', '{"a": 1,}\n', [A]],
    ['an octal number', '{"a": 0777}', [{ a: 511 }]],
    ['a word', '{"a": yes}', [{ a: true }]],
    ['a comment', '{"a": 1 # x\n}\n', [A]],
    ['single quotes', "{'a': 1}", [A]],
    ['a template action', '{"a": "{{ .x }}"}', [{ a: '{{ .x }}' }]],
    ['a number beyond 64 bits', '{"a":12345678901234567890123}', [{ a: 1.2345678901234568e22 }]],
  ])('is YAML in braces otherwise: %s', (_, text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });

  it('keeps __proto__ as data', () => {
    const [value] = valuesOf('{"__proto__":{"polluted":true}}{"b":2}') as [Record<string, unknown>];
    expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":true}}');
    expect('polluted' in value).toBe(false);
    expect('polluted' in {}).toBe(false);
  });

  it.each<LineRow>([
    ['that does not end', '{"a": [1\n', [[2, 'error: unexpected end of the stream within a flow collection']]],
    [
      'behind one object, that does not end',
      '{"a":1}\n{"b":',
      [
        [1, A],
        [2, 'error: unexpected end of the stream within a flow collection'],
      ],
    ],
    [
      'behind two objects',
      '{"a":1}\n{"b":2}\n\n]',
      [
        [1, A],
        [2, B],
        [4, 'error: invalid JSON'],
      ],
    ],
    [
      'YAML behind two objects',
      '{"a":1}\n{"b":2}\nc: 3\n',
      [
        [1, A],
        [2, B],
        [3, 'error: invalid JSON'],
      ],
    ],
    [
      'a separator behind two objects',
      '{"a":1}{"b":2}\n---\nc: 3\n',
      [
        [1, A],
        [1, B],
        [2, 'error: invalid JSON'],
      ],
    ],
  ])('is refused: %s', (_, text, found) => {
    expect(read(text)).toEqual(found);
  });

  it('may be nested as deep as YAML, and no deeper', () => {
    const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    expect(valuesOf(nested(399))).toHaveLength(1);
    expect(read(nested(402))).toEqual([[1, 'error: nesting exceeded maxDepth (400)']]);
    expect(read(`{"b":2}${nested(402)}`)).toEqual([
      [1, B],
      [1, 'error: nesting exceeded maxDepth (400)'],
    ]);
  });

  it('is told from YAML by the first 4096 characters only', () => {
    const spaces = (count: number) => `${' '.repeat(count - 1)}\n`;
    expect(valuesOf(`${spaces(4000)}{"a":1}{"b":2}`)).toEqual([A, B]);
    expect(read(`${spaces(5000)}{"a":1}{"b":2}`)).toEqual([
      [2, 'error: end of the stream or a document separator is expected'],
    ]);
  });
});

describe('a document that cannot be read', () => {
  it.each<LineRow>([
    [
      'between two others',
      'a: 1\n---\nb: [\n---\nc: 3\n',
      [
        [1, A],
        [4, 'error: unexpected end of the stream within a flow collection'],
        [5, C],
      ],
    ],
    [
      'with the error on its second line',
      'a: 1\n---\nx: 1\ny: @\n---\nc: 3\n',
      [
        [1, A],
        [4, 'error: bad indentation of a mapping entry'],
        [6, C],
      ],
    ],
    [
      'with an unknown alias',
      'a: 1\n---\nx: 1\nz: *gone\n---\nc: 3\n',
      [
        [1, A],
        [4, "error: unknown anchor 'gone' referenced"],
        [6, C],
      ],
    ],
    [
      'first',
      'x: *gone\n---\na: 1\n',
      [
        [1, "error: unknown anchor 'gone' referenced"],
        [3, A],
      ],
    ],
    [
      'last',
      'a: 1\n---\n\n\nx: *gone',
      [
        [1, A],
        [5, "error: unknown anchor 'gone' referenced"],
      ],
    ],
    [
      'twice',
      'x: *a\n---\na: 1\n---\nx: *b\n',
      [
        [1, "error: unknown anchor 'a' referenced"],
        [3, A],
        [5, "error: unknown anchor 'b' referenced"],
      ],
    ],
    [
      'with CRLF',
      'a: 1\r\n---\r\nx: 1\r\nz: *gone\r\n---\r\nc: 3\r\n',
      [
        [1, A],
        [4, "error: unknown anchor 'gone' referenced"],
        [6, C],
      ],
    ],
    [
      'a template',
      'a: 1\n---\n{{ if .x }}\nb: 2\n{{ end }}\n---\nc: 3\n',
      [
        [1, A],
        [4, 'error: end of the stream or a document separator is expected'],
        [7, C],
      ],
    ],
    [
      'with a separator in quotes',
      'a: "x\n---\ny"\n---\nc: 3\n',
      [
        [2, 'error: unexpected end of the stream within a double quoted scalar'],
        [3, 'y"'],
        [5, C],
      ],
    ],
  ])('is an error with its line, and the others are read: %s', (_, text, found) => {
    expect(read(text)).toEqual(found);
  });

  it.each([
    ['brackets that close at a lower indentation', 'x:\n  args: [\n"a",\n"b",\n"c"\n]\nz: *gone\nb: 1\nc: 2\n', 7],
    ['an empty key', 'a: 1\nb: 2\n: 3\n', 3],
  ])('has its line behind %s', (_, text, line) => {
    expect(readStream(text).map((entry) => entry.line)).toEqual([line]);
  });

  it('anchors of one document are unknown in the next', () => {
    expect(read('a: &x 1\n---\nb: *x\n')).toEqual([
      [1, A],
      [3, "error: unknown anchor 'x' referenced"],
    ]);
  });
});

/** What YAMLOrJSONDecoder of k8s.io/apimachinery v0.37.2 says. */
describe('a block scalar at the end of a stream without a line break', () => {
  it.each([
    ['|', '\n  x', 'x\n'],
    ['|', '\n  x ', 'x \n'],
    ['|', '\n  x\n  ', 'x\n'],
    ['|', '\n  x\n   ', 'x\n \n'],
    ['|+', '\n  x', 'x\n'],
    ['|+', '\n  x\n  ', 'x\n\n'],
    ['|+', '\n  x\n\n  ', 'x\n\n\n'],
    ['|+', '\n  ', '\n'],
    ['|-', '\n  x', 'x'],
    ['>', '\n  x', 'x\n'],
    ['>+', '\n  x\n  ', 'x\n\n'],
  ])('%s with %j is %j', (header, rest, value) => {
    expect(readStream(`b: 1\n---\na: ${header}${rest}`)).toEqual([
      expect.objectContaining({ value: { b: 1 } }),
      expect.objectContaining({ value: { a: value } }),
    ]);
  });
});

describe('lines of documents', () => {
  it.each<[name: string, text: string, lines: number[]]>([
    ['the first line', 'a: 1\n', [1]],
    ['the line behind the separator', 'a: 1\n---\nb: 2\n---\nc: 3\n', [1, 3, 5]],
    ['documents of several lines', 'a:\n  - 1\n  - 2\n---\nb: 2\n', [1, 5]],
    ['a leading separator belongs to its document', '---\na: 1\n---\nb: 2\n', [1, 4]],
    ['empty documents count', 'a: 1\n---\n# x\n\n---\nb: 2\n', [1, 6]],
    ['CRLF', 'a: 1\r\n---\r\nb: 2\r\n', [1, 3]],
    ['JSON', '{"a":1}\n{"b":\n2}\n{"c":3}', [1, 2, 4]],
    ['JSON behind empty lines', '\n\n{"a":1}\n\n{"b":2}', [3, 5]],
    ['YAML behind JSON', '{"a":\n1}\n---\nb: 2\n', [1, 3]],
    ['YAML behind JSON without a separator', '{"a":1}\n\nb: 2\n---\nc: 3\n', [1, 2, 5]],
    ['behind a broken separator', 'a: 1\n---x\nb: 2\n', [1, 2, 3]],
  ])('%s', (_, text, lines) => {
    expect(readStream(text).map(({ line }) => line)).toEqual(lines);
  });

  it.each([
    ['YAML', '---\na: 1\n---\n\nb: 2\n---\n{"c":3}\n--- # last\nd: 4', [0, 13, 23, 42]],
    ['a byte order mark', '\ufeffa: 1\n---\nb: 2\n', [1, 10]],
    ['JSON', ' {"a":1} {"b":2}\n{"c":3}', [1, 9, 17]],
    ['JSON behind a byte order mark, then YAML', '\ufeff{"a":1} b: 2\n', [1, 9]],
  ])('agree with the text of each: %s', (_, text, starts) => {
    const entries = readStream(text) as Document[];
    expect(entries.map(({ start }) => start)).toEqual(starts);
    for (const entry of entries) {
      expect(text.startsWith(entry.text, entry.start)).toBe(true);
      expect(text.slice(0, entry.start).split('\n')).toHaveLength(entry.line);
    }
  });
});

describe('size', () => {
  it.each([
    ['ten thousand documents', 'a: 1\n---\n'.repeat(10_000), 10_000],
    ['three thousand JSON objects', '{"a":1}\n'.repeat(3000), 3000],
    ['twenty thousand JSON objects', '{"a":1}\n'.repeat(20_000), 20_000],
    ['twenty thousand separators', '---\n'.repeat(20_000), 0],
    ['a hundred thousand empty lines', '\n'.repeat(100_000), 0],
    ['ten thousand broken separators', '---x\n'.repeat(10_000), 10_000],
    ['a megabyte of text', `a: ${'x'.repeat(1_000_000)}\n`, 1],
    ['a megabyte of JSON that does not end', `{"a":"${'x'.repeat(1_000_000)}`, 1],
    ['a megabyte of braces', '{'.repeat(1_000_000), 1],
  ])('%s are read in seconds', (_, text, count) => {
    const start = performance.now();
    expect(readStream(text)).toHaveLength(count);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

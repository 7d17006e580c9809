import { describe, expect, it } from 'vitest';
import { YamlError } from '../../../src/parse/yaml/construct.ts';
import { parseYaml, readYaml } from '../../../src/parse/yaml/read.ts';

const NEXT_LINE = '\u0085';
const LINE_SEPARATOR = '\u2028';
const PARAGRAPH_SEPARATOR = '\u2029';

type Row = [name: string, text: string, value: unknown];

describe('nothing to read', () => {
  it.each([
    ['no text', ''],
    ['an empty line', '\n'],
    ['spaces', '   \n  \n'],
    ['a comment', '# a'],
    ['comments and empty lines', '\n# a\n\n  # b\n'],
    ['a document start', '---'],
    ['a document start and a comment', '---\n# a\n'],
    ['null', 'null\n'],
  ])('%s is null', (_, text) => {
    expect(readYaml(text)).toBe(null);
  });
});

describe('line breaks', () => {
  it.each<Row>([
    ['CRLF', 'a: 1\r\nb:\r\n  - x\r\n', { a: 1, b: ['x'] }],
    ['CR alone', 'a: 1\rb: 2\r', { a: 1, b: 2 }],
    ['CRLF in a block scalar', 'a: |\r\n  x\r\n  z\r\n', { a: 'x\nz\n' }],
    ['no break at the end', 'a: 1', { a: 1 }],
    ['U+2028 ends a value', `a: x${LINE_SEPARATOR}b: 2\n`, { a: 'x', b: 2 }],
    ['U+2029 ends a value', `a: x${PARAGRAPH_SEPARATOR}b: 2\n`, { a: 'x', b: 2 }],
    ['U+0085 ends a value', `a: x${NEXT_LINE}b: 2\n`, { a: 'x', b: 2 }],
    ['U+2028 indents what follows', `a:${LINE_SEPARATOR}  b: 1\n`, { a: { b: 1 } }],
    ['U+0085 ends a document', `a: 1\n...${NEXT_LINE}b: 2\n`, { a: 1 }],
    ['U+2028 starts the line of a document end', `a: 1${LINE_SEPARATOR}...\nb: 2\n`, { a: 1 }],
  ])('%s', (_, text, value) => {
    expect(readYaml(text)).toEqual(value);
  });

  it.each([
    ['U+2028', LINE_SEPARATOR],
    ['U+2029', PARAGRAPH_SEPARATOR],
    ['U+0085', NEXT_LINE],
  ])('%s ends a comment, so that nothing hides behind one', (_, lineBreak) => {
    const text = `securityContext: # as small as can be${lineBreak}  privileged: true\n`;
    expect(readYaml(text)).toEqual({ securityContext: { privileged: true } });
  });

  it('other white space of Unicode ends none', () => {
    expect(readYaml('a: x\u00a0b\u2003c\u200bd\n')).toEqual({ a: 'x\u00a0b\u2003c\u200bd' });
    expect(readYaml('a: 1 # x\u3000b: 2\n')).toEqual({ a: 1 });
  });
});

/** What sigs.k8s.io/yaml v1.6.0 says. */
describe('a block scalar at the end of a text without a line break', () => {
  it.each([
    ['|', '', ''],
    ['|', '\n  ', ''],
    ['|', '\n  x', 'x'],
    ['|', '\n  x ', 'x '],
    ['|', '\n  x\n  y', 'x\ny'],
    ['|', '\r\n  x', 'x'],
    ['|', '\n  x\r', 'x\n'],
    ['|', '\n  x\n  ', 'x\n'],
    ['|', '\n  x\n   ', 'x\n '],
    ['|', '\n  x\n\n  ', 'x\n'],
    ['|', '\n  x\n# c', 'x\n'],
    ['|+', '\n  ', ''],
    ['|+', '\n\n  ', '\n'],
    ['|+', '\n  x', 'x'],
    ['|+', '\n  x\n', 'x\n'],
    ['|+', '\n  x\n  ', 'x\n'],
    ['|+', '\n  x\n   ', 'x\n '],
    ['|+', '\n  x\n\n  ', 'x\n\n'],
    ['|-', '\n  x', 'x'],
    ['|-', '\n  x\n  ', 'x'],
    ['|1', '\n  x', ' x'],
    ['>', '\n  x', 'x'],
    ['>', '\n  x\n  y', 'x y'],
    ['>', '\n  x\n  ', 'x\n'],
    ['>+', '\n  x\n  ', 'x\n'],
    ['>-', '\n  x', 'x'],
  ])('%s with %j is %j', (header, rest, value) => {
    expect(readYaml(`a: ${header}${rest}`)).toEqual({ a: value });
    expect(readYaml(`- ${header}${rest}`)).toEqual([value]);
  });
});

describe('document ends', () => {
  it.each<Row>([
    ['drop what follows', 'a: 1\n...\nb: 2\n', { a: 1 }],
    ['drop what follows, however broken', 'a: 1\n...\n: [ {\t', { a: 1 }],
    ['may have spaces behind them', 'a: 1\n...  \nb: 2\n', { a: 1 }],
    ['may have a comment behind them', 'a: 1\n... # done\nb: 2\n', { a: 1 }],
    ['may be the last characters', 'a: 1\n...', { a: 1 }],
    ['end a block scalar', 'a: |\n  x\n...\nb: 2\n', { a: 'x\n' }],
    ['count with CRLF', 'a: 1\r\n...\r\nb: 2\r\n', { a: 1 }],
    ['are text with more than dots', 'a: x\n  ...y\nb: 2\n', { a: 'x ...y', b: 2 }],
    ['are text when indented', 'a:\n  ...\nb: 2\n', { a: '...', b: 2 }],
    ['are text in a block scalar', 'a: |\n  ...\nb: 2\n', { a: '...\n', b: 2 }],
    ['are text behind a key', 'a: ...\nb: 2\n', { a: '...', b: 2 }],
  ])('%s', (_, text, value) => {
    expect(readYaml(text)).toEqual(value);
  });

  it.each([
    ['quotes', 'a: "x\n...\ny"\n'],
    ['brackets', 'a: [\n...\n]\n'],
  ])('do not close %s', (_, text) => {
    expect(() => readYaml(text)).toThrow(YamlError);
  });
});

describe('directives', () => {
  it.each([
    ['a header without a document', '%YAML 1.1\na: 1\n'],
    ['a header and nothing else', '%YAML 1.2'],
    ['a tag header without a document', '%TAG ! tag:example.com,2000:\n'],
  ])('%s is refused', (_, text) => {
    expect(() => readYaml(text)).toThrow('directives end mark is expected');
  });
});

describe('tabs', () => {
  it.each([
    ['indent a mapping', 'a:\n\tb: 1\n'],
    ['indent a list', 'a:\n\t- 1\n'],
    ['indent the first line', '\ta: 1\n'],
    ['indent behind spaces', 'a:\n  b: 1\n \tc: 2\n'],
    ['indent a block scalar', 'a: |\n\tx\n'],
  ])('must not %s', (_, text) => {
    expect(() => readYaml(text)).toThrow(YamlError);
  });

  it.each<Row>([
    ['between key and value', 'a:\tb\n', { a: 'b' }],
    ['behind a value', 'a: b\t\n', { a: 'b' }],
    ['before a comment', 'a: 1\t# c\n', { a: 1 }],
    ['in text', 'a: "x\ty"\n', { a: 'x\ty' }],
  ])('may stand %s', (_, text, value) => {
    expect(readYaml(text)).toEqual(value);
  });
});

describe('brackets and quotes that close at a lower indentation', () => {
  it.each<Row>([
    ['at the top', 'args: [\n  "a"\n]\n', { args: ['a'] }],
    ['in a mapping', 'x:\n  args: [\n    "a"\n  ]\n  b: 1\n', { x: { args: ['a'], b: 1 } }],
    ['further out than the key', 'x:\n  args: [\n"a",\n"b"\n]\n  b: 1\n', { x: { args: ['a', 'b'], b: 1 } }],
    ['in a list', 'x:\n  - args: [\n"a"\n]\n    b: 1\n', { x: [{ args: ['a'], b: 1 }] }],
    ['several times', 'x:\n  a: [\n1\n]\n  b: [\n2\n]\n', { x: { a: [1], b: [2] } }],
    ['nested', 'x:\n  a: [\n[\n1\n]\n]\n', { x: { a: [[1]] } }],
    ['of a mapping', 'x:\n  z: {\na: 1\n}\n', { x: { z: { a: 1 } } }],
    ['with a comment between', 'x:\n  z: [\n# none\n]\n', { x: { z: [] } }],
    ['with CRLF', 'x:\r\n  args: [\r\n"a"\r\n]\r\n', { x: { args: ['a'] } }],
    ['of double quotes', 'x:\n  z: "a\nb"\n', { x: { z: 'a b' } }],
    ['of single quotes', "x:\n  z: 'a\nb'\n", { x: { z: 'a b' } }],
    ['of quotes alone on their line', 'x:\n  z: "a\n"\n', { x: { z: 'a ' } }],
  ])('are read: %s', (_, text, value) => {
    expect(readYaml(text)).toEqual(value);
  });

  it('are read in a long list of containers', () => {
    const text = Array.from({ length: 80 }, (_, index) => `- args: [\n"${index}"\n]\n`).join('');
    const start = performance.now();
    expect(readYaml(text)).toEqual(Array.from({ length: 80 }, (_, index) => ({ args: [String(index)] })));
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('are refused at last, when reading them takes too long', () => {
    const filler = `filler: ${'x'.repeat(100_000)}\n`;
    const text = filler + Array.from({ length: 5000 }, (_, index) => `k${index}:\n  a: [\n1\n]\n`).join('');
    const start = performance.now();
    expect(() => readYaml(text)).toThrow('deficient indentation');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it.each([
    ['brackets', 'x:\n  z: [\na\n'],
    ['braces', 'x:\n  z: {\na: 1\n'],
    ['double quotes', 'x: "a\nb\n'],
    ['single quotes', "x: 'a\nb\n"],
    ['brackets with the wrong partner', 'x: [a}\n'],
  ])('that never close are refused: %s', (_, text) => {
    expect(() => readYaml(text)).toThrow(YamlError);
  });
});

describe('depth', () => {
  const inLists = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  const inMappings = (depth: number) =>
    `${Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:`).join('\n')} 1\n`;

  it.each([
    ['lists', inLists],
    ['mappings', inMappings],
  ])('of %s is limited to less than 400', (_, make) => {
    expect(readYaml(make(399))).not.toBe(null);
    expect(() => readYaml(make(400))).toThrow('nesting exceeded maxDepth (400)');
  });

  it.each([
    ['lists', '['.repeat(1_000_000)],
    ['mappings', '{a: '.repeat(250_000)],
    ['block lists', '- '.repeat(500_000)],
    ['explicit keys', '? '.repeat(500_000)],
  ])('of a million characters of %s is refused fast', (_, text) => {
    const start = performance.now();
    expect(() => readYaml(text)).toThrow(YamlError);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('malformed text', () => {
  it.each([
    ['a value indented like a key', 'a: 1\n  b: 2\n'],
    ['a key indented less than its neighbours', '  a: 1\n b: 2\n'],
    ['a list item behind a key', 'a: - 1\n'],
    ['two keys on a line', 'a: b: c\n'],
    ['a reserved character', 'a: @b\n'],
    ['a backtick', 'a: `b`\n'],
    ['an unknown escape', 'a: "\\q"\n'],
    ['text behind quotes', 'a: "b" c\n'],
    ['a document end before anything', '...\na: 1\n'],
    ['an alias without a name', 'a: *\n'],
    ['an anchor twice', 'a: &x &x 1\n'],
    ['a control character', 'a: \u0001\n'],
  ])('is refused: %s', (_, text) => {
    expect(() => readYaml(text)).toThrow(YamlError);
  });

  it('is refused with the place of the error', () => {
    const text = 'a: 1\nb: @c\n';
    const read = () => readYaml(text);
    expect(read).toThrow(expect.objectContaining({ name: 'YamlError', line: 1 }));
  });
});

describe('parseYaml', () => {
  it('returns a text that the offsets of its events refer to', () => {
    const { events, source } = parseYaml('x:\n  args: [\n"a"\n]\n');
    const texts = events.flatMap((event) =>
      'valueStart' in event ? [source.slice(event.valueStart, event.valueEnd)] : [],
    );
    expect(texts).toEqual(['x', 'args', 'a']);
  });

  it('keeps the lines of the text', () => {
    const text = 'x:\n  args: [\n"a"\n]\nlast: 1\n';
    const { source } = parseYaml(text);
    expect(source.split('\n').map((line) => line.trim())).toEqual(text.split('\n').map((line) => line.trim()));
  });
});

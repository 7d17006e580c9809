import { parseEvents } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { constructDocument, YamlError } from '../../../src/parse/yaml/construct.ts';
import { readYaml } from '../../../src/parse/yaml/read.ts';

/** Reads with the parser as it is, for what a document's text does not need repaired. */
function construct(text: string): unknown {
  return constructDocument(parseEvents(text, { maxDepth: 100 }), text);
}

function errorOf(text: string): YamlError {
  try {
    construct(text);
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
  throw new Error(`read without error: ${text}`);
}

type Row = [name: string, text: string, value: unknown];

describe('documents', () => {
  it.each<Row>([
    ['no text is null', '', null],
    ['a comment is null', '# only this\n', null],
    ['an empty document is null', '---\n', null],
    ['a scalar', '5', 5],
    ['a quoted scalar', '"5"', '5'],
    ['a list', '- 1\n- a\n-\n', [1, 'a', null]],
    ['a list in a list', '- - 1\n  - 2\n- []\n', [[1, 2], []]],
    ['a mapping', 'a: 1\nb:\n', { a: 1, b: null }],
    ['an empty mapping', '{}', {}],
    ['keys in brackets without values', '{a, b}', { a: null, b: null }],
    ['explicit keys', '? a\n: 1\n? b\n', { a: 1, b: null }],
    ['a pair in a list in brackets', '[a: 1]', [{ a: 1 }]],
    ['only the first of several documents', 'a: 1\n---\nb: 2\n', { a: 1 }],
  ])('%s', (_, text, value) => {
    expect(construct(text)).toEqual(value);
  });
});

describe('repeated keys', () => {
  it.each<Row>([
    ['the last wins', 'a: 1\na: 2\n', { a: 2 }],
    ['the last wins in brackets', '{a: 1, a: 2}', { a: 2 }],
    ['they are not merged', 'a: {b: 1}\na: {c: 2}\n', { a: { c: 2 } }],
    ['null wins over a value before it', 'a: 1\na:\n', { a: null }],
    ['keys that become the same text are the same', 'yes: 1\n"true": 2\n', { true: 2 }],
    ['a number and its text are the same', '0x10: 1\n"16": 2\n', { 16: 2 }],
    ['the hiding of a privileged container is seen', 'privileged: false\nprivileged: yes\n', { privileged: true }],
  ])('%s', (_, text, value) => {
    expect(construct(text)).toEqual(value);
  });
});

describe('merge keys', () => {
  it.each<Row>([
    ['bring the pairs of a mapping', '<<: {a: 1, b: 2}\nc: 3\n', { a: 1, b: 2, c: 3 }],
    ['bring the pairs of an anchor', 'x: &x {a: 1}\nz:\n  <<: *x\n  b: 2\n', { x: { a: 1 }, z: { a: 1, b: 2 } }],
    ['lose against a key after them', '<<: {a: 2}\na: 1\n', { a: 1 }],
    ['win over a key before them', 'a: 1\n<<: {a: 2}\n', { a: 2 }],
    ['win over a merge before them', '<<: {a: 1}\n<<: {a: 2}\n', { a: 2 }],
    ['take the earlier mapping of a list', '<<: [{a: 1}, {a: 2, b: 3}]\n', { a: 1, b: 3 }],
    ['of lists win over a key before them', 'a: 9\n<<: [{a: 1}, {a: 2}]\n', { a: 1 }],
    ['of lists lose against a key after them', '<<: [{a: 1}, {a: 2}]\na: 9\n', { a: 9 }],
    [
      'take a list of aliases',
      'x: &x {a: 1}\nz: &z {a: 2, b: 2}\n<<: [*x, *z]\n',
      { x: { a: 1 }, z: { a: 2, b: 2 }, a: 1, b: 2 },
    ],
    ['of an empty list bring nothing', '<<: []\na: 1\n', { a: 1 }],
    [
      'do not merge below the first level',
      'x: &x {a: {b: 1}}\nz: {<<: *x, a: {c: 2}}\n',
      { x: { a: { b: 1 } }, z: { a: { c: 2 } } },
    ],
    ['nest', '<<: {<<: {a: 1}, b: 2}\n', { a: 1, b: 2 }],
    [
      'leave the merged mapping as it was',
      'x: &x {a: 1}\nz: {<<: *x, a: 2}\nlast: *x\n',
      { x: { a: 1 }, z: { a: 2 }, last: { a: 1 } },
    ],
    ['may be an explicit key', '? <<\n: {a: 1}\n', { a: 1 }],
    ['may have the merge tag', '!!merge <<: {a: 1}\n', { a: 1 }],
    ['may have the merge tag and quotes', '!!merge "<<": {a: 1}\n', { a: 1 }],
    ['may have the merge tag in full', '!<tag:yaml.org,2002:merge> <<: {a: 1}\n', { a: 1 }],
    ['may have the tag !', '! <<: {a: 1}\n', { a: 1 }],
    ['may have the tag ! and quotes', '! "<<": {a: 1}\n', { a: 1 }],
    ['are data in double quotes', '"<<": {a: 1}\n', { '<<': { a: 1 } }],
    ['are data in single quotes', "'<<': {a: 1}\n", { '<<': { a: 1 } }],
    ['are data with another tag', '!!str <<: {a: 1}\n', { '<<': { a: 1 } }],
    ['are data as a value', 'a: <<\n', { a: '<<' }],
    ['are no longer words', '<<<: {a: 1}\n', { '<<<': { a: 1 } }],
  ])('%s', (_, text, value) => {
    expect(construct(text)).toEqual(value);
  });

  it.each([
    ['a scalar', '<<: text\n'],
    ['a number', '<<: 1\n'],
    ['null', '<<: null\n'],
    ['nothing', '<<:\n'],
    ['a list of numbers', '<<: [1]\n'],
    ['a list of lists', '<<: [[{a: 1}]]\n'],
    ['an alias of a list', 'x: &x [{a: 1}]\nz:\n  <<: *x\n'],
    ['a list with null', '<<: [{a: 1}, ~]\n'],
  ])('of %s are refused', (_, text) => {
    expect(errorOf(text).message).toBe('a merge key needs a mapping or a list of mappings');
  });
});

describe('__proto__', () => {
  it.each([
    ['a key', '__proto__: {polluted: yes}\n', '{"__proto__":{"polluted":true}}'],
    ['a key in quotes', '"__proto__": {polluted: yes}\n', '{"__proto__":{"polluted":true}}'],
    ['a merged key', '<<: {__proto__: {polluted: yes}}\n', '{"__proto__":{"polluted":true}}'],
    ['a repeated key', '__proto__: 1\n__proto__: {polluted: yes}\n', '{"__proto__":{"polluted":true}}'],
    ['a constructor', 'constructor: {prototype: {polluted: yes}}\n', '{"constructor":{"prototype":{"polluted":true}}}'],
  ])('as %s is plain data', (_, text, json) => {
    const value = construct(text) as Record<string, unknown>;
    expect(JSON.stringify(value)).toBe(json);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('polluted' in value).toBe(false);
    expect('polluted' in {}).toBe(false);
  });

  it('keeps the value that came last, at the place of the first', () => {
    const value = construct('__proto__: 1\na: 2\n__proto__: 3\n') as Record<string, unknown>;
    expect(Object.entries(value)).toEqual([
      ['__proto__', 3],
      ['a', 2],
    ]);
  });
});

describe('anchors', () => {
  it.each<Row>([
    ['an alias has the value of its anchor', 'a: &x {b: 1}\nc: *x\n', { a: { b: 1 }, c: { b: 1 } }],
    ['an anchor may be a scalar', 'a: &x 0x10\nb: *x\n', { a: 16, b: 16 }],
    ['an anchor may be null', 'a: &x\nb: *x\n', { a: null, b: null }],
    ['an anchor may be a list', 'a: &x [1]\nb: *x\n', { a: [1], b: [1] }],
    ['an anchor may stand before a tag', 'a: &x !!str 5\nb: *x\n', { a: '5', b: '5' }],
    ['an anchor may stand behind a tag', 'a: !!str &x 5\nb: *x\n', { a: '5', b: '5' }],
    ['an anchor may be a key', '&x a: 1\nb: *x\n', { a: 1, b: 'a' }],
    ['an anchor of a key has the value, not the text', '&x yes: 1\nb: *x\n', { true: 1, b: true }],
    ['an alias may be a key', 'x: &x k\n*x : 1\n', { x: 'k', k: 1 }],
    ['an alias of a number may be a key', 'x: &x 5\n*x : 1\n', { x: 5, 5: 1 }],
    [
      'a later anchor of the same name counts from there on',
      'a: &x 1\nb: *x\nc: &x 2\nd: *x\n',
      { a: 1, b: 1, c: 2, d: 2 },
    ],
    ['an inner anchor of the same name counts from there on', 'a: &x [&x 1, *x]\nb: *x\n', { a: [1, 1], b: 1 }],
  ])('%s', (_, text, value) => {
    expect(construct(text)).toEqual(value);
  });

  it.each([
    ['a list', 'a: &a [*a]\n'],
    ['a mapping', 'a: &a {b: *a}\n'],
    ['the document', '&a {b: {c: [*a]}}\n'],
    ['a merge', 'a: &a\n  <<: *a\n'],
  ])('%s that contains itself is refused', (_, text) => {
    expect(errorOf(text).message).toBe("anchor 'a' value contains itself");
  });

  it.each([
    ['never defined', 'a: *b\n'],
    ['defined later', 'a: *b\nc: &b 1\n'],
  ])('an alias of an anchor that is %s is refused', (_, text) => {
    expect(errorOf(text).message).toBe("unknown anchor 'b' referenced");
  });
});

describe('aliases that expand to much', () => {
  /** Each level holds the one below `width` times. */
  function bomb(levels: number, width: number): string {
    const lines = [`a0: &a0 [${Array(width).fill('lol').join(', ')}]`];
    for (let level = 1; level < levels; level++) {
      lines.push(
        `a${level}: &a${level} [${Array(width)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    }
    return `${lines.join('\n')}\n`;
  }

  it.each([
    ['a billion laughs', bomb(9, 10)],
    ['a deep one of twos', bomb(60, 2)],
    ['a wide one', bomb(3, 2000)],
    [
      'one in mappings',
      `a: &a {b: 1, c: 2}\n${Array.from({ length: 40 }, (_, i) => `m${i}: &m${i} {x: ${i === 0 ? '*a' : `*m${i - 1}`}, z: ${i === 0 ? '*a' : `*m${i - 1}`}}\n`).join('')}`,
    ],
    [
      'one in merges',
      `a: &m0 {b: 1}\n${Array.from({ length: 40 }, (_, i) => `k${i}: &m${i + 1} {<<: [*m${i}, *m${i}], c: [*m${i}, *m${i}]}\n`).join('')}`,
    ],
  ])('%s is refused at once', (_, text) => {
    const start = performance.now();
    expect(errorOf(text).message).toBe('document contains excessive aliasing');
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('an anchor used in every item of a long list is none', () => {
    const items = Array.from({ length: 3000 }, (_, index) => `- name: item-${index}\n  common: *common\n`);
    const text = `common: &common {a: 1, b: [1, 2, 3]}\nitems:\n${items.join('')}`;
    expect((construct(text) as { items: unknown[] }).items[2999]).toEqual({
      name: 'item-2999',
      common: { a: 1, b: [1, 2, 3] },
    });
  });

  it('a small document may consist of aliases', () => {
    const text = `a: &a [1]\nb: [${Array(90).fill('*a').join(', ')}]\n`;
    expect((construct(text) as { b: unknown[] }).b).toHaveLength(90);
  });
});

describe('tags', () => {
  it.each<Row>([
    ['a handle may stand for the standard tags', '%TAG !e! tag:yaml.org,2002:\n---\na: !e!int "5"\n', { a: 5 }],
    ['a handle may take the place of !!', '%TAG !! tag:example.com,2000:\n---\na: !!int "5"\n', { a: '5' }],
    ['a tag on a collection is ignored', '!custom\na: !!set {b}\nc: !list [1]\n', { a: { b: null }, c: [1] }],
  ])('%s', (_, text, value) => {
    expect(construct(text)).toEqual(value);
  });
});

const COMPLEX_KEY = 'a mapping key must not be a list or a mapping (is this a template, such as {{ .name }}?)';

describe('what JSON does not have', () => {
  it.each([
    ['.nan as a value', 'a: .nan\n', 'JSON has no value for .nan and .inf'],
    ['.inf in a list', 'a: [1, .inf]\n', 'JSON has no value for .nan and .inf'],
    ['-.inf with a tag', 'a: !!float -.inf\n', 'JSON has no value for .nan and .inf'],
    ['a null key', '~: 1\n', 'a mapping key must not be null'],
    ['a null key by alias', 'a: &n\n*n : 1\n', 'a mapping key must not be null'],
    ['a list as a key', '[a]: 1\n', COMPLEX_KEY],
    ['a list as an explicit key', '? [a]\n: 1\n', COMPLEX_KEY],
    ['a mapping as a key', '{a: 1}: 1\n', COMPLEX_KEY],
    ['a mapping as a key by alias', 'a: &m {b: 1}\n*m : 1\n', COMPLEX_KEY],
    ['a template action as a value', 'a:\n  {{ .Values.x }}: 1\n', COMPLEX_KEY],
    ['a template action as a document', '{{ if .Values.x }}\n', COMPLEX_KEY],
  ])('%s is refused', (_, text, message) => {
    expect(errorOf(text).message).toBe(message);
  });
});

describe('errors', () => {
  it.each([
    ['an unknown anchor', 'a: 1\nb: *x\n', 'x'],
    ['an anchor in itself', 'a: 1\nb: &long [*long]\n', 'long]'],
    ['a value of the wrong type', 'a: 1\nb: !!int yes\n', 'yes'],
    ['a number that is none in JSON', 'a: 1\nb: .inf\n', '.inf'],
    ['a merge of text', 'a: 1\n<<: text\n', '<<'],
    ['a list as a key', 'a: 1\n[b]: 1\n', '[b]'],
    ['a mapping as a key', 'a: 1\n{b: 1}: 1\n', '{b'],
    ['a null key', 'a: 1\n~: 1\n', '~'],
    ['an empty key', 'a: 1\nb: 2\n: 3\n', ': 3'],
  ])('of %s say where', (_, text, place) => {
    expect(errorOf(text).line).toBe(text.slice(0, text.indexOf(place)).split('\n').length - 1);
  });

  it('are YamlErrors, through the reader too', () => {
    expect(() => readYaml('a: *b\n')).toThrow(YamlError);
    expect(() => readYaml('a: [\n')).toThrow(YamlError);
    expect(errorOf('a: *b\n').name).toBe('YamlError');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEnvironment } from '../../src/cel/environment.ts';
import { toJson } from '../../src/cel/to-json.ts';
import { CelError } from '../../src/cel/types.ts';

const environments = [false, true].map((kyverno) =>
  createEnvironment({ variables: ['object', 'd', 'x', 'y'], kyverno, objectTypes: true }),
);

/** Runs an expression if it compiles. Anything but a CelError comes through. */
function attempt(expression: string, data: unknown): void {
  for (const environment of environments) {
    try {
      toJson(environment.compile(expression).run({ object: data, d: data, x: 'x', y: 1 }));
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      expect(error.message).not.toBe('');
    }
  }
}

const FIELDS = ['a', 'b', 'length', 'constructor', '__proto__', 'spec'];
const LEAVES = [
  ...['d', 'object', 'x', 'y', '0', '-1', '1u', '1.5', '1e300', '9223372036854775807', '"a"', '"😀"', '""', 'b"\\xff"'],
  ...['true', 'false', 'null', '[]', '{}', '[1, 2]', '{"a": 1}', '{1: 2}', 'int', 'optional.none()'],
  ...['duration("1h")', 'timestamp("2024-01-01T00:00:00Z")', 'quantity("1Gi")', 'Object{}', 'ip("::1")'],
];

/** By the number of their arguments. What they are called on is dynamic, so that anything may come to them. */
const METHODS = [
  [
    ...['size', 'trim', 'sum', 'min', 'max', 'sort', 'distinct', 'reverse', 'first', 'last', 'flatten', 'isSorted'],
    ...['hasValue', 'value', 'lowerAscii', 'join', 'isInteger', 'asInteger', 'getHours', 'family', 'getQuery'],
  ],
  [
    ...['orValue', 'or', 'charAt', 'substring', 'split', 'indexOf', 'lastIndexOf', 'matches', 'find', 'findAll'],
    ...['format', 'contains', 'startsWith', 'add', 'sub', 'compareTo', 'containsIP', 'join', 'getHours', 'flatten'],
  ],
  ['substring', 'split', 'indexOf', 'lastIndexOf', 'replace', 'slice', 'findAll'],
];
const FUNCTIONS = [
  [],
  [
    ...['size', 'int', 'uint', 'double', 'string', 'bool', 'bytes', 'type', 'dyn', 'quantity', 'duration', 'timestamp'],
    ...['semver', 'url', 'cidr', 'ip', 'isIP', 'optional.of', 'optional.ofNonZeroValue', 'lists.range', 'isURL'],
  ],
  ['sets.contains', 'sets.equivalent', 'matches', 'semver'],
];
const FUNCTIONS_OF_KYVERNO = [
  [],
  ['image', 'json.unmarshal', 'json.marshal', 'base64.decode', 'base64.encode', 'math.greatest', 'math.abs', 'sha256'],
  ['math.greatest', 'math.bitShiftLeft', 'math.round', 'regex.extract', 'time.truncate'],
  ['regex.replace'],
];
const OPERATORS = ['+', '-', '*', '/', '%', '==', '!=', '<', '>=', 'in', '&&', '||'];
const MACROS = ['all', 'exists', 'exists_one', 'map', 'filter', 'sortBy', 'optMap'];

const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...LEAVES.map((leaf) => `dyn(${leaf})`)),
      fc.tuple(inner, fc.constantFrom(...OPERATORS), inner).map(([a, operator, b]) => `dyn(${a} ${operator} ${b})`),
      fc.tuple(inner, fc.constantFrom(...FIELDS)).map(([a, field]) => `${a}.${field}`),
      fc.tuple(inner, fc.constantFrom(...FIELDS)).map(([a, field]) => `dyn(${a}.?${field})`),
      fc.tuple(inner, inner).map(([a, b]) => `${a}[${b}]`),
      fc.tuple(inner, inner).map(([a, b]) => `dyn(${a}[?${b}])`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc
        .constantFrom(...METHODS.entries())
        .chain(([count, names]) =>
          fc
            .tuple(inner, fc.constantFrom(...names), fc.array(inner, { minLength: count, maxLength: count }))
            .map(([a, name, values]) => `dyn(${a}.${name}(${values.join(', ')}))`),
        ),
      fc
        .constantFrom(...[...FUNCTIONS.entries(), ...FUNCTIONS_OF_KYVERNO.entries()].filter(([count]) => count > 0))
        .chain(([count, names]) =>
          fc
            .tuple(fc.constantFrom(...names), fc.array(inner, { minLength: count, maxLength: count }))
            .map(([name, values]) => `dyn(${name}(${values.join(', ')}))`),
        ),
      fc.tuple(inner, fc.constantFrom(...MACROS), inner).map(([a, name, body]) => `dyn(${a}.${name}(x, ${body}))`),
      fc.tuple(inner, inner).map(([a, body]) => `dyn(${a}.transformMapEntry(x, y, {${body}: y}))`),
      fc.tuple(inner, inner).map(([a, b]) => `cel.bind(x, ${a}, ${b})`),
      fc.tuple(inner, inner).map(([a, b]) => `dyn([${a}, ${b}])`),
      fc.tuple(inner, inner).map(([a, b]) => `dyn({${a}: ${b}, ?"o": optional.of(${a})})`),
      inner.map((a) => `dyn(Object{a: ${a}, ?b: d.?b})`),
      inner.map((a) => `dyn(has(${a}.a))`),
      inner.map((a) => `dyn(!${a})`),
    ),
  };
});

const data = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(fc.constantFrom(...FIELDS), fc.jsonValue({ maxDepth: 2 })),
);

describe('any expression on any data', () => {
  it('gives a value or a CelError', () => {
    fc.assert(
      fc.property(expression, data, (text, value) => attempt(text, value)),
      { numRuns: 3000 },
    );
  });

  it('compiles or is a CelError, whatever it is made of', () => {
    const parts = [
      ...LEAVES,
      ...OPERATORS,
      ...FUNCTIONS,
      ...'()[]{},.:?!`\'"\\#@;'.split(''),
      '//',
      '\n',
      'Object',
      'r"',
      "b'",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 12 }), fc.constantFrom('', ' '), (texts, blank) =>
        attempt(texts.join(blank), { a: 1 }),
      ),
      { numRuns: 3000 },
    );
  });

  it('compiles or is a CelError, whatever its characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => attempt(text, {})));
  });
});

describe('values', () => {
  const environment = createEnvironment({ variables: ['object', 'd'] });
  const same = environment.compile('object == d');
  const different = environment.compile('object != d');

  it('are equal to themselves, and the same as their copies', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(same.run({ object: value, d: structuredClone(value) })).toBe(true);
      }),
    );
  });

  it('are equal or different', () => {
    fc.assert(
      fc.property(data, data, (a, b) => {
        expect(same.run({ object: a, d: b })).not.toBe(different.run({ object: a, d: b }));
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { createEnvironment } from '../../src/cel/environment.ts';
import { toJson } from '../../src/cel/to-json.ts';
import { CelError } from '../../src/cel/types.ts';

const numbers = Array.from({ length: 2000 }, (_, index) => index);
const text = 'a'.repeat(300_000);
const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = { a: value };
  return value;
};
const d = {
  numbers,
  text,
  copy: 'a'.repeat(300_000),
  deep: nested(20_000),
  other: nested(20_000),
  map: Object.fromEntries(numbers.map((number) => [`k${number}`, number])),
};
const environment = createEnvironment({ variables: ['d'], kyverno: true });

/** `cel.bind` of 50 variables, each made of the one before. */
function chain(first: string, next: (previous: string) => string, result: (last: string) => string): string {
  const names = Array.from({ length: 50 }, (_, index) => `x${index}`);
  return names.reduceRight(
    (body, name, index) => `cel.bind(${name}, ${index === 0 ? first : next(`x${index - 1}`)}, ${body})`,
    result('x49'),
  );
}

/** Seconds, with room for a busy machine. */
const LIMIT = 20;

function outcome(expression: string): string {
  const start = performance.now();
  try {
    toJson(environment.compile(expression).run({ d }));
    return 'a value';
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return error.message;
  } finally {
    expect((performance.now() - start) / 1000).toBeLessThan(LIMIT);
  }
}

const EXCEEDED = 'operation cancelled: actual cost limit exceeded';

describe('what would take too long', () => {
  it.each([
    ['loops in loops', 'd.numbers.all(a, d.numbers.all(b, d.numbers.all(c, true)))'],
    ['loops that make lists', 'd.numbers.map(a, d.numbers.map(b, d.numbers.map(c, c)))'],
    ['loops over maps', 'd.map.all(a, d.map.all(b, d.map.all(c, x, true)))'],
    [
      'texts that double',
      chain(
        '"ab"',
        (x) => `${x} + ${x}`,
        (x) => `${x}.size()`,
      ),
    ],
    [
      'lists that double',
      chain(
        '[1]',
        (x) => `${x} + ${x}`,
        (x) => `${x}.size()`,
      ),
    ],
    [
      'lists that hold the same twice',
      chain(
        '[1]',
        (x) => `[${x}, ${x}]`,
        (x) => `${x} == ${x}`,
      ),
    ],
    [
      'the text of such lists',
      chain(
        '[dyn(1)]',
        (x) => `[${x}, ${x}]`,
        (x) => `"%s".format([${x}])`,
      ),
    ],
    ['comparing long texts', 'd.numbers.all(a, d.numbers.all(b, d.text == d.copy))'],
    ['ordering long texts', 'd.numbers.all(a, d.numbers.all(b, d.text <= d.copy))'],
    ['searching long texts', 'd.numbers.all(a, d.text.matches("(a|aa)+$") || true)'],
    ['hashing long texts', 'd.numbers.all(a, d.numbers.all(b, sha256(d.text) != ""))'],
    ['counting maps', 'd.numbers.all(a, d.numbers.all(b, d.map.size() > 0))'],
    ['sorting', 'd.numbers.map(a, d.numbers.sort()).size()'],
    ['sets', 'd.numbers.all(a, sets.equivalent(d.numbers, d.numbers))'],
    ['ranges', 'lists.range(1000000).map(a, lists.range(1000000)).size()'],
    ['joining', 'd.numbers.map(a, d.text).join(d.text).size()'],
    ['patterns that are made', 'd.numbers.all(a, "a".matches("a{1," + string(a % 900 + 1) + "}") || true)'],
  ])('%s are stopped', (_, expression) => {
    expect(outcome(expression)).toBe(EXCEEDED);
  });

  it('is not taken for an error that another operand makes good', () => {
    const loop = 'd.numbers.all(a, d.numbers.all(b, d.numbers.all(c, true)))';
    expect(outcome(`${loop} || true`)).toBe(EXCEEDED);
    expect(outcome(`[1].exists(x, ${loop} || true)`)).toBe(EXCEEDED);
  });
});

describe('what would be too much', () => {
  it.each([
    ['parentheses', `${'('.repeat(40_000)}1${')'.repeat(40_000)}`],
    ['signs', `${'!'.repeat(90_000)}true`],
    ['selections', `d${'.a'.repeat(40_000)}`],
    ['sums', Array(40_000).fill('1').join('+')],
    ['text', `"${'a'.repeat(200_000)}"`],
    ['levels of data', 'd.deep == d.other'],
    ['levels of data as text', '"%s".format([d.deep])'],
    ['levels of data as JSON', 'json.marshal(d.deep)'],
    [
      'parts of a result',
      chain(
        '[1]',
        (x) => `[${x}, ${x}]`,
        (x) => x,
      ),
    ],
    ['replacements', 'd.text.replace("", d.text).size()'],
    ['digits', '"%.99999999f".format([1.5])'],
    ['digits of a number', 'int(d.text.replace("a", "1"))'],
  ])('%s are an error', (_, expression) => {
    expect(outcome(expression)).not.toBe('a value');
  });
});

describe('what is large, and still runs', () => {
  it.each([
    'd.numbers.all(a, d.numbers.exists(b, b == 0))',
    'd.text.matches("(a*)*b")',
    '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("(a+)+$")',
    'd.numbers.filter(a, a % 2 == 0).map(a, string(a)).join(",").size() > 0',
    'quantity("1e400").add(quantity("1e-300")).isGreaterThan(quantity("1"))',
  ])('%s', (expression) => {
    expect(outcome(expression)).toBe('a value');
  });

  it('takes as many steps as it is given', () => {
    const few = createEnvironment({ variables: ['d'], steps: 100 });
    expect(() => few.compile('d.numbers.all(a, a >= 0)').run({ d })).toThrow(EXCEEDED);
  });
});

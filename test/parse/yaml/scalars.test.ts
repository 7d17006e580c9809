import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../src/parse/yaml/read.ts';
import { keyToString, resolvePlain, resolveTagged } from '../../../src/parse/yaml/scalars.ts';

type Scalar = string | number | boolean | null;

/** Value of a field that is written so. */
function field(text: string): unknown {
  return (readYaml(`field: ${text}\n`) as { field: unknown }).field;
}

function expectValue(text: string, value: Scalar): void {
  expect(resolvePlain(text)).toEqual(value);
  expect(field(text)).toEqual(value);
}

/** Every way to write a word in upper and lower case. */
function spellings(word: string): string[] {
  const [first, ...rest] = word;
  if (first === undefined) return [''];
  const tails = spellings(rest.join(''));
  return [...tails.map((tail) => first.toLowerCase() + tail), ...tails.map((tail) => first.toUpperCase() + tail)];
}

function isCommonCase(text: string): boolean {
  const title = text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
  return [text.toLowerCase(), title, text.toUpperCase()].includes(text);
}

describe('words', () => {
  it.each<[string, boolean | null]>([
    ['y', true],
    ['yes', true],
    ['on', true],
    ['true', true],
    ['n', false],
    ['no', false],
    ['off', false],
    ['false', false],
    ['null', null],
  ])('%s is %s in lower case, upper case and with a capital, and text in every other', (word, value) => {
    for (const text of new Set(spellings(word))) expectValue(text, isCommonCase(text) ? value : text);
  });

  it.each<[string, Scalar]>([
    ['~', null],
    ['', null],
    ['=', '='],
    ['None', 'None'],
    ['nil', 'nil'],
    ['yes no', 'yes no'],
    ['t', 't'],
    ['enabled', 'enabled'],
    ['ñ', 'ñ'],
    ['Infinity', 'Infinity'],
    ['NaN', 'NaN'],
    ['inf', 'inf'],
    ['.nAn', '.nAn'],
    ['.iNf', '.iNf'],
    ['+.nan', '+.nan'],
    ['-.nan', '-.nan'],
  ])('%j is %j', expectValue);

  it.each<[string, number]>([
    ['.nan', Number.NaN],
    ['.NaN', Number.NaN],
    ['.NAN', Number.NaN],
    ['.inf', Number.POSITIVE_INFINITY],
    ['.Inf', Number.POSITIVE_INFINITY],
    ['.INF', Number.POSITIVE_INFINITY],
    ['+.inf', Number.POSITIVE_INFINITY],
    ['+.Inf', Number.POSITIVE_INFINITY],
    ['+.INF', Number.POSITIVE_INFINITY],
    ['-.inf', Number.NEGATIVE_INFINITY],
    ['-.Inf', Number.NEGATIVE_INFINITY],
    ['-.INF', Number.NEGATIVE_INFINITY],
  ])('%s is a number, which JSON does not have', (text, value) => {
    expect(resolvePlain(text)).toBe(value);
    expect(() => field(text)).toThrow('JSON has no value for .nan and .inf');
  });

  it('quotes keep a word as it is', () => {
    for (const word of ['yes', 'off', 'null', '~', '0777', '5', '.nan', '2001-01-01']) {
      expect(field(`"${word}"`)).toBe(word);
      expect(field(`'${word}'`)).toBe(word);
    }
  });

  it.each([
    ['|', 'yes\n'],
    ['|-', 'yes'],
    ['>-', 'yes'],
  ])('a block scalar after %s is text', (style, value) => {
    expect(field(`${style}\n  yes`)).toBe(value);
  });
});

describe('integers', () => {
  it.each<[string, Scalar]>([
    ['0', 0],
    ['-0', 0],
    ['+0', 0],
    ['00', 0],
    ['5', 5],
    ['+5', 5],
    ['-5', -5],
    ['1001', 1001],
    ['0777', 511],
    ['-017', -15],
    ['+017', 15],
    ['0o777', 511],
    ['0O17', 15],
    ['-0o17', -15],
    ['+0o7', 7],
    ['0x1F', 31],
    ['0X1f', 31],
    ['-0x1F', -31],
    ['+0x10', 16],
    ['0b11', 3],
    ['0B11', 3],
    ['-0b11', -3],
    ['+0b1', 1],
    ['1_000', 1000],
    ['0_0', 0],
    ['1__0', 10],
    ['1_', 1],
    ['0_', 0],
    ['+1_0', 10],
    ['-_1', -1],
    ['+_1', 1],
    ['0_7_7', 63],
    ['0_x1', 1],
    ['0x_F', 15],
    ['0x1_F', 31],
    ['0o_7', 7],
    ['-0b11_1', -7],
  ])('%s is %j', expectValue);

  it.each<[string, Scalar]>([
    ['08', 8],
    ['09', 9],
    ['0888', 888],
    ['-089', -89],
  ])('%s is no octal number and reads as the decimal number %j', expectValue);

  it.each<[string, Scalar]>([
    ['9007199254740993', 9007199254740992],
    ['9223372036854775807', 2 ** 63],
    ['9223372036854775808', 2 ** 63],
    ['-9223372036854775808', -(2 ** 63)],
    ['-9223372036854775809', -(2 ** 63)],
    ['18446744073709551615', 2 ** 64],
    ['18446744073709551616', 2 ** 64],
    ['9_223_372_036_854_775_807', 2 ** 63],
    ['123456789012345678901234567890', 1.2345678901234568e29],
    ['0x7fffffffffffffff', 2 ** 63],
    ['0xffffffffffffffff', 2 ** 64],
  ])('%s, which needs more than 53 bits, is the nearest number %j', expectValue);

  it.each(['0x10000000000000000', '-0x8000000000000001', '+0x8000000000000000', `0b1${'0'.repeat(64)}`])(
    '%s fits no 64 bits and is no decimal number: text',
    (text) => expectValue(text, text),
  );

  it.each([
    '0o',
    '-0o',
    '0O',
    '_1',
    '0x',
    '0b',
    '0xg',
    '0b2',
    '0o8',
    '+',
    '1 2',
    '1,000',
    '100m',
    '1Gi',
    '190:20:30',
    '1:20',
    '1.2.3',
    '1-2',
  ])('%s is text', (text) => expectValue(text, text));
});

describe('decimals', () => {
  it.each<[string, Scalar]>([
    ['0.1', 0.1],
    ['1.', 1],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['+.5', 0.5],
    ['.5e1', 5],
    ['1_0.5', 10.5],
    ['5_.5', 5.5],
    ['5._5', 5.5],
    ['0777.5', 777.5],
    ['08.5', 8.5],
    ['1e3', 1000],
    ['1E3', 1000],
    ['1e5', 100000],
    ['12e03', 12000],
    ['1e+3', 1000],
    ['1e-3', 0.001],
    ['-1e3', -1000],
    ['+1e3', 1000],
    ['1.5e3', 1500],
    ['1.5E-3', 0.0015],
    ['1.e3', 1000],
    ['1e_3', 1000],
    ['-0.0', -0],
    ['1e308', 1e308],
    ['1e-400', 0],
  ])('%s is %j', expectValue);

  it.each(['1e309', '-1e309', `1${'0'.repeat(309)}`])('%s overflows and is text', (text) => expectValue(text, text));

  it.each(['.', '..', '._5', '.e1', '1e', '1e+', '0x1.8', '0x1p4', 'e3'])('%s is text', (text) =>
    expectValue(text, text),
  );
});

describe('timestamps', () => {
  it.each([
    '2001-01-01',
    '2001-1-1',
    '2001-01-01T00:00:00Z',
    '2001-12-14t21:59:43.10-05:00',
    '2001-12-14 21:59:43.10 -5',
  ])('%s is text, unchanged', (text) => expectValue(text, text));
});

describe('tags', () => {
  it.each<[string, Scalar]>([
    ['!!int "5"', 5],
    ["!!int '0x1F'", 31],
    ['!!int 017', 15],
    ['!!float 5', 5],
    ['!!float "1.5"', 1.5],
    ['!!bool yes', true],
    ['!!bool "off"', false],
    ['!!null ""', null],
    ['!!null ~', null],
    ['!!null null', null],
    ['!!str 5', '5'],
    ['!!str yes', 'yes'],
    ['!!str', ''],
    ['!!str .nan', '.nan'],
    ['!!timestamp 2001-01-01', '2001-01-01'],
    ['!!timestamp 2001-1-1', '2001-1-1'],
    ['!!timestamp 2001-12-14 21:59:43', '2001-12-14 21:59:43'],
    ['!!timestamp 2001-12-14T21:59:43Z', '2001-12-14T21:59:43Z'],
    ['!!timestamp 2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
    ['!!binary aGVsbG8=', 'hello'],
    ['!!binary "aGVsbG8="', 'hello'],
    ['!!binary |\n  aGVs\n  bG8=', 'hello'],
    ['!!binary ""', ''],
    ['!<tag:yaml.org,2002:str> 5', '5'],
    ['!<tag:yaml.org,2002:int> "5"', 5],
  ])('%j is %j', (text, value) => {
    expect(field(text)).toBe(value);
  });

  it.each<[string, string]>([
    ['! 5', '5'],
    ['! yes', 'yes'],
    ['! "yes"', 'yes'],
    ['! ~', '~'],
    ['!custom 5', '5'],
    ['!custom yes', 'yes'],
    ['!Ref x', 'x'],
    ['!!unknown 5', '5'],
    ['!!map x', 'x'],
    ['!!seq 5', '5'],
  ])('%j says nothing about the type and leaves the text %j', (text, value) => {
    expect(field(text)).toBe(value);
  });

  it.each<[string, string]>([
    ['!!int yes', 'cannot decode !!bool `yes` as a !!int'],
    ['!!int x', 'cannot decode !!str `x` as a !!int'],
    ['!!int 1.5', 'cannot decode !!float `1.5` as a !!int'],
    ['!!int 1.0', 'cannot decode !!float `1.0` as a !!int'],
    ['!!int ~', 'cannot decode !!null `~` as a !!int'],
    ['!!bool 5', 'cannot decode !!int `5` as a !!bool'],
    ['!!bool yEs', 'cannot decode !!str `yEs` as a !!bool'],
    ['!!float x', 'cannot decode !!str `x` as a !!float'],
    ['!!null x', 'cannot decode !!str `x` as a !!null'],
    ['!!null 0', 'cannot decode !!int `0` as a !!null'],
    ['!!timestamp 2001-01', 'cannot decode !!str `2001-01` as a !!timestamp'],
    ['!!timestamp x', 'cannot decode !!str `x` as a !!timestamp'],
    ['!!int 2001-01-01', 'cannot decode !!timestamp `2001-01-01` as a !!int'],
    ['!!binary aGVsbG8', '!!binary value contains invalid base64 data'],
    ['!!binary "a b="', '!!binary value contains invalid base64 data'],
  ])('%j is refused', (text, message) => {
    expect(() => field(text)).toThrow(message);
  });

  it('an expanded tag is told from a custom one that ends alike', () => {
    expect(resolveTagged('tag:yaml.org,2002:int', '5')).toBe(5);
    expect(resolveTagged('!int', '5')).toBe('5');
    expect(resolveTagged('tag:example.com,2000:int', '5')).toBe('5');
  });
});

describe('keys', () => {
  it.each<[string, string]>([
    ['yes', 'true'],
    ['no', 'false'],
    ['true', 'true'],
    ['y', 'true'],
    ['1', '1'],
    ['-1', '-1'],
    ['+1', '1'],
    ['0777', '511'],
    ['08', '8'],
    ['0x10', '16'],
    ['0b11', '3'],
    ['1_000', '1000'],
    ['-0', '0'],
    ['1.5', '1.5'],
    ['1.10', '1.1'],
    ['1.0', '1'],
    ['.5', '0.5'],
    ['0.3', '0.3'],
    ['1e3', '1000'],
    ['1e5', '100000'],
    ['1e6', '1e+06'],
    ['1.5e6', '1.5e+06'],
    ['1234567.5', '1.2345675e+06'],
    ['33554433.5', '3.3554432e+07'],
    ['1e10', '1e+10'],
    ['1e20', '1e+20'],
    ['100000000000000000000', '1e+20'],
    ['0o', '0o'],
    ['-0.0', '-0'],
    ['0.0001', '0.0001'],
    ['0.00001', '1e-05'],
    ['0.000012345', '1.2345e-05'],
    ['1e-7', '1e-07'],
    ['1e-46', '0'],
    ['1e21', '1e+21'],
    ['-1e21', '-1e+21'],
    ['1e22', '1e+22'],
    ['1e39', '.inf'],
    ['-1e39', '-.inf'],
    ['.inf', '.inf'],
    ['-.inf', '-.inf'],
    ['.nan', '.nan'],
    ['16777217', '16777217'],
    ['9007199254740993', '9007199254740993'],
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['0x7fffffffffffffff', '9223372036854775807'],
    ['2001-01-01', '2001-01-01'],
    ['1e309', '1e309'],
    ['"yes"', 'yes'],
    ["'1.50'", '1.50'],
    ['""', ''],
    ['! yes', 'yes'],
    ['!!str 1', '1'],
    ['!!int "5"', '5'],
    ['!!bool "yes"', 'true'],
    ['!!binary aGk=', 'hi'],
    ['"<<"', '<<'],
    ['<<x', '<<x'],
  ])('%s becomes %j', (text, key) => {
    expect(Object.keys(readYaml(`${text}: value\n`) as object)).toEqual([key]);
  });

  it.each(['~', 'null', 'NULL', '', '!!null ""'])('null, written %j, is refused', (text) => {
    expect(() => readYaml(`${text}: value\n`)).toThrow('a mapping key must not be null');
  });

  it.each(['9223372036854775808', '18446744073709551615', '0xffffffffffffffff'])(
    '%s is beyond the integers that the reader knows as keys and is refused',
    (text) => {
      expect(() => readYaml(`${text}: value\n`)).toThrow('a mapping key must not be greater than 9223372036854775807');
    },
  );

  it('a number keeps the digits that the text has, not those that a double can hold', () => {
    expect(keyToString(9007199254740992, '9007199254740993')).toBe('9007199254740993');
    expect(keyToString(true, 'on')).toBe('true');
    expect(keyToString('text', 'ignored')).toBe('text');
  });
});

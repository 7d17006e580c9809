import { describe, expect, it } from 'vitest';
import { NotEvaluatedError, VariableError } from '../../../../../src/kyverno/variables/errors.ts';
import { evaluate } from './evaluate.ts';

describe('functions on texts', () => {
  it.each<[string, unknown]>([
    ["compare('a', 'b')", -1],
    ["compare('b', 'a')", 1],
    ["compare('a', 'a')", 0],
    ["compare('a', 'a') == `0`", false],
    ["equal_fold('Go', 'gO')", true],
    ["pattern_match('a*', 'abc')", true],
    ["pattern_match('1?', `12`)", true],
    ["replace('aaa', 'a', 'b', `2`)", 'bba'],
    ["replace('aaa', 'a', 'b', `-1`)", 'bbb'],
    ["replace('aaa', 'a', 'b', `0`)", 'aaa'],
    ["replace('ab', '', '-', `2`)", '-a-b'],
    ["replace_all('a💣', '', '-')", '-a-💣-'],
    ["replace_all('a.b.c', '.', '$&')", 'a$&b$&c'],
    ["split('a,b', ',')", ['a', 'b']],
    ["split('a💣', '')", ['a', '💣']],
    ["split('', ',')", ['']],
    ["split('', '')", []],
    ["to_boolean('TRUE')", true],
    ["to_boolean('false')", false],
    ["to_lower('ABC')", 'abc'],
    ["to_upper('straße')", 'STRAßE'],
    ["trim('¡¡Hi!', '!¡')", 'Hi'],
    ["trim('   ', ' ')", ''],
    ["trim_prefix('abc', 'ab')", 'c'],
    ["trim_prefix('abc', 'b')", 'abc'],
    ["truncate('a💣b', `2`)", 'a💣'],
    ["truncate('abc', `-1`)", ''],
    ["truncate('abc', `2.9`)", 'ab'],
    ["truncate('abc', `9`)", 'abc'],
    ["regex_match('^[0-9]+$', `12`)", true],
    ["regex_match('^\\d$', 'x')", false],
    ["regex_replace_all('(a)(b)', 'abab', '$2$1')", 'baba'],
    ["regex_replace_all('a', 'a1', `7`)", '71'],
    ["regex_replace_all_literal('a', 'aa', '$1')", '$1$1'],
  ])('%s', (expression, expected) => {
    expect(evaluate(expression)).toEqual(expected);
  });

  it.each([
    [
      "to_boolean('yes')",
      "JMESPath function 'to_boolean': lowercase argument must be 'true' or 'false' (provided: 'yes')",
    ],
    ["regex_match('[', 'a')", 'error parsing regexp: missing closing ]: `[`'],
    [
      "regex_replace_all('[', 'a', 'b')",
      "JMESPath function 'regex_replace_all': error parsing regexp: missing closing ]: `[`",
    ],
    [
      "regex_replace_all_literal('[', 'a', 'b')",
      "JMESPath function 'regex_replace_all_literal': error parsing regexp: missing closing ]: `[`",
    ],
    ["split('a', `1`)", 'Invalid type for: 1, expected: []jmespath.JpType{"string"}'],
  ])('%s fails', (expression, message) => {
    expect(() => evaluate(expression)).toThrow(new VariableError(message));
  });

  it.each([
    `regex_match('(a|ab|[a-c]{1,100}){1,9}$', '${'x'.repeat(100_000)}')`,
    `pattern_match('${'*x'.repeat(1000)}y', '${'x'.repeat(1_000_000)}')`,
    `replace_all('${'x'.repeat(10_000)}', 'x', '${'x'.repeat(10_000)}')`,
  ])('take bounded time and memory (%#)', (expression) => {
    expect(() => evaluate(expression)).toThrow(NotEvaluatedError);
  });
});

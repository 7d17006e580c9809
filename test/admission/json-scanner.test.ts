import { expect, it } from 'vitest';
import { JsonScanner } from '../../src/admission/json-scanner.ts';

it.each([
  ['"a\\"\\u00e9" x', 'string', '"a\\"\\u00e9"'],
  ['-12.5e+3,', 'number', '-12.5e+3'],
  ['01', 'number', '0'],
  ['true]', 'bool', 'true'],
  ['false', 'bool', 'false'],
  ['null}', 'null', 'null'],
])('passes the value that begins %s', (text, type, passed) => {
  const scanner = new JsonScanner(text);
  expect(scanner.scalar()).toBe(type);
  expect(scanner.textFrom(0)).toBe(passed);
});

it('passes spaces', () => {
  const scanner = new JsonScanner(' \t\r\n, :');
  expect(scanner.next()).toBe(',');
  expect(scanner.offset).toBe(4);
  scanner.expect(',', 'here');
  expect(() => scanner.expect(',', 'here')).toThrow("invalid character ':' here");
});

it.each([
  ['x', "invalid character 'x' looking for beginning of value"],
  ['', 'unexpected end of JSON input'],
  ['"\n"', String.raw`invalid character '\n' in string literal`],
  ['"\\u00g0"', "invalid character 'g' in \\u hexadecimal character escape"],
  ['1.', "invalid character ' ' after decimal point in numeric literal"],
])('complains of %j as Go does', (text, message) => {
  expect(() => new JsonScanner(text).scalar()).toThrow(message);
});

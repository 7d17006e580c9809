import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../src/parse/yaml/read.ts';
import { writeYaml } from '../../../src/parse/yaml/write.ts';

describe('writeYaml', () => {
  it.each([
    'yes',
    'n',
    '~',
    '',
    '0777',
    '0o17',
    '0X1F',
    '0B11',
    '1_000',
    '1e3',
    '.inf',
    '=',
    '<<',
    '---',
    '--- a',
    '...',
    'a: b',
    'a #b',
    'a\nb\n',
    ' a',
    '\u2028x',
    'x\n---\ny',
  ])('writes the text %j so that Kubernetes reads it as that text', (text) => {
    for (const value of [{ a: text }, { [text]: 1 }, [text]]) expect(readYaml(writeYaml(value))).toEqual(value);
  });

  it('writes any JSON value so that it is read again', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.stringify(readYaml(writeYaml(value)))).toBe(JSON.stringify(JSON.parse(JSON.stringify(value))));
      }),
      { numRuns: 2000 },
    );
  });
});

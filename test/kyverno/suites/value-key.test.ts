import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitValueKey } from '../../../src/kyverno/suites/value-key.ts';

describe('the name of a value', () => {
  it.each<[string, readonly string[] | undefined]>([
    ['element', ['element']],
    ['request.object.metadata.name', ['request', 'object', 'metadata', 'name']],
    ['annotations."hpedevops.net/platform"', ['annotations', 'hpedevops.net/platform']],
    ['"a.b".c', ['a.b', 'c']],
    ['a."say ""hi"""', ['a', 'say "hi"']],
    ['a..b', ['a', '', 'b']],
    ['a.', ['a', '']],
    ['a.b"c', undefined],
    ['a."b', undefined],
    ['a."b"c', undefined],
  ])('%s', (key, names) => {
    expect(splitValueKey(key)).toEqual(names);
  });

  it('gives back the names of which it is made', () => {
    const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (names) => {
        expect(splitValueKey(names.map(quote).join('.'))).toEqual(names);
      }),
    );
  });
});

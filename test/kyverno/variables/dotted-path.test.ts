import { describe, expect, it } from 'vitest';
import { mergeAtPath, splitDottedName } from '../../../src/kyverno/variables/dotted-path.ts';
import { VariableError } from '../../../src/kyverno/variables/errors.ts';

describe('splitDottedName', () => {
  it.each([
    ['a', ['a']],
    ['request.operation', ['request', 'operation']],
    ['a."b.c/d".e', ['a', 'b.c/d', 'e']],
    ['"a""b"', ['a"b']],
    ['a..b', ['a', '', 'b']],
  ])('splits %s', (name, parts) => {
    expect(splitDottedName(name)).toEqual(parts);
  });

  it.each(['a"b', '"a', '"a"b.c'])('refuses %s', (name) => {
    expect(() => splitDottedName(name)).toThrow(VariableError);
  });
});

describe('mergeAtPath', () => {
  const target = { a: { b: 1, c: { d: 2 } } };

  it('merges maps and replaces everything else', () => {
    expect(mergeAtPath(target, ['a', 'c'], { e: 3 })).toEqual({ a: { b: 1, c: { d: 2, e: 3 } } });
    expect(mergeAtPath(target, ['a', 'c'], [1])).toEqual({ a: { b: 1, c: [1] } });
    expect(mergeAtPath(target, ['a', 'b', 'x'], 1)).toEqual({ a: { b: { x: 1 }, c: { d: 2 } } });
    expect(mergeAtPath(undefined, ['a', 'b'], 1)).toEqual({ a: { b: 1 } });
  });

  it('changes nothing in place, and no prototype', () => {
    const changed = mergeAtPath(target, ['__proto__', 'polluted'], 1);
    expect(target).toEqual({ a: { b: 1, c: { d: 2 } } });
    expect(Object.keys(changed as object)).toEqual(['a', '__proto__']);
    expect({}).not.toHaveProperty('polluted');
  });
});

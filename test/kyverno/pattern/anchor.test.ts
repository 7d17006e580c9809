import { describe, expect, it } from 'vitest';
import { type Anchor, formatAnchor, parseAnchor } from '../../../src/kyverno/pattern/anchor.ts';

describe('parseAnchor', () => {
  it.each<[key: string, anchor: Anchor]>([
    ['(a)', { kind: 'condition', key: 'a' }],
    ['<(a)', { kind: 'global', key: 'a' }],
    ['X(a)', { kind: 'negation', key: 'a' }],
    ['+(a)', { kind: 'addition', key: 'a' }],
    ['=(a)', { kind: 'equality', key: 'a' }],
    ['^(a)', { kind: 'existence', key: 'a' }],
    [' \t(a)\n', { kind: 'condition', key: 'a' }],
    ['+(example.com/a-b)', { kind: 'addition', key: 'example.com/a-b' }],
    ['( a )', { kind: 'condition', key: ' a ' }],
    ['((a))', { kind: 'condition', key: '(a)' }],
    ['()))', { kind: 'condition', key: '))' }],
  ])('reads %j', (key, anchor) => {
    expect(parseAnchor(key)).toEqual(anchor);
  });

  it.each(['a', '', '()', '(a', 'a)', 'x(a)', '==(a)', '= (a)', 'a(b)', '(a)b', '(a\nb)', '!(a)', '>(a)'])(
    'finds none in %j',
    (key) => {
      expect(parseAnchor(key)).toBeUndefined();
    },
  );
});

describe('formatAnchor', () => {
  it.each(['(a)', '<(a)', 'X(a)', '+(a)', '=(a)', '^(a)'])('writes %s as it was read', (key) => {
    expect(formatAnchor(parseAnchor(key) as Anchor)).toBe(key);
  });

  it('leaves blanks out', () => {
    expect(formatAnchor(parseAnchor(' =(a) ') as Anchor)).toBe('=(a)');
  });
});

import { expect, it } from 'vitest';
import { formatAggregate } from '../../src/admission/aggregate.ts';

it.each([
  ['one', ['a'], 'a'],
  ['several', ['a', 'b'], '[a, b]'],
  ['one that is repeated', ['a', 'a'], 'a'],
  ['a repeated one among several', ['a', 'b', 'a'], '[a, b]'],
])('prints %s', (_, messages, expected) => {
  expect(formatAggregate(messages)).toBe(expected);
});

import { expect, it } from 'vitest';
import { compareInWalk } from '../../../src/applications/directory/walk-order.ts';

it.each([
  ['a directory where its name stands', ['a-b', 'a/z', 'a.yaml', 'a/b/c'], ['a/b/c', 'a/z', 'a-b', 'a.yaml']],
  ['upper case first', ['b', 'B', 'a'], ['B', 'a', 'b']],
  ['bytes, not halves of characters', ['\u{1f600}', '\uffee'], ['\uffee', '\u{1f600}']],
])('orders %s', (_, paths, expected) => {
  expect(paths.sort(compareInWalk)).toEqual(expected);
});

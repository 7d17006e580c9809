import { describe, expect, it } from 'vitest';
import { addLabels } from './edit-labels.ts';

describe('values', () => {
  it.each([
    ['restricted', 'restricted'],
    ['v1.31', 'v1.31'],
    ['a-b_c/d.e', 'a-b_c/d.e'],
    ['true', '"true"'],
    ['yes', '"yes"'],
    ['null', '"null"'],
    ['1.31', '"1.31"'],
    ['0x1F', '"0x1F"'],
    ['1e3', '"1e3"'],
    ['2024-01-01', '"2024-01-01"'],
    ['', '""'],
    ['a: b', '"a: b"'],
    ['a #b', '"a #b"'],
    ['*a', '"*a"'],
    ['...', '"..."'],
    ['a\nb', '"a\\nb"'],
    ['\u2028', '"\\u2028"'],
  ])('%j is written %s', (value, written) => {
    expect(addLabels('kind: Namespace\nmetadata:\n  labels: {}\n', [['a', value]])).toEqual({
      text: `kind: Namespace\nmetadata:\n  labels: {a: ${written}}\n`,
    });
    expect(addLabels('kind: Namespace\nmetadata:\n  labels:\n', [[value, value]])).toEqual({
      text: `kind: Namespace\nmetadata:\n  labels:\n    ${written}: ${written}\n`,
    });
  });
});

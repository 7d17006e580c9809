import { describe, expect, it } from 'vitest';
import { groupBy } from '../../src/model/group-by.ts';

const firstLetter = (word: string) => word[0];

describe('groupBy', () => {
  it.each<[name: string, words: string[], groups: [string | undefined, string[]][]]>([
    ['nothing', [], []],
    ['one', ['pear'], [['p', ['pear']]]],
    [
      'keys and items in the order in which they come',
      ['pear', 'apple', 'plum', 'avocado'],
      [
        ['p', ['pear', 'plum']],
        ['a', ['apple', 'avocado']],
      ],
    ],
    ['equal items', ['fig', 'fig'], [['f', ['fig', 'fig']]]],
    [
      'without a key',
      ['', 'fig', ''],
      [
        [undefined, ['', '']],
        ['f', ['fig']],
      ],
    ],
  ])('%s', (_, words, groups) => {
    expect([...groupBy(words, firstLetter)]).toEqual(groups);
  });

  it('takes anything that can be walked, once', () => {
    let asked = 0;
    function* numbers() {
      for (let number = 1; number <= 4; number++) {
        asked++;
        yield number;
      }
    }
    expect(groupBy(numbers(), (number) => number % 2)).toEqual(
      new Map([
        [1, [1, 3]],
        [0, [2, 4]],
      ]),
    );
    expect(asked).toBe(4);
  });

  it('tells objects apart as keys', () => {
    const [a, b] = [{ name: 'x' }, { name: 'x' }];
    expect(groupBy([a, b, a], (key) => key).get(a)).toEqual([a, a]);
  });

  it('knows names that every object has', () => {
    expect([...groupBy(['constructor', '__proto__'], (word) => word).keys()]).toEqual(['constructor', '__proto__']);
  });
});

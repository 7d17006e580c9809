/** Tests one item of a text: a character, or the name of a directory. */
export type Test = (item: string) => boolean;

/** Stands for any number of items, none included. */
export const MANY: unique symbol = Symbol('any number');

/** Whether a row of tests matches all items of a text. Time is bounded by the product of both lengths. */
export function matchesAll(tests: readonly (Test | typeof MANY)[], items: readonly string[]): boolean {
  let position = 0;
  let at = 0;
  let many = -1;
  let resume = 0;
  while (position < items.length) {
    const test = tests[at];
    if (test === MANY) {
      many = at++;
      resume = position;
    } else if (test?.(items[position] as string)) {
      at++;
      position++;
    } else if (many !== -1) {
      at = many + 1;
      position = ++resume;
    } else return false;
  }
  while (tests[at] === MANY) at++;
  return at === tests.length;
}

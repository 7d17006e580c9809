/** Stands for what is random. */
const RANDOM = '…';

/**
 * Texts that stand for random ones: what all renders have in common at the beginning, and `…`. Equal values get equal texts
 * wherever they stand, so that a reference leads where it led; others that begin alike are numbered.
 */
export class Placeholders {
  private readonly texts = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  /** @param values of one field in all renders, not all equal */
  of(values: readonly string[]): string {
    const key = JSON.stringify(values);
    const known = this.texts.get(key);
    if (known !== undefined) return known;
    const beginning = beginningOf(values);
    const count = (this.counts.get(beginning) ?? 0) + 1;
    this.counts.set(beginning, count);
    const text = `${beginning}${RANDOM}${count === 1 ? '' : count}`;
    this.texts.set(key, text);
    return text;
  }
}

/** The common beginning up to a sign: letters and digits behind it may be equal by chance. */
function beginningOf(values: readonly string[]): string {
  const [first = '', ...others] = values;
  let length = first.length;
  for (const other of others) {
    let equal = 0;
    while (equal < length && first[equal] === other[equal]) equal++;
    length = equal;
  }
  return first.slice(0, length).replace(/[\p{L}\p{N}\p{Cs}…]*$/u, '');
}

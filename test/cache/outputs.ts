import { createHash } from 'node:crypto';

/** The key with a number. */
export function keyOf(index: number): string {
  return createHash('sha256').update(`key ${index}`).digest('hex');
}

/** The one right output for it: some bytes for 0, four times as much with every number, 4 MB for 9. */
export function outputOf(index: number): string {
  return `output ${index} é\n`.repeat(4 ** (index % 10));
}

/** Characters of JSON that may be templated at the same time. */
const CHUNK_CHARACTERS = 4_000_000;
/** Each chunk of Go templates is a process. */
const MAX_CHUNK = 2000;

/**
 * Works on items, as many at the same time as memory allows: together they make few processes, all at once they may not fit.
 *
 * @param template what is rendered for each item
 */
export async function inChunks<Item, Result>(
  items: readonly Item[],
  template: unknown,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const characters = Math.max(JSON.stringify(template)?.length ?? 0, 1);
  const size = Math.min(Math.max(Math.floor(CHUNK_CHARACTERS / characters), 1), MAX_CHUNK);
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += size) {
    for (const result of await Promise.all(items.slice(start, start + size).map(work))) results.push(result);
  }
  return results;
}

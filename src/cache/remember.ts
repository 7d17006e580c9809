import { NO_CACHE, type RenderCache } from './render-cache.ts';

/**
 * The output that is stored, or what rendering gives, which is stored. The key is made again after rendering: where a file
 * was changed meanwhile, nobody knows which content was rendered, and nothing is stored.
 *
 * @param keyOf digests the files anew at every call
 * @param render what it throws is passed on; failures are not stored
 */
export async function remember(
  cache: RenderCache,
  keyOf: () => Promise<string>,
  render: () => Promise<string>,
): Promise<string> {
  if (cache === NO_CACHE) return render();
  const key = await keyOf();
  const stored = await cache.get(key);
  if (stored !== undefined) return stored;
  const output = await render();
  if ((await keyOf()) === key) await cache.put(key, output);
  return output;
}

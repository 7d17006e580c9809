import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { digestClosure } from '../../src/cache/digest.ts';
import { renderKey } from '../../src/cache/key.ts';
import { remember } from '../../src/cache/remember.ts';
import { NO_CACHE, openRenderCache, type RenderCache } from '../../src/cache/render-cache.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { newCacheDirectory } from './directories.ts';

/** A renderer that prints its one input, and can be asked how often it ran. */
function withInput(content: string) {
  const root = temporaryDirectory({ input: content });
  const keyOf = vi.fn(async () =>
    renderKey({ format: '1', renderer: 'cat', parameters: {}, files: await digestClosure(root, ['input', 'link']) }),
  );
  const write = (text: string) => writeFileSync(join(root, 'input'), text);
  return { root, keyOf, write };
}

const never = async () => {
  throw new Error('was rendered');
};

/** What a run is given when it would have to render. */
const ask = (cache: RenderCache, keyOf: () => Promise<string>) => remember(cache, keyOf, never).catch(() => 'nothing');

describe('remember', () => {
  it('renders once, and once more for every other content', async () => {
    const cache = openRenderCache(newCacheDirectory());
    const { keyOf, write } = withInput('a');
    expect(await remember(cache, keyOf, async () => 'A')).toBe('A');
    expect(await ask(cache, keyOf)).toBe('A');
    write('b');
    expect(await ask(cache, keyOf)).toBe('nothing');
    expect(await remember(cache, keyOf, async () => 'B')).toBe('B');
    write('a');
    expect(await ask(cache, keyOf)).toBe('A');
  });

  it('stores nothing when the input was changed while it rendered', async () => {
    const cache = openRenderCache(newCacheDirectory());
    const { keyOf, write } = withInput('a');
    const output = await remember(cache, keyOf, async () => {
      write('b');
      return 'B';
    });
    expect(output).toBe('B');
    expect(await ask(cache, keyOf)).toBe('nothing');
    write('a');
    expect(await ask(cache, keyOf)).toBe('nothing');
  });

  it('passes a failure on, and does not store it', async () => {
    const cache = openRenderCache(newCacheDirectory());
    const { keyOf } = withInput('a');
    await expect(remember(cache, keyOf, never)).rejects.toThrow('was rendered');
    expect(await remember(cache, keyOf, async () => 'A')).toBe('A');
  });

  it('stores nothing of what cannot be known', async () => {
    const cache = openRenderCache(newCacheDirectory());
    const put = vi.spyOn(cache, 'put');
    const { root } = withInput('a');
    const keyOf = async () =>
      renderKey({ format: '1', renderer: 'cat', parameters: {}, files: await digestClosure(root, ['../outside']) });
    expect(await remember(cache, keyOf, async () => 'A')).toBe('A');
    expect(put).not.toHaveBeenCalled();
  });

  it('digests nothing where there is no cache', async () => {
    const { keyOf } = withInput('a');
    expect(await remember(NO_CACHE, keyOf, async () => 'A')).toBe('A');
    expect(keyOf).not.toHaveBeenCalled();
  });
});

import { join } from 'node:path';
import { RenderError } from '../model/errors.ts';
import type { Checkout } from './checkout.ts';
import type { CheckoutRequest } from './checkout-request.ts';

/** What a render looks at on disk. */
export interface Lookups {
  /** Absolute paths that it reads, found when first needed; those of directories stand for all below them. */
  readonly inputs: () => Promise<readonly string[]>;
  /** Whether it may look for something below a directory, given by its absolute path, that need not be there. */
  readonly looksIn: (directory: string) => Promise<boolean>;
}

/**
 * Refuses a render that looks into a directory whose files are not here: renderers would find it empty, and pass over what
 * may be missing.
 *
 * @throws RenderError that says why they are not here, and where the render itself would
 */
export async function refuseAbsent(
  { refs }: CheckoutRequest,
  checkout: Checkout,
  { inputs, looksIn }: Lookups,
): Promise<void> {
  const checkouts = [checkout, ...[...refs.values()].filter((ref) => 'tree' in ref)];
  for (const each of new Set(checkouts)) {
    const { directories } = await each.absent();
    if (directories.size === 0) continue;
    const root = await each.directory();
    for (const [path, reason] of directories) {
      const directory = join(root, path);
      if ((await looksIn(directory)) || (await inputs()).some((input) => isAround(input, directory)))
        throw new RenderError(`${path} ${reason}`);
    }
  }
}

/** Whether one of two paths is, or lies in, the other. */
function isAround(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}

import type { SourceRequest } from '../render/source-request.ts';
import type { Checkout } from './checkout.ts';

/** A source to render whose files need not be on disk yet. */
export interface CheckoutRequest extends Omit<SourceRequest, 'root' | 'refs'> {
  /** Checkouts that `$name/…` stands for, or why there is none. */
  readonly refs: ReadonlyMap<string, Checkout | { readonly missing: string }>;
}

/** The same with its files, and those that it refers to, on disk. */
export async function putOnDisk(request: CheckoutRequest, checkout: Checkout): Promise<SourceRequest> {
  const refs = new Map<string, string | { readonly missing: string }>();
  for (const [name, ref] of request.refs) refs.set(name, 'missing' in ref ? ref : await ref.directory());
  return { ...request, root: await checkout.directory(), refs };
}

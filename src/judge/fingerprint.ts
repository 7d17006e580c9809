import { createHash } from 'node:crypto';

/** What makes a finding the same finding, however files move around it. Plain JSON, in a fixed order. */
export type Identity = readonly unknown[];

/** Hands out fingerprints; equal identities get different ones in the order in which they come. */
export function createFingerprinter(): (identity: Identity) => string {
  const seen = new Map<string, number>();
  return (identity) => {
    const key = JSON.stringify(identity);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    const text = count === 0 ? key : `${key}#${count}`;
    return createHash('sha256').update(text).digest('hex').slice(0, 32);
  };
}

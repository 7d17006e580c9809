import { createHash } from 'node:crypto';

/** What makes a finding the same finding, however files move around it. Plain JSON, in a fixed order. */
export type Identity = readonly unknown[];

/** Hands out fingerprints; equal identities get different ones in the order in which they come. */
export function createFingerprinter(): (identity: Identity) => string {
  const seen = new Map<string, number>();
  return (identity) => {
    const key = canonical(identity);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    const text = count === 0 ? key : `${key}#${count}`;
    return createHash('sha256').update(text).digest('hex').slice(0, 32);
  };
}

/** JSON text of a value, the same whatever the order in which fields were written. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, sortKeys) ?? 'null';
}

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

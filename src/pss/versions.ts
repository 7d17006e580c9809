import type { Parsed } from './levels.ts';

/**
 * A version of the Pod Security Standards: `latest`, or `v1.x` with x up to 2^63 - 1.
 * `text` is what was asked for and what messages print, also where evaluation uses an older one.
 */
export interface Version {
  readonly text: string;
  /** Minor version; infinite for `latest`. Precise enough to compare: every known minor is far below 2^53. */
  readonly minor: number;
}

/** The newest standard that is known at the time of evaluation. */
export const LATEST: Version = { text: 'latest', minor: Number.POSITIVE_INFINITY };

const VERSION = /^v1\.(0|[1-9][0-9]*)$/;
const MAX_MINOR = String(2n ** 63n - 1n);

/**
 * Reads `latest` or `v1.x`. Anything else becomes `latest` and an error.
 *
 * Source: k8s.io/pod-security-admission/api, ParseVersion
 */
export function parseVersion(text: string): Parsed<Version> {
  if (text === LATEST.text) return { value: LATEST };
  const minor = VERSION.exec(text)?.[1];
  // JavaScript's `$` without the m flag matches only at the very end, so "v1.2\n" is refused as in Go.
  if (minor === undefined || (minor.length >= MAX_MINOR.length && BigInt(minor) > BigInt(MAX_MINOR)))
    return { value: LATEST, error: 'must be "latest" or "v1.x"' };
  return { value: { text, minor: Number(minor) } };
}

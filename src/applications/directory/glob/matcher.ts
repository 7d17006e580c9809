/**
 * A compiled part of a pattern. Texts are bytes, see `toBytes`.
 *
 * There is one for each matcher of github.com/gobwas/glob v0.2.3, package match, with its faults: what Argo CD selects is
 * what these select.
 */
export interface Matcher {
  readonly kind: string;
  /** Runes that it takes, as far as that is known; -1 otherwise. */
  readonly length: number;
  /** Whether it matches a whole text. */
  matches(text: string): boolean;
  /** The first place where it matches, and the lengths in bytes that it may take there, shortest first. */
  find(text: string): Found | undefined;
}

export interface Found {
  readonly at: number;
  readonly lengths: readonly number[];
}

/** The three levels of the Pod Security Standards, weakest first. */
export const LEVELS = ['privileged', 'baseline', 'restricted'] as const;

/** How strict a Pod Security Standard is. */
export type Level = (typeof LEVELS)[number];

/** A parsed value, and upstream's text when the input was not valid. The value is always usable. */
export interface Parsed<Value> {
  readonly value: Value;
  readonly error?: string;
}

/**
 * Reads a level exactly as spelt (no trimming, case-sensitive). Anything else fails closed: `restricted` and an error.
 *
 * Source: k8s.io/pod-security-admission/api, ParseLevel
 */
export function parseLevel(text: string): Parsed<Level> {
  return isLevel(text)
    ? { value: text }
    : { value: 'restricted', error: 'must be one of privileged, baseline, restricted' };
}

/** Negative when `a` is weaker than `b`, 0 when equal, positive when stricter. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b);
}

function isLevel(text: string): text is Level {
  return (LEVELS as readonly string[]).includes(text);
}

import { trimSpace } from '../values/go-text.ts';

/**
 * What parentheses around a key of a pattern mean: `(k)`, `<(k)`, `X(k)`, `+(k)`, `=(k)`, `^(k)`.
 *
 * Source: https://kyverno.io/docs/policy-types/cluster-policy/validate/#anchors
 */
export type AnchorKind = 'condition' | 'global' | 'negation' | 'addition' | 'equality' | 'existence';

export interface Anchor {
  readonly kind: AnchorKind;
  /** The key of the resource that is meant. */
  readonly key: string;
}

const MODIFIERS: ReadonlyMap<string, AnchorKind> = new Map([
  ['', 'condition'],
  ['<', 'global'],
  ['X', 'negation'],
  ['+', 'addition'],
  ['=', 'equality'],
  ['^', 'existence'],
]);
const PREFIXES: ReadonlyMap<AnchorKind, string> = new Map([...MODIFIERS].map(([prefix, kind]) => [kind, prefix]));

const ANCHOR = /^([+<=X^]?)\(([^\n]+)\)$/;

/** @returns nothing for a key without an anchor */
export function parseAnchor(key: string): Anchor | undefined {
  if (!key.includes('(')) return undefined;
  const match = ANCHOR.exec(trimSpace(key));
  const kind = MODIFIERS.get(match?.[1] ?? '');
  return match?.[2] === undefined || kind === undefined ? undefined : { kind, key: match[2] };
}

/** The key of a pattern that stands for an anchor, without blanks around it. */
export function formatAnchor({ kind, key }: Anchor): string {
  return `${PREFIXES.get(kind)}(${key})`;
}

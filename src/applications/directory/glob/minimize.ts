import type { GlobNode, PatternNode } from './syntax.ts';

/**
 * Takes what all alternatives begin and end with out of the braces.
 *
 * Source: github.com/gobwas/glob v0.2.3 compiler/compiler.go, minimizeTreeAnyOf and commonChildren
 *
 * @returns nothing when they have nothing in common
 */
export function minimizeAlternatives(patterns: readonly PatternNode[]): PatternNode | undefined {
  const { left, right } = commonChildren(patterns);
  if (left.length === 0 && right.length === 0) return undefined;
  const rests: GlobNode[] = [];
  for (const { children } of patterns) {
    const rest = children.slice(left.length, children.length - right.length);
    const node: GlobNode = rest.length === 0 ? { kind: 'nothing' } : { kind: 'pattern', children: rest };
    if (!rests.some((other) => isEqual(other, node))) rests.push(node);
  }
  return {
    kind: 'pattern',
    children: [
      ...(left.length === 0 ? [] : [{ kind: 'pattern' as const, children: left }]),
      ...middle(rests),
      ...(right.length === 0 ? [] : [{ kind: 'pattern' as const, children: right }]),
    ],
  };
}

function middle(rests: readonly GlobNode[]): readonly GlobNode[] {
  const [only] = rests;
  if (rests.length > 1) return [{ kind: 'alternatives', patterns: rests }];
  return only === undefined || only.kind === 'nothing' ? [] : [only];
}

interface Common {
  readonly left: readonly GlobNode[];
  readonly right: readonly GlobNode[];
}

function commonChildren(patterns: readonly PatternNode[]): Common {
  const shortest = patterns.reduce((least, each) => (each.children.length < least.children.length ? each : least));
  const others = patterns.filter((each) => each !== shortest).map(({ children }) => children);
  const { length } = shortest.children;
  let left = 0;
  let right = 0;
  let sides: Sides = { isLeft: others.length > 0, isRight: others.length > 0 };
  for (let i = 0; left + right < length && i < length && (sides.isLeft || sides.isRight); i++) {
    const index = i;
    sides = others.reduce((open, other) => compareAt(index, shortest.children, other, open), sides);
    if (sides.isLeft) left++;
    if (sides.isRight) right++;
  }
  return { left: shortest.children.slice(0, left), right: shortest.children.slice(length - right) };
}

/** On which sides all that was compared is the same. */
interface Sides {
  readonly isLeft: boolean;
  readonly isRight: boolean;
}

/**
 * Compares what stands `index` from either end. Where both ends meet, what is common belongs to the left, even if the next
 * alternative has something else there.
 */
function compareAt(index: number, own: readonly GlobNode[], other: readonly GlobNode[], open: Sides): Sides {
  if (!open.isLeft && !open.isRight) return open;
  const opposite = own.length - 1 - index;
  const isLeft = open.isLeft && isEqual(own[index], other[index]);
  const meets = isLeft && opposite <= index;
  return { isLeft, isRight: open.isRight && !meets && isEqual(own[opposite], other[other.length - 1 - index]) };
}

function isEqual(a: GlobNode | undefined, b: GlobNode | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

import { VariableError } from '../variables/errors.ts';
import { compareVersions, parseVersion, type Version } from './semver.ts';

type Test = (version: Version) => boolean;

const COMPARATORS: ReadonlyMap<string, (difference: number) => boolean> = new Map([
  ...['', '=', '=='].map((operator) => [operator, (difference: number) => difference === 0] as const),
  ...['!', '!='].map((operator) => [operator, (difference: number) => difference !== 0] as const),
  ['>', (difference) => difference > 0],
  ['>=', (difference) => difference >= 0],
  ['<', (difference) => difference < 0],
  ['<=', (difference) => difference <= 0],
]);

/** Longer texts are no ranges that somebody means. */
const MAX_LENGTH = 10_000;

/**
 * Which versions a range contains: `>=1.2.0 <2.0.0 || 3.x`.
 *
 * Source: github.com/blang/semver/range.go, ParseRange
 *
 * @throws VariableError for what is no range
 */
export function parseVersionRange(text: string): Test {
  if (text.length > MAX_LENGTH) throw new VariableError('range is too long');
  const alternatives = splitAlternatives(splitParts(text)).map((parts) => parts.flatMap(expandWildcard).map(parsePart));
  return (version) => alternatives.some((tests) => tests.every((test) => test(version)));
}

/** By blanks that do not follow an operator; a part of one character is dropped, as upstream does. */
function splitParts(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let last = '';
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if (character !== ' ') last = character;
    else if (!'><='.includes(last) || last === '') {
      if (start < index - 1) parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  if (start < text.length - 1) parts.push(text.slice(start));
  return parts.map((part) => part.replaceAll(' ', ''));
}

function splitAlternatives(parts: readonly string[]): readonly (readonly string[])[] {
  const alternatives: string[][] = [[]];
  for (const [index, part] of parts.entries()) {
    if (part !== '||') alternatives.at(-1)?.push(part);
    else if (index === 0) throw new VariableError("First element in range is '||'");
    else alternatives.push([]);
  }
  if (parts.length === 0 || parts.at(-1) === '||') throw new VariableError("Last element in range is '||'");
  return alternatives;
}

function splitOperator(part: string): readonly [operator: string, version: string] {
  const index = part.search(/\p{Nd}/u);
  if (index === -1) throw new VariableError(`Could not get version from string: ${JSON.stringify(part)}`);
  return [part.slice(0, index).trim(), part.slice(index)];
}

/** `1.x` → `>=1.0.0`, `<2.0.0`. */
function expandWildcard(part: string): readonly string[] {
  if (!part.includes('x')) return [part];
  const [operator, version] = splitOperator(part);
  const flat = flatten(version);
  const next = nextVersion(version, flat);
  switch (operator) {
    case '>':
      return [`>=${next}`];
    case '>=':
      return [`>=${flat}`];
    case '<':
      return [`<${flat}`];
    case '<=':
      return [`<${next}`];
    case '':
    case '=':
    case '==':
      return [`>=${flat}`, `<${next}`];
    case '!':
    case '!=':
      return [`<${flat}`, `>=${next}`];
    default:
      return [flat];
  }
}

function flatten(version: string): string {
  const flat = version.replace('.x.x', '.x').replace('.x', '.0');
  return flat.split('.').length === 2 ? `${flat}.0` : flat;
}

/** The first version behind those that a wildcard stands for; empty when upstream has none. */
function nextVersion(version: string, flat: string): string {
  const parts = version.split('.');
  const place = parts.at(-1) === 'x' ? parts.length - 2 : -1;
  const numbers = flat.split('.');
  const number = numbers[place];
  if (place < 0 || place > 1 || number === undefined || !/^\d+$/.test(number)) return '';
  return numbers.with(place, String(BigInt(number) + 1n)).join('.');
}

function parsePart(part: string): Test {
  const [operator, text] = splitOperator(part);
  const holds = COMPARATORS.get(operator);
  const version = parseVersion(text);
  if (holds === undefined)
    throw new VariableError(`Could not parse Range ${JSON.stringify(part)}: Could not parse comparator`);
  if (version === undefined)
    throw new VariableError(`Could not parse Range ${JSON.stringify(part)}: Could not parse version`);
  return (candidate) => holds(compareVersions(candidate, version));
}

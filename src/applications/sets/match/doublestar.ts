import { leavesRoot, resolveIn } from '../../../discover/paths.ts';
import { SetProblem } from '../set-problem.ts';
import { classMatches, parseGoClass } from './character-class.ts';
import { MANY, matchesAll, type Test } from './wildcards.ts';

/** Braces of one pattern may stand for so many patterns. */
const MAX_ALTERNATIVES = 1000;

/**
 * Which paths match a pattern of doublestar: `*` and `?` stay in one directory, `**` as a whole component stands for any number
 * of directories, braces list alternatives, classes are negated with `^` or `!`.
 *
 * Source: github.com/bmatcuk/doublestar v4 match.go, glob.go; argo-cd util/git/client.go LsFiles
 * @throws SetProblem when the pattern is malformed
 */
export function compileDoublestar(pattern: string, path: string): (file: string) => boolean {
  // Argo CD joins the pattern to the root of the checkout, which drops slashes at its beginning and its end.
  const joined = resolveIn('.', pattern.replace(/^\/+/, ''));
  if (leavesRoot(joined)) return () => false;
  const compiled = expandBraces(joined, path).map((text) =>
    text === '.' ? [] : text.split('/').map((name) => componentTest(name, path)),
  );
  return (file) => compiled.some((tests) => matchesAll(tests, file === '.' ? [] : file.split('/')));
}

function componentTest(name: string, path: string): Test | typeof MANY {
  if (name === '**') return MANY;
  const tests = parseComponent(Array.from(name), path);
  return (item) => matchesAll(tests, Array.from(item));
}

function parseComponent(name: readonly string[], path: string): (Test | typeof MANY)[] {
  const tests: (Test | typeof MANY)[] = [];
  for (let at = 0; at < name.length; ) {
    const { test, end } = parseOne(name, at, path);
    tests.push(test);
    at = end;
  }
  return tests;
}

interface Parsed {
  readonly test: Test | typeof MANY;
  /** Behind what was read. */
  readonly end: number;
}

function parseOne(name: readonly string[], at: number, path: string): Parsed {
  const character = name[at] as string;
  if (character === '*') return { test: MANY, end: at + 1 };
  if (character === '?') return { test: () => true, end: at + 1 };
  if (character === '[') {
    const found = parseGoClass(name, at + 1, '^!');
    if (found === undefined) throw malformed(name.join(''), path);
    return { test: (item: string) => classMatches(found.characterClass, item), end: found.end };
  }
  const literal = character === '\\' ? name[at + 1] : character;
  if (literal === undefined) throw malformed(name.join(''), path);
  return { test: (item: string) => item === literal, end: character === '\\' ? at + 2 : at + 1 };
}

/** All patterns that braces, nested or not, stand for. */
function expandBraces(pattern: string, path: string): string[] {
  const finished: string[] = [];
  const open = [pattern];
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    const braces = firstBraces(text, path);
    if (braces === undefined) finished.push(text);
    else open.push(...braces);
    if (finished.length + open.length > MAX_ALTERNATIVES) {
      throw new SetProblem(path, `braces stand for more than ${MAX_ALTERNATIVES} patterns`);
    }
  }
  return finished;
}

/** The patterns that the first pair of braces stands for, others in it left as they are; undefined when there is none. */
function firstBraces(text: string, path: string): string[] | undefined {
  const cuts = braceCuts(text, path);
  const [start, end] = [cuts[0], cuts.at(-1)];
  if (start === undefined || end === undefined) return undefined;
  const options = cuts.slice(0, -1).map((cut, index) => text.slice(cut + 1, cuts[index + 1]));
  return options.map((option) => text.slice(0, start) + option + text.slice(end + 1));
}

/** Where the first pair of braces begins, has its commas and ends. */
function braceCuts(text: string, path: string): number[] {
  const cuts: number[] = [];
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(/\\.|[{},]/gs)) {
    const before = depth;
    depth += BRACES[mark] ?? 0;
    if (depth < 0) throw malformed(text, path);
    if (Math.min(before, depth) === 0 && before !== depth) cuts.push(index);
    if (mark === ',' && depth === 1) cuts.push(index);
    if (before === 1 && depth === 0) return cuts;
  }
  if (depth > 0) throw malformed(text, path);
  return [];
}

const BRACES: Readonly<Record<string, number>> = { '{': 1, '}': -1 };

function malformed(pattern: string, path: string): SetProblem {
  return new SetProblem(path, `is a malformed pattern: ${pattern}`);
}

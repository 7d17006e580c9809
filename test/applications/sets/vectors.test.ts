import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderFastTemplate } from '../../../src/applications/sets/fast-template.ts';
import type { Fields } from '../../../src/applications/sets/fields.ts';
import { flatten } from '../../../src/applications/sets/flatten.ts';
import { goPrint } from '../../../src/applications/sets/go-print.ts';
import { compileDoublestar } from '../../../src/applications/sets/match/doublestar.ts';
import { matchesPath } from '../../../src/applications/sets/match/path-match.ts';
import { compilePathspec } from '../../../src/applications/sets/match/pathspec.ts';
import { mergeDeep } from '../../../src/applications/sets/merge-params.ts';
import { normalize } from '../../../src/applications/sets/normalize.ts';
import { SetProblem } from '../../../src/applications/sets/set-problem.ts';

/**
 * Answers of the programs that Argo CD v3.5.1 uses: Go's path.Match and fmt, doublestar v4.10.0, git ls-files, fasttemplate v1.2.2,
 * flatten, mergo v1.0.2 (second generator first, as the matrix merges), SanitizeName. null stands for an error, or a malformed pattern.
 */
interface Vectors {
  readonly names: readonly string[];
  readonly pathMatch: Readonly<Record<string, readonly string[] | null>>;
  readonly doublestar: Readonly<Record<string, readonly string[] | null>>;
  readonly files: readonly string[];
  readonly pathspec: Readonly<Record<string, readonly string[] | null>>;
  readonly fastParams: Fields;
  readonly fast: Readonly<Record<string, string | null>>;
  readonly print: readonly (readonly [value: unknown, text: string])[];
  readonly flatten: readonly (readonly [value: Fields, flat: Fields])[];
  readonly merge: readonly (readonly [first: Fields, second: Fields, merged: Fields])[];
  readonly normalize: readonly (readonly [text: string, name: string])[];
}

const vectors = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as Vectors;

/** What a pattern matches; null when it is refused. */
function select(compile: () => (name: string) => boolean, names: readonly string[]): readonly string[] | null {
  try {
    return names.filter(compile());
  } catch (error) {
    if (error instanceof SetProblem) return null;
    throw error;
  }
}

describe('path.Match', () => {
  it.each(Object.entries(vectors.pathMatch))('%j', (pattern, expected) => {
    expect(vectors.names.filter((name) => matchesPath(pattern, name))).toEqual(expected ?? []);
  });
});

describe('doublestar', () => {
  it.each(Object.entries(vectors.doublestar))('%j', (pattern, expected) => {
    expect(select(() => compileDoublestar(pattern, ''), vectors.names)).toEqual(expected);
  });
});

describe('git ls-files', () => {
  it.each(Object.entries(vectors.pathspec))('%j', (pattern, expected) => {
    const found = select(() => compilePathspec(pattern === '' ? '.' : pattern, ''), vectors.files);
    expect(found).toEqual(expected);
  });
});

describe('fasttemplate', () => {
  it.each(Object.entries(vectors.fast))('%j', (text, expected) => {
    const render = () => renderFastTemplate(text, vectors.fastParams);
    if (expected === null) expect(render).toThrow(SetProblem);
    else expect(render()).toBe(expected);
  });
});

describe('fmt', () => {
  it.each(vectors.print)('prints %j', (value, text) => {
    expect(goPrint(value)).toBe(text);
  });
});

describe('flatten', () => {
  it.each(vectors.flatten)('%j', (value, flat) => {
    expect(flatten(value)).toEqual(flat);
  });
});

describe('mergo', () => {
  it.each(vectors.merge)('%j before %j', (first, second, merged) => {
    expect(mergeDeep(second, first)).toEqual(merged);
  });
});

describe('normalize', () => {
  it.each(vectors.normalize)('%j', (text, name) => {
    expect(normalize(text)).toBe(name);
  });
});

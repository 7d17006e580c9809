import { matchesWildcard } from '../../model/wildcard.ts';

export type TextTest = (text: string) => boolean;

/** `*` stands for any characters and `?` for one. */
export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

export function compileWildcard(pattern: string): TextTest {
  if (pattern === '*') return () => true;
  if (!hasWildcard(pattern)) return (text) => text === pattern;
  return (text) => matchesWildcard(pattern, text);
}

/** Whether one of several patterns matches. */
export function compileWildcards(patterns: readonly string[]): TextTest {
  const tests = patterns.map(compileWildcard);
  return (text) => tests.some((test) => test(text));
}

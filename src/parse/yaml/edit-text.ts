import { writeYaml } from './write.ts';

/** A key and its value. */
export type Entry = readonly [key: string, value: string];

/** Text to add at an offset. */
export interface Addition {
  readonly at: number;
  readonly text: string;
}

/** Adds each text at its offset; of several at one offset the first comes first. */
export function applyAdditions(text: string, additions: readonly Addition[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { at, text: added } of additions.toSorted((a, b) => a.at - b.at)) {
    pieces.push(text.slice(done, at), added);
    done = at;
  }
  return pieces.join('') + text.slice(done);
}

/** By how much to indent where the file does not show it. */
export const DEFAULT_STEP = '  ';

/** Not with `lastIndexOf`, which looks through all of the text for the kind of line break that is not there. */
export function startOfLine(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isLineBreak(text.charAt(start - 1))) start--;
  return start;
}

/** Behind the line break that ends the line, or at the end of the text. */
export function endOfLine(text: string, offset: number): number {
  return endOfMatch(REST_OF_LINE, text, offset) ?? text.length;
}

const REST_OF_LINE = /[^\r\n]*(?:\r\n|[\r\n])/y;

/** White space at the start of the line. */
export function indentOf(text: string, offset: number): string {
  const start = startOfLine(text, offset);
  return text.slice(start, Math.min(offset, endOfMatch(/[ \t]*/y, text, start) ?? start));
}

/** White space that is all there is on the line before an offset; nothing when there is more. */
export function indentUpTo(text: string, offset: number): string | undefined {
  let start = offset;
  while (/[ \t]/.test(text.charAt(start - 1))) start--;
  return start === 0 || isLineBreak(text.charAt(start - 1)) ? text.slice(start, offset) : undefined;
}

/** Before the line break that stands before an offset; the offset where there is none. */
export function beforeLineBreak(text: string, offset: number): number {
  if (!isLineBreak(text.charAt(offset - 1))) return offset;
  return text.endsWith('\r\n', offset) ? offset - 2 : offset - 1;
}

/** Before all of them. */
export function beforeLineBreaks(text: string, offset: number): number {
  let end = offset;
  while (isLineBreak(text.charAt(end - 1))) end--;
  return end;
}

function isLineBreak(character: string): boolean {
  return character === '\n' || character === '\r';
}

/** @param pattern sticky */
export function endOfMatch(pattern: RegExp, text: string, offset: number): number | undefined {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** A text of YAML, with quotes where anything else could be read, in a block or in braces. */
export function writePlain(text: string): string {
  return PLAIN.test(text) && writeYaml(text) === `${text}\n` ? text : writeQuoted(text);
}

const PLAIN = /^[A-Za-z0-9_./][A-Za-z0-9_./-]*$/;

/** A text of JSON that is one of YAML too: YAML forbids some characters that JSON does not, and breaks lines at others. */
export function writeQuoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

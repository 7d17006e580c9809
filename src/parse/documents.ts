import { YamlError } from './yaml/construct.ts';
import { MAX_DEPTH, readYaml } from './yaml/read.ts';

/** One document of a stream that was read, null documents left out. */
export interface Document {
  /** Plain JSON. May share objects where the text has aliases: treat it as immutable. */
  readonly value: unknown;
  /** The text of this document, and where it starts in the stream: offset of its first character, line from 1. */
  readonly text: string;
  readonly start: number;
  readonly line: number;
}

/** A part of a stream that could not be read. Kubernetes gives up at the first; we read on to report all. */
export interface DocumentError {
  readonly message: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Splits a stream into documents and reads them as Kubernetes does: YAML, JSON, several of either, `---` lines.
 *
 * Source: k8s.io/apimachinery/pkg/util/yaml decoder.go, YAMLOrJSONDecoder
 */
export function readStream(text: string): readonly (Document | DocumentError)[] {
  const markLength = text.startsWith('\ufeff') ? 1 : 0;
  return new StreamReader(text.slice(markLength), markLength).read();
}

export function isDocumentError(entry: Document | DocumentError): entry is DocumentError {
  return 'message' in entry;
}

/** As much of a stream as Kubernetes looks at to tell JSON from YAML. */
const GUESS_LENGTH = 4096;

class StreamReader {
  private readonly entries: (Document | DocumentError)[] = [];
  private readonly text: string;
  /** Length of what stood before the text in the stream. */
  private readonly offset: number;
  private line = 1;

  constructor(text: string, offset: number) {
    this.text = text;
    this.offset = offset;
  }

  read(): readonly (Document | DocumentError)[] {
    const start = this.text.slice(0, GUESS_LENGTH).trimStart().startsWith('{') ? this.readJson() : 0;
    if (start !== undefined) this.readChunks(start);
    return this.entries;
  }

  /**
   * Reads JSON values one after the other.
   *
   * @returns where YAML goes on; nothing when the stream is finished. A stream that held several JSON values is JSON:
   *   what cannot be read then is an error.
   */
  private readJson(): number | undefined {
    let position = 0;
    let counted = 0;
    for (let count = 0; ; count++) {
      const start = skipJsonSpace(this.text, position);
      this.line += countLines(this.text, counted, start);
      counted = start;
      if (start === this.text.length) return undefined;
      const end = endOfJsonValue(this.text, start);
      const value = end === undefined ? undefined : parseJson(this.text.slice(start, end));
      if (end === undefined || value === undefined) {
        if (count <= 1) return this.skipRestOfLine(position);
        this.fail('invalid JSON', this.line);
        return undefined;
      }
      this.push(value.value, start, end, this.line);
      position = end;
    }
  }

  /** White space behind a JSON value up to the end of its line belongs to that value. */
  private skipRestOfLine(position: number): number {
    if (position === 0) return 0;
    const space = /^[^\S\n]*\n?/.exec(this.text.slice(position))?.[0].length ?? 0;
    return position + space;
  }

  private readChunks(from: number): void {
    this.line = 1 + countLines(this.text, 0, from);
    let start = from;
    for (let position = from; ; ) {
      const separator = this.nextSeparator(position);
      if (separator === -1) break;
      const lineEnd = endOfLine(this.text, separator);
      const rest = this.text.slice(separator + 3, lineEnd).trim();
      if (rest !== '' && !rest.startsWith('#')) {
        this.readChunk(start, separator);
        this.fail(`invalid Yaml document separator: ${rest}`, this.line);
        start = this.advance(separator, lineEnd);
      } else if (separator > start) {
        this.readChunk(start, separator);
        start = this.advance(separator, lineEnd);
      }
      // A separator with nothing before it stays in its document, which may be followed by another one.
      position = lineEnd;
    }
    this.readChunk(start, this.text.length);
  }

  /** Start of the next line that begins with `---`, or -1. */
  private nextSeparator(from: number): number {
    if ((from === 0 || this.text[from - 1] === '\n') && this.text.startsWith('---', from)) return from;
    const found = this.text.indexOf('\n---', from);
    return found === -1 ? -1 : found + 1;
  }

  /** Counts the separator line and returns the start of the next. */
  private advance(separator: number, lineEnd: number): number {
    this.line += countLines(this.text, separator, lineEnd);
    return lineEnd;
  }

  private readChunk(start: number, end: number): void {
    if (start >= end) return;
    const line = this.line;
    this.line += countLines(this.text, start, end);
    try {
      const text = this.text.slice(start, end);
      // Kubernetes ends every line of a stream with a line break, the last one too, which counts in a block scalar.
      const value = readYaml(text.endsWith('\n') ? text : `${text}\n`);
      if (value !== null) this.push(value, start, end, line);
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      // The line break that was added starts no line of the stream.
      this.fail(error.message, Math.min(line + error.line, this.line));
    }
  }

  private push(value: unknown, start: number, end: number, line: number): void {
    this.entries.push({ value, text: this.text.slice(start, end), start: this.offset + start, line });
  }

  private fail(message: string, line: number): void {
    this.entries.push({ message, line });
  }
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Behind the line break that ends the line. */
function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at + 1;
}

function skipJsonSpace(text: string, from: number): number {
  let position = from;
  while (position < text.length && ' \t\r\n'.includes(text[position] as string)) position++;
  return position;
}

/** Behind the JSON object that starts at `start`; nothing when there is none, it does not end or is nested too deep. */
function endOfJsonValue(text: string, start: number): number | undefined {
  if (text[start] !== '{') return undefined;
  let depth = 0;
  for (let position = start; position < text.length; position++) {
    const character = text[position];
    if (character === '"') position = endOfJsonString(text, position);
    else if (character === '{' || character === '[') {
      if (++depth > MAX_DEPTH) return undefined;
    } else if ((character === '}' || character === ']') && --depth === 0) return position + 1;
  }
  return undefined;
}

/** At the closing quote, or at the end of the text. */
function endOfJsonString(text: string, start: number): number {
  let position = start + 1;
  while (position < text.length && text[position] !== '"') position += text[position] === '\\' ? 2 : 1;
  return position;
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

import { MAX_DEPTH } from '../parse/yaml/read.ts';
import { AdmissionConfigurationError } from './configuration-error.ts';
import { JsonScanner } from './json-scanner.ts';

/** A JSON value that still knows its text, the order of its keys, and which keys are repeated. */
export type JsonNode = JsonObject | JsonArray | JsonScalar;

interface JsonObject {
  readonly type: 'object';
  readonly text: string;
  readonly members: readonly Member[];
}

interface Member {
  readonly key: string;
  readonly value: JsonNode;
}

interface JsonArray {
  readonly type: 'array';
  readonly text: string;
  readonly items: readonly JsonNode[];
}

interface JsonScalar {
  /** As Go's messages name it. */
  readonly type: 'string' | 'number' | 'bool' | 'null';
  readonly text: string;
}

/**
 * Reads JSON. `JSON.parse` forgets repeated keys, and words its errors otherwise than Go.
 *
 * @throws AdmissionConfigurationError whose message is that of Go's scanner
 */
export function parseJson(text: string): JsonNode {
  const scanner = new JsonScanner(text);
  const node = readValue(scanner, 1);
  if (scanner.next() !== '') scanner.fail('after top-level value');
  return node;
}

/** The text that a JSON string stands for. */
export function textOf({ text }: { readonly text: string }): string {
  return JSON.parse(text).toWellFormed();
}

function readValue(scanner: JsonScanner, depth: number): JsonNode {
  if (depth > MAX_DEPTH) throw new AdmissionConfigurationError('exceeded max depth');
  const character = scanner.next();
  const start = scanner.offset;
  if (character === '{') {
    const members = readItems(scanner, '}', 'after object key:value pair', () => readMember(scanner, depth));
    return { type: 'object', members, text: scanner.textFrom(start) };
  }
  if (character === '[') {
    const items = readItems(scanner, ']', 'after array element', () => readValue(scanner, depth + 1));
    return { type: 'array', items, text: scanner.textFrom(start) };
  }
  return { type: scanner.scalar(), text: scanner.textFrom(start) };
}

function readMember(scanner: JsonScanner, depth: number): Member {
  if (scanner.next() !== '"') scanner.fail('looking for beginning of object key string');
  const start = scanner.offset;
  scanner.string();
  const key = textOf({ text: scanner.textFrom(start) });
  scanner.expect(':', 'after object key');
  return { key, value: readValue(scanner, depth + 1) };
}

/** Reads what is between two brackets, with commas; `context` is for what stands where a comma has to be. */
function readItems<Item>(scanner: JsonScanner, close: '}' | ']', context: string, read: () => Item): Item[] {
  const items: Item[] = [];
  scanner.expect(close === '}' ? '{' : '[', context);
  while (items.length > 0 || scanner.next() !== close) {
    items.push(read());
    if (scanner.next() === close) break;
    scanner.expect(',', context);
  }
  scanner.expect(close, context);
  return items;
}

import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Functions of helm's templates that tell the time; a `date` of what is no time is one of now. */
const CLOCK = ['now', 'ago', 'date', 'dateInZone', 'date_in_zone', 'htmlDate', 'htmlDateInZone'];
/** Those that give something else at each call. `keys` and `values` give it in another order. */
const RANDOM = [
  ...['randAlphaNum', 'randAlpha', 'randNumeric', 'randAscii', 'randBytes', 'randInt', 'shuffle', 'uuidv4'],
  ...['genPrivateKey', 'genCA', 'genCAWithKey', 'genSelfSignedCert', 'genSelfSignedCertWithKey'],
  ...['genSignedCert', 'genSignedCertWithKey', 'htpasswd', 'bcrypt', 'encryptAES', 'getHostByName', 'keys', 'values'],
];
const NAME = new RegExp(String.raw`(?<![\w.$-])(?:${[...CLOCK, ...RANDOM].join('|')})(?![\w.-])`, 'g');
/** A list that is sorted afterwards has one order. */
const SORTED = /\b(?:keys|values)\b[^|]{0,500}\|\s*(?:uniq\s*\|\s*)?sortAlpha\b/g;

const ARCHIVE = /\.tgz$/;
/** As for schemas: more than charts have. */
const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;

/**
 * Finds functions that make templates come out differently each time. Most charts that have them call them only where nobody
 * gives a value: whether they do is seen only by rendering.
 *
 * Source: sprig functions.go; charts packed as archives are looked into
 *
 * @param paths absolute; directories stand for all below them, what does not exist for nothing
 * @param texts further templates: values that a chart may execute
 * @returns names, sorted
 */
export async function findRandomFunctions(
  paths: readonly string[],
  texts: readonly string[] = [],
): Promise<readonly string[]> {
  const found = new Set(texts.flatMap(namesIn));
  for (const path of paths) {
    for (const file of await filesBelow(path)) for (const name of namesIn(await readText(file))) found.add(name);
  }
  return [...found].sort();
}

/** Whether one of the functions tells the time, which has to pass until they tell another one. */
export function tellTime(functions: readonly string[]): boolean {
  return functions.some((name) => CLOCK.includes(name));
}

const COMMENT = /^\{\{-?\s*\/\*/;
/** A text in quotes; an escape outside of one stands in a template inside of JSON. */
const ESCAPE_OR_TEXT = /\\.|"(?:[^"\\]|\\.)*"|`[^`]*`/gs;

/** Names inside of `{{ }}`, outside of texts. */
function namesIn(text: string): string[] {
  const names: string[] = [];
  for (let start = text.indexOf('{{'); start !== -1; ) {
    const end = text.indexOf('}}', start);
    if (end === -1) break;
    const action = text.slice(start, end);
    if (!COMMENT.test(action)) {
      const code = action.replaceAll(ESCAPE_OR_TEXT, '""').replaceAll(SORTED, '');
      names.push(...[...code.matchAll(NAME)].map(([name]) => name));
    }
    start = text.indexOf('{{', end);
  }
  return names;
}

async function filesBelow(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return [path];
  if (!found?.isDirectory()) return [];
  const entries: Dirent[] = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** What cannot be read is the renderer's matter. */
async function readText(file: string): Promise<string> {
  try {
    const content = await readFile(file);
    return (ARCHIVE.test(file) ? gunzipSync(content, { maxOutputLength: MAX_UNPACKED_BYTES }) : content).toString(
      'latin1',
    );
  } catch {
    return '';
  }
}

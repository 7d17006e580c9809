import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** Names of the files of a cache. Whatever has another name is somebody else's, and left alone. */
const KEY = /^[0-9a-f]{64}$/;
const SHARD = /^[0-9a-f]{2}$/;
const ENTRY = /^[0-9a-f]{62}$/;
const TEMPORARY = /^[0-9a-f]{62}\.[0-9a-f]{12}\.tmp$/;

export const isKey = (text: string): boolean => KEY.test(text);
export const isShard = (name: string): boolean => SHARD.test(name);
export const isEntry = (name: string): boolean => ENTRY.test(name);
export const isTemporary = (name: string): boolean => TEMPORARY.test(name);

/** Where the output of a key is stored. */
export function entryPath(directory: string, key: string): string {
  return join(directory, key.slice(0, 2), key.slice(2));
}

/** Where an entry is written before it takes its place: beside it, under a name that nobody else takes. */
export function temporaryPath(entry: string): string {
  return `${entry}.${randomBytes(6).toString('hex')}.tmp`;
}

/** A file that is changed whenever the cache is tidied. */
export function markerPath(directory: string): string {
  return join(directory, 'tidied');
}

import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** Everything that the output of a renderer depends on. Times are no part of it. */
export interface KeyParts {
  /** Version of what is stored and of how it is made. */
  readonly format: string;
  /** Program, version and SHA-256 of its file. */
  readonly renderer: string;
  /** Plain JSON: arguments, environment, capabilities. The order of properties does not count, that of lists does. */
  readonly parameters: unknown;
  /**
   * Paths relative to their root → SHA-256 of the content, or what else stands there. Files of several roots keep apart by
   * a prefix of the caller's.
   */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * The name under which an output is stored: SHA-256 in hex of all parts. The order of files does not count.
 *
 * @throws TypeError when the parameters are no plain JSON
 */
export function renderKey({ format, renderer, parameters, files }: KeyParts): string {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(canonicalJson([format, renderer, parameters ?? null, sorted]))
    .digest('hex');
}

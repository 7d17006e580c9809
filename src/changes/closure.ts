import { isBelow } from '../discover/paths.ts';
import type { PathSet } from './path-set.ts';

/** What a render reads of this repository. */
export interface Closure {
  /** Files and directories, which stand for all below them; also those that would be read if they were there. */
  readonly inputs: readonly string[];
  /** Directories of which some files are read. */
  readonly selections: readonly Selection[];
  /** Whether it could not be found out what else is read. */
  readonly isUnclear?: boolean;
}

export interface Selection {
  readonly directory: string;
  /** Whether a path below the directory, relative to the root, is read if it is there. */
  readonly selects: (path: string) => boolean;
}

export const NOTHING_READ: Closure = { inputs: [], selections: [] };

export function mergeClosures(closures: readonly Closure[]): Closure {
  return {
    inputs: closures.flatMap(({ inputs }) => inputs),
    selections: closures.flatMap(({ selections }) => selections),
    isUnclear: closures.some(({ isUnclear }) => isUnclear),
  };
}

/** A path of a set that a render reads; nothing when it reads none of them. */
export function findTouched({ inputs, selections }: Closure, paths: PathSet): string | undefined {
  for (const input of inputs) {
    const touched = paths.touching(input);
    if (touched !== undefined) return touched;
  }
  for (const { directory, selects } of selections) {
    const touched = paths.has(directory) ? directory : paths.below(directory).find(selects);
    if (touched !== undefined && (touched === directory || isBelow(touched, directory))) return touched;
  }
  return undefined;
}

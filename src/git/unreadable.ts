import { UsageError } from '../model/errors.ts';

/** Files of a commit cannot be read, and why. */
export function unreadable(commit: string, reason: string): UsageError {
  return new UsageError(`${commit}: its files cannot be read from this repository (is it a partial clone?): ${reason}`);
}

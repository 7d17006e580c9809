import { UsageError } from '../model/errors.ts';

/**
 * The full id of a commit, which no program takes for an option or a name.
 *
 * @throws UsageError for anything else
 */
export function requireId(commit: string): string {
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new UsageError(`${JSON.stringify(commit)} is no full id of a commit`);
  return commit;
}

import type { Failure } from '../model/failure.ts';
import type { ManifestError } from '../parse/manifests.ts';

/** What could not be read, as failures of a target. */
export function toFailures(errors: readonly ManifestError[]): Failure[] {
  return errors.map(({ file, line, message }) => ({
    rule: 'parse',
    message,
    location: line === undefined ? { file } : { file, line },
  }));
}

import { formatPath } from '../../../model/field-path.ts';

/** The path of something below a rule. */
export function fieldPath(path: string, steps: readonly (string | number)[]): string {
  const below = formatPath(steps);
  if (below === '') return path;
  return below.startsWith('[') ? path + below : `${path}.${below}`;
}

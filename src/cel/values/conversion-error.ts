import { CelError } from '../types.ts';

/** In the words of cel-go. */
export function conversionError(source: string, target: string): CelError {
  return new CelError(['type conversion error from', `'${source}'`, 'to', `'${target}'`].join(' '));
}

import { CelUnsupportedError } from '../../cel/types.ts';

/** That something is not supported which an expression came to, as the error says that it threw, or one that this comes of. */
export function unsupportedIn(error: unknown): CelUnsupportedError | undefined {
  if (error instanceof CelUnsupportedError) return error;
  return error instanceof Error && error.cause !== undefined ? unsupportedIn(error.cause) : undefined;
}

import { NotEvaluatedError } from '../../errors.ts';
import type { FunctionEntry, FunctionTable } from './signature.ts';

/** Functions of Kyverno's that are the same at no two times, or in no two places, and one that decodes certificates. */
export const UNSUPPORTED_FUNCTIONS: FunctionTable = {
  is_external_url: unsupported('is_external_url', 'it asks the network'),
  random: unsupported('random', 'its result is random'),
  time_now: unsupported('time_now', 'it asks the clock'),
  time_now_utc: unsupported('time_now_utc', 'it asks the clock'),
  x509_decode: unsupported('x509_decode', 'certificates are not decoded'),
};

function unsupported(name: string, reason: string): FunctionEntry {
  return {
    parameters: [],
    call: () => {
      throw new NotEvaluatedError(`JMESPath function '${name}' is not supported: ${reason}`);
    },
  };
}

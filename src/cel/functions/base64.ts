import { CelError } from '../types.ts';
import { BYTES, STRING } from '../typing/cel-type.ts';
import { globalFunction, type Overload } from '../typing/overload.ts';

/** Source: cel-go ext/encoders.go */
export const BASE64: readonly Overload[] = [
  globalFunction('base64.decode', [STRING], BYTES, decode),
  globalFunction('base64.encode', [BYTES], STRING, (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')),
];

/** @throws CelError for what is no base64. Padding may be missing. */
function decode(text: string): Uint8Array {
  const plain = text.replace(/[\r\n]/g, '');
  if (!isBase64(plain)) throw new CelError('illegal base64 data');
  return new Uint8Array(Buffer.from(plain, 'base64'));
}

/** Whether a text is base64 of the standard alphabet, padded or not. */
export function isBase64(text: string): boolean {
  const body = text.replace(/={1,2}$/, '');
  const isPadded = body.length !== text.length;
  return /^[A-Za-z0-9+/]*$/.test(body) && body.length % 4 !== 1 && (!isPadded || text.length % 4 === 0);
}

import { createHash } from 'node:crypto';
import { STRING } from '../../typing/cel-type.ts';
import { globalFunction, type Overload } from '../../typing/overload.ts';

/** Source: github.com/kyverno/sdk/extensions/cel/libs/hash */
export const HASHES: readonly Overload[] = ['md5', 'sha1', 'sha256'].flatMap((algorithm) => {
  const digest = (text: string): string => createHash(algorithm).update(text).digest('hex');
  return [algorithm, `hash.${algorithm}`].map((name) => globalFunction(name, [STRING], STRING, digest));
});

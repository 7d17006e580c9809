import { RenderError } from '../../model/errors.ts';

const VERSION = /^\s*v?(\d+(?:\.\d+)*).*$/;

/**
 * The version of a cluster as Argo CD hands it to helm: numbers only, without `v` and what providers add.
 *
 * Source: argo-cd reposerver/repository/repository.go, parseKubeVersion; apimachinery pkg/util/version, ParseGeneric
 * @throws RenderError when it is none
 */
export function cleanKubeVersion(text: string): string {
  const numbers = VERSION.exec(text)?.[1]?.split('.') ?? [];
  const isTooLarge = numbers.some((number) => BigInt(number) > MAX_UINT64);
  if (numbers.length < 2 || /^0./.test(numbers[0] ?? '') || isTooLarge) {
    throw new RenderError(`could not parse kubernetes version ${text}`);
  }
  return numbers.map((number) => BigInt(number)).join('.');
}

const MAX_UINT64 = 2n ** 64n - 1n;

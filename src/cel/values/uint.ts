import { CelError } from '../types.ts';

const MAX = 2n ** 64n - 1n;

/** A CEL uint: 64 bits, never negative. */
export class Uint {
  readonly value: bigint;

  /** @throws CelError when it does not fit */
  constructor(value: bigint) {
    if (value < 0n || value > MAX) throw new CelError('unsigned integer overflow');
    this.value = value;
  }
}

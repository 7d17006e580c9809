/** A value that may be absent: what `a.?b` gives. */
export class Optional {
  /** Undefined for none. */
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  get hasValue(): boolean {
    return this.value !== undefined;
  }
}

export const NONE = new Optional(undefined);

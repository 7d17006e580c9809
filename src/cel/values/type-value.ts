/** A type as a value: what `type(1)` gives. */
export class TypeValue {
  /** `int`, `list`, `kubernetes.Quantity` … */
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

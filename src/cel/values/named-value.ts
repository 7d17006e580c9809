/** A value that only functions look into: a quantity, an IP address. */
export abstract class NamedValue {
  /** Its type: `kubernetes.Quantity`. */
  abstract readonly typeName: string;
  /** Asked only about values of the same type. */
  abstract isSameAs(other: NamedValue): boolean;
  abstract toString(): string;
}

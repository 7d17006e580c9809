/** Something wrong with a field of a policy. */
export interface FieldProblem {
  /** `spec.rules[0].match.any[0].resources.kinds` */
  readonly path: string;
  readonly message: string;
}

/** Path of a field of the object at a path, the empty path being the whole document. */
export function child(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

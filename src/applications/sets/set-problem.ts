/**
 * Why a part of an ApplicationSet is not evaluated. Thrown inside this room and caught by `expandApplicationSet`, which lists it.
 */
export class SetProblem extends Error {
  override name = 'SetProblem';
  /** Whether what is missing is knowledge from elsewhere, a cluster, an API or another repository, which can be recorded. */
  readonly isUnavailable: boolean;

  /** @param path of the field, for example `spec.generators[0].git` */
  constructor(path: string, message: string, isUnavailable = false) {
    super(path === '' ? message : `${path}: ${message}`);
    this.isUnavailable = isUnavailable;
  }
}

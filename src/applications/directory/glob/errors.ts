/** A pattern that does not compile: it matches nothing. */
export class GlobError extends Error {
  override name = 'GlobError';
}

/** A pattern of which nobody can say what it matches: the original crashes on it, or it takes too long. */
export class GlobLimit extends Error {
  override name = 'GlobLimit';
}

/** Counts work, so that a hostile pattern ends: the original takes time that grows exponentially with some. */
export class Meter {
  private left: number;

  constructor(work: number) {
    this.left = work;
  }

  /** @throws GlobLimit */
  spend(work: number): void {
    this.left -= work;
    if (this.left < 0) throw new GlobLimit('takes too long to match');
  }
}

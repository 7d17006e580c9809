/** What became of suites of Kyverno's CLI. Plain JSON. */
export interface SuitesReport {
  readonly schemaVersion: '1';
  readonly tool: { readonly name: 'pss-gate'; readonly version: string };
  readonly summary: SuitesSummary;
  readonly suites: readonly SuiteReport[];
}

export interface SuitesSummary {
  readonly suites: number;
  /** Suites that could not be read. */
  readonly unreadable: number;
  /** Rows that are as expected, those of resources to which no rule applies included. */
  readonly pass: number;
  readonly fail: number;
  /** Rows with nothing to compare, and those about what cannot be judged here, where that was asked to be ignored. */
  readonly skip: number;
}

export interface SuiteReport {
  /** As the suite says; may be empty. */
  readonly name: string;
  /** Relative to the repository, with `/`. */
  readonly file: string;
  /** Where in the file it begins; absent when it is the only one. */
  readonly line?: number;
  /** Why it could not be run; empty when it was. */
  readonly problems: readonly string[];
  readonly rows: readonly SuiteRow[];
}

/** What a row of a suite expects of one resource and one rule, and whether that is so. */
export interface SuiteRow {
  readonly policy: string;
  /** As it is after auto-generation; empty where there is none. */
  readonly rule: string;
  /** Absent for a row of a suite without resources. */
  readonly resource?: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
  };
  readonly result: 'pass' | 'fail' | 'skip';
  /** Kyverno's words: `Ok`, `Excluded`, `Want pass, got fail`, `Not found`; also `Not supported: …`, `Not compared`. */
  readonly reason: string;
  /** What the rule says; may be empty. */
  readonly message: string;
}

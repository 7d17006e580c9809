/** What the process says to its caller. Never a count: the system keeps eight bits. */
export const ExitCode = {
  /** Passed, warnings included. */
  passed: 0,
  /** Policy says no. */
  rejected: 1,
  /** The caller's options or configuration are wrong. */
  usage: 2,
  /** Something that had to be evaluated could not be. */
  notEvaluated: 3,
  /** The verdict is known, but a required integration failed. */
  integrationFailed: 4,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

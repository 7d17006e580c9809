/** Says in the output of the run what is not tested here, and why: the reporter shows only how many were skipped. */
export function sayWhySkipped(what: string, reason: string): void {
  process.stderr.write(`not tested here: ${what}, because ${reason}\n`);
}

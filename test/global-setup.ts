import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything that tests leave behind lies in one directory, which goes with them. */
export function setup(): () => void {
  const directory = mkdtempSync(join(tmpdir(), 'pss-gate-tests-'));
  process.env.TMPDIR = directory;
  return () => rmSync(directory, { recursive: true, force: true });
}

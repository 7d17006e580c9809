// npm start: the main job on the bundled sample repository, and the exit code that CI would get. Ends 0 when it ran.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { status, error } = spawnSync(process.execPath, [join(root, 'dist', 'cli.js'), 'check', 'test/sample'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
});
if (error !== undefined || status === null) {
  console.error(`pss-gate did not run: ${error?.message ?? 'it was killed'}`);
  process.exit(1);
}
const meaning = { 0: 'passed', 1: 'policy says no', 2: 'usage', 3: 'could not evaluate' }[status] ?? 'unexpected';
console.log(`\nIn CI this run would end with exit code ${status} (${meaning}).`);
// The sample violates on purpose; anything but a verdict is a failure of this demonstration.
process.exit(status === 0 || status === 1 ? 0 : 1);

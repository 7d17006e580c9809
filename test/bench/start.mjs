import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { best, print } from './best.mjs';

/** Start-up of the command against that of node itself. */
export async function benchStart() {
  const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
  let floor = Number.POSITIVE_INFINITY;
  let ours = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 10; round++) {
    floor = Math.min(floor, await best(1, () => run(['-e', '0'])));
    ours = Math.min(ours, await best(1, () => run([cli, '--version'])));
  }
  print('start: node -e 0', `${floor.toFixed(0)} ms`);
  print('start: pss-gate --version', `${ours.toFixed(0)} ms`);
  print('start: pss-gate --version / node -e 0', (ours / floor).toFixed(2), 'at most 2.00');
}

function run(args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed`);
}

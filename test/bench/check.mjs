import { spawn } from 'node:child_process';
import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { discover } from '../../dist/pipeline/discover.js';
import { openSession } from '../../dist/pipeline/session.js';
import { findRenderers } from '../../dist/render/renderers.js';
import { createSandbox } from '../../dist/render/sandbox.js';
import { best, print } from './best.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sample = join(root, 'test', 'sample');

/** `check` on the sample repository against the bare renderer processes that it cannot do without. */
export async function benchCheck() {
  const sandbox = await createSandbox();
  const settings = {
    searchPath: process.env.PATH ?? '',
    cacheDirectory: join(homedir(), '.cache', 'pss-gate'),
    workingDirectory: root,
  };
  const { helm, kustomize } = await findRenderers(settings, sandbox);
  const session = await openSession({
    ...settings,
    paths: [sample],
    timeoutMs: 90_000,
    jobs: 2,
    apiVersions: [],
    readStandardInput: async () => new Uint8Array(),
  });
  const targets = (await discover(session)).filter(({ kind }) => kind === 'HelmChart' || kind === 'Kustomization');
  const jobs = availableParallelism();

  const bare = () => {
    const limit = pLimit(jobs);
    return Promise.all(
      targets.map(({ kind, path }) =>
        limit(() =>
          kind === 'HelmChart'
            ? run(helm.file, ['template', '.', '--name-template=x', '--include-crds'], join(root, path), sandbox.env)
            : run(kustomize.file, [...kustomize.prefix, join(root, path)], root, sandbox.env),
        ),
      ),
    );
  };
  const check = () => run(process.execPath, [join(root, 'dist', 'cli.js'), 'check', sample], root, process.env, [0, 1]);
  let floor = Number.POSITIVE_INFINITY;
  let ours = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    floor = Math.min(floor, await best(1, bare));
    ours = Math.min(ours, await best(1, check));
  }
  print(`check: ${targets.length} bare renders of the sample repository`, `${floor.toFixed(0)} ms`);
  print('check: pss-gate check on it, start-up included', `${ours.toFixed(0)} ms`);
  print('check: pss-gate check / bare renders', (ours / floor).toFixed(2));
  await session.dispose();
  await sandbox.dispose();
}

function run(file, args, cwd, env, allowed = [0]) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: 'ignore' });
    child.on('error', reject);
    child.on('close', (code) => (allowed.includes(code) ? resolve() : reject(new Error(`${file} ended with ${code}`))));
  });
}

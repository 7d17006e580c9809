import { execFileSync, spawn } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { findRenderers } from '../../dist/render/renderers.js';
import { createSandbox } from '../../dist/render/sandbox.js';
import { best, print } from './best.mjs';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** 10,000 Applications take minutes: BENCH_LARGE=1 asks for them. */
const SIZES = process.env.BENCH_LARGE === '1' ? [100, 1_000, 10_000] : [100, 1_000];

/**
 * Applications of three kinds in equal parts: a chart with values of its own, an overlay, a directory. Cold against the same
 * helm and kustomize processes run bare at the same parallelism, warm against cold, and three changed ones.
 */
export async function benchEstate() {
  const changed = new Map();
  for (const size of SIZES) {
    await withDirectory(async (root, programs, cache) => {
      await makeEstate(root, size);
      const floor = await time(() => runBare(rendersOf(root, size), root, programs));
      const cold = await check(root, ['--cache-dir', cache]);
      const warm = await check(root, ['--cache-dir', cache]);
      const name = `estate of ${size}`;
      print(`${name}: bare renders`, `${(floor / 1000).toFixed(1)} s`);
      print(`${name}: cold / bare renders`, (cold.milliseconds / floor).toFixed(2), 'at most 1.10');
      print(`${name}: warm / cold`, (warm.milliseconds / cold.milliseconds).toFixed(3), 'at most 0.030');
      print(`${name}: peak memory`, `${Math.max(cold.megabytes, warm.megabytes).toFixed(0)} MB`, 'at most 400 MB');
      const { summary } = JSON.parse(cold.report);
      if (summary.workloads !== size || summary.targets.error > 0) throw new Error('not all was evaluated');
      if (cold.report !== warm.report) throw new Error('a warm cache changed the report');
      changed.set(size, await benchChanged(root, programs, cache, name));
    });
  }
  if (changed.has(10_000)) {
    const ratio = changed.get(10_000) / changed.get(1_000);
    print('three changed of 10,000 / of 1,000', ratio.toFixed(2), 'at most 1.50');
  }
}

/** @returns milliseconds of the run, without a cache and all renders included */
async function benchChanged(root, programs, cache, name) {
  for (const path of ['values/app-0.yaml', 'overlays/app-1/kustomization.yaml', 'directories/app-2/deployment.yaml']) {
    await appendFile(join(root, path), '# changed\n');
  }
  const renders = await best(3, () => runBare(rendersOf(root, 3), root, programs));
  const runs = [];
  for (let round = 0; round < 3; round++)
    runs.push(await check(root, ['--no-cache', '--cache-dir', cache, '--changed-since', 'HEAD']));
  const milliseconds = Math.min(...runs.map((run) => run.milliseconds));
  const { summary } = JSON.parse(runs[0].report);
  if (summary.targets.total !== 3 || summary.targets.error > 0) throw new Error('other than three were judged');
  print(
    `${name}: three changed, beyond their renders`,
    `${((milliseconds - renders) / 1000).toFixed(2)} s`,
    'at most 2 s',
  );
  return milliseconds;
}

/**
 * Overlays that change every object of a large base, as a patch and labels do: less garbage collection in the children outweighs
 * all that we add.
 */
export async function benchHeavy() {
  await withDirectory(async (root, programs, cache) => {
    await makeHeavy(root);
    const renders = Array.from({ length: HEAVY }, (_, index) => ({ overlay: join(root, `overlays/app-${index}`) }));
    const floor = await time(() => runBare(renders, root, programs));
    const cold = await check(root, ['--no-cache', '--cache-dir', cache]);
    print('heavy mix: bare renders', `${(floor / 1000).toFixed(1)} s`);
    print('heavy mix: cold / bare renders', (cold.milliseconds / floor).toFixed(2), 'below 1.00');
    const { summary } = JSON.parse(cold.report);
    if (summary.workloads !== HEAVY * HEAVY_OBJECTS || summary.targets.error > 0)
      throw new Error('not all was evaluated');
  });
}

const HEAVY = 30;
/** Deployments of an overlay. */
const HEAVY_OBJECTS = 300;

async function makeHeavy(root) {
  const names = Array.from({ length: HEAVY_OBJECTS }, (_, index) => `api-${index}`);
  await write(root, 'base/deployments.yaml', names.map((name) => deployment(name, 'api:1', 2)).join('---\n'));
  await write(root, 'base/kustomization.yaml', 'resources: [deployments.yaml]\n');
  for (let index = 0; index < HEAVY; index++)
    await write(root, `overlays/app-${index}/kustomization.yaml`, heavy(index));
  commit(root);
}

function heavy(index) {
  return `resources: [../../base]
namespace: team-${index}
labels: [{pairs: {team: team-${index}}, includeSelectors: true}]
images: [{name: api, newTag: "${index}"}]
patches:
  - target: {kind: Deployment}
    patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: any}
      spec: {template: {spec: {securityContext: {runAsNonRoot: true}}}}
`;
}

async function withDirectory(work) {
  const root = await mkdtemp(join(tmpdir(), 'pss-gate-bench-'));
  const cache = await mkdtemp(join(tmpdir(), 'pss-gate-bench-cache-'));
  const sandbox = await createSandbox();
  try {
    // Unpacking the bundled ones is no part of any measurement.
    const settings = { searchPath: process.env.PATH ?? '', cacheDirectory: cache, workingDirectory: root };
    await work(root, { sandbox, ...(await findRenderers(settings, sandbox)) }, cache);
  } finally {
    await sandbox.dispose();
    for (const directory of [root, cache]) await rm(directory, { recursive: true, force: true });
  }
}

async function write(root, path, text) {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

function commit(root) {
  const git = (...args) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=bench', '-c', 'user.email=b@e.c', ...args]);
  git('init', '--quiet');
  git('remote', 'add', 'origin', 'https://git.example/gitops.git');
  git('add', '--all');
  git('-c', 'commit.gpgsign=false', 'commit', '--quiet', '--message', 'estate');
}

async function makeEstate(root, size) {
  await write(root, 'charts/web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
  await write(root, 'charts/web/values.yaml', 'replicas: 1\nimage: web:1\n');
  const chartDeployment = deployment('{{ .Release.Name }}', '{{ .Values.image }}', '{{ .Values.replicas }}');
  await write(root, 'charts/web/templates/deployment.yaml', chartDeployment);
  await write(root, 'base/kustomization.yaml', 'resources: [deployment.yaml]\n');
  await write(root, 'base/deployment.yaml', deployment('api', 'api:1', 2));
  for (let index = 0; index < size; index++) {
    await write(root, `argocd/app-${index}.yaml`, application(index));
    if (index % 3 === 0) await write(root, `values/app-${index}.yaml`, `replicas: ${index % 5}\nimage: web:${index}\n`);
    else if (index % 3 === 1) {
      await write(
        root,
        `overlays/app-${index}/kustomization.yaml`,
        `resources: [../../base]\nnamePrefix: app-${index}-\n`,
      );
    } else await write(root, `directories/app-${index}/deployment.yaml`, deployment(`app-${index}`, `app:${index}`, 1));
  }
  commit(root);
}

function application(index) {
  const source = [
    `path: charts/web, helm: {valueFiles: [/values/app-${index}.yaml]}`,
    `path: overlays/app-${index}`,
    `path: directories/app-${index}`,
  ][index % 3];
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: app-${index}, namespace: argocd}
spec:
  project: default
  source: {repoURL: "https://git.example/gitops.git", targetRevision: main, ${source}}
  destination: {server: https://kubernetes.default.svc, namespace: team-${index % 50}}
`;
}

function deployment(name, image, replicas) {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: "${name}"}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "${image}"}]}
`;
}

/** What has to be rendered of the first Applications. */
function rendersOf(root, size) {
  return Array.from({ length: size }, (_, index) => index)
    .filter((index) => index % 3 !== 2)
    .map((index) => (index % 3 === 0 ? { chart: index } : { overlay: join(root, `overlays/app-${index}`) }));
}

async function runBare(renders, root, { helm, kustomize, sandbox }) {
  const limit = pLimit(availableParallelism());
  // Go's own default: what Argo CD's repository server starts has no other.
  const { GOGC: _, ...env } = sandbox.env;
  await Promise.all(
    renders.map(({ chart, overlay }) =>
      limit(() =>
        overlay === undefined
          ? run(helm.file, helmArguments(root, chart), join(root, 'charts/web'), env)
          : run(kustomize.file, [...kustomize.prefix, overlay], root, env),
      ),
    ),
  );
}

function helmArguments(root, index) {
  const values = join(root, `values/app-${index}.yaml`);
  return ['template', '.', `--name-template=app-${index}`, '--namespace=team', `--values=${values}`, '--include-crds'];
}

async function check(root, more) {
  const args = ['check', root, '-o', 'json', ...more];
  // A line behind the report tells the peak of memory.
  const script = `process.argv.splice(1, 1); process.on('exit', () => console.error(process.resourceUsage().maxRSS)); await import(${JSON.stringify(CLI)});`;
  const start = performance.now();
  const { stdout, stderr } = await run(
    process.execPath,
    ['--input-type=module', '--eval', script, '--', 'pss-gate', CLI, ...args],
    root,
    process.env,
    [0, 1],
  );
  return {
    milliseconds: performance.now() - start,
    megabytes: Number(stderr.trim().split('\n').at(-1)) / 1024,
    report: stdout,
  };
}

async function time(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function run(file, args, cwd, env, allowed = [0]) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      allowed.includes(code) ? resolve({ stdout, stderr }) : reject(new Error(`${file} ended with ${code}: ${stderr}`)),
    );
  });
}

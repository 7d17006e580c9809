import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { findRenderers } from '../../dist/render/renderers.js';
import { createSandbox } from '../../dist/render/sandbox.js';
import { print } from './best.mjs';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** 10,000 Applications take minutes: BENCH_LARGE=1 asks for them. */
const SIZES = process.env.BENCH_LARGE === '1' ? [100, 1_000, 10_000] : [100, 1_000];

/**
 * Applications of three kinds in equal parts: a chart with values of its own, an overlay, a directory. Cold against the same
 * helm and kustomize processes run bare at the same parallelism, and warm against cold.
 */
export async function benchEstate() {
  for (const size of SIZES) {
    const root = await mkdtemp(join(tmpdir(), 'pss-gate-bench-'));
    const sandbox = await createSandbox();
    try {
      await makeEstate(root, size);
      const cache = join(root, '.cache');
      const floor = await time(() => runBare(root, size, sandbox));
      const cold = await check(root, cache);
      const warm = await check(root, cache);
      const name = `estate of ${size}`;
      print(`${name}: bare renders`, `${(floor / 1000).toFixed(1)} s`);
      print(`${name}: cold / bare renders`, (cold.milliseconds / floor).toFixed(2), 'at most 1.10');
      print(`${name}: warm / cold`, (warm.milliseconds / cold.milliseconds).toFixed(3), 'at most 0.030');
      print(`${name}: peak memory`, `${Math.max(cold.megabytes, warm.megabytes).toFixed(0)} MB`, 'at most 400 MB');
      const { summary } = JSON.parse(cold.report);
      if (summary.workloads !== size || summary.targets.error > 0) throw new Error('not all was evaluated');
      if (cold.report !== warm.report) throw new Error('a warm cache changed the report');
    } finally {
      await sandbox.dispose();
      await rm(root, { recursive: true, force: true });
    }
  }
}

async function makeEstate(root, size) {
  const write = async (path, text) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await mkdir(join(root, '.git'));
  await write('charts/web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
  await write('charts/web/values.yaml', 'replicas: 1\nimage: web:1\n');
  const chartDeployment = deployment('{{ .Release.Name }}', '{{ .Values.image }}', '{{ .Values.replicas }}');
  await write('charts/web/templates/deployment.yaml', chartDeployment);
  await write('base/kustomization.yaml', 'resources: [deployment.yaml]\n');
  await write('base/deployment.yaml', deployment('api', 'api:1', 2));
  for (let index = 0; index < size; index++) {
    await write(`argocd/app-${index}.yaml`, application(index));
    if (index % 3 === 0) await write(`values/app-${index}.yaml`, `replicas: ${index % 5}\nimage: web:${index}\n`);
    else if (index % 3 === 1) {
      await write(`overlays/app-${index}/kustomization.yaml`, `resources: [../../base]\nnamePrefix: app-${index}-\n`);
    } else await write(`directories/app-${index}/deployment.yaml`, deployment(`app-${index}`, `app:${index}`, 1));
  }
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

async function runBare(root, size, sandbox) {
  const settings = { searchPath: process.env.PATH ?? '', cacheDirectory: join(root, '.cache'), workingDirectory: root };
  const { helm, kustomize } = await findRenderers(settings, sandbox);
  const limit = pLimit(availableParallelism());
  // Go's own default: what Argo CD's repository server starts has no other.
  const { GOGC: _, ...env } = sandbox.env;
  const runs = Array.from({ length: size }, (_unused, index) => index).filter((index) => index % 3 !== 2);
  await Promise.all(
    runs.map((index) =>
      limit(() =>
        index % 3 === 0
          ? run(helm.file, helmArguments(root, index), join(root, 'charts/web'), env)
          : run(kustomize.file, [...kustomize.prefix, join(root, `overlays/app-${index}`)], root, env),
      ),
    ),
  );
}

function helmArguments(root, index) {
  const values = join(root, `values/app-${index}.yaml`);
  return ['template', '.', `--name-template=app-${index}`, '--namespace=team', `--values=${values}`, '--include-crds'];
}

async function check(root, cache) {
  const args = ['check', root, '-o', 'json', '--cache-dir', cache];
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

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { print } from './best.mjs';

const NAMESPACES = 5_000;
const WORKLOADS = 50_000;
const FILES = 500;

/** Judging a whole estate by a snapshot of its namespaces, after it was read; in a process of its own, for its memory. */
export async function benchNamespaces() {
  const root = await mkdtemp(join(tmpdir(), 'pss-gate-bench-'));
  try {
    await makeEstate(root);
    const { seconds, floorSeconds, megabytes, findings } = await measure(root);
    print(
      `namespaces: ${WORKLOADS} workloads, ${NAMESPACES} namespaces, ${findings} findings`,
      `${seconds.toFixed(2)} s`,
      'at most 5.00 s',
    );
    print('namespaces: the same / the bare engine at the same levels', (seconds / floorSeconds).toFixed(2));
    print('namespaces: peak memory, reading included', `${megabytes.toFixed(0)} MB`, 'at most 500 MB');
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Every third namespace enforces restricted, every third baseline with restricted warnings, the others have no label. */
async function makeEstate(root) {
  const labels = [
    'pod-security.kubernetes.io/enforce: restricted',
    'pod-security.kubernetes.io/enforce: baseline\n      pod-security.kubernetes.io/warn: restricted',
    'team: shop',
  ];
  const items = Array.from({ length: NAMESPACES }, (_, index) => {
    const name = `team-${index}`;
    return `- apiVersion: v1
  kind: Namespace
  metadata:
    creationTimestamp: "2026-01-01T00:00:00Z"
    labels:
      kubernetes.io/metadata.name: ${name}
      ${labels[index % 3]}
    name: ${name}
    resourceVersion: "${index}"
    uid: 00000000-0000-0000-0000-${String(index).padStart(12, '0')}
  spec:
    finalizers:
    - kubernetes
  status:
    phase: Active
`;
  });
  await writeFile(
    join(root, 'namespaces.yaml'),
    `apiVersion: v1\nitems:\n${items.join('')}kind: List\nmetadata:\n  resourceVersion: ""\n`,
  );
  for (let file = 0; file < FILES; file++) {
    const directory = join(root, 'apps', `app-${file}`);
    await mkdir(directory, { recursive: true });
    const documents = Array.from({ length: WORKLOADS / FILES }, (_, index) =>
      deployment(file * (WORKLOADS / FILES) + index),
    );
    await writeFile(join(directory, 'workloads.yaml'), documents.join('---\n'));
  }
}

/** One in ten is careless, as in repositories that people look after. */
function deployment(index) {
  const careful = `          allowPrivilegeEscalation: false
          capabilities:
            drop: [ALL]`;
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${index}
  namespace: team-${index % NAMESPACES}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: app-${index}
  template:
    metadata:
      labels:
        app: app-${index}
    spec:
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
      - name: app
        image: registry.example/app:${index}
        ports:
        - containerPort: 8080
        resources:
          requests:
            cpu: 100m
            memory: 64Mi
        securityContext:
${index % 10 === 0 ? '          readOnlyRootFilesystem: true' : careful}
`;
}

function measure(root) {
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL('namespaces-worker.mjs', import.meta.url));
    const child = spawn(process.execPath, [script, root], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`${script} ended with ${code}`)),
    );
  });
}

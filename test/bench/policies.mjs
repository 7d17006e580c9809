import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { print } from './best.mjs';

const RESOURCES = 10_000;
const FILES = 100;
const POLICIES = 100;

/** `check` on an estate with and without policies, in processes of their own, for their memory. */
export async function benchPolicies() {
  const root = await mkdtemp(join(tmpdir(), 'pss-gate-bench-'));
  try {
    await makeEstate(root);
    const bare = await bestOf(root, []);
    const judged = await bestOf(root, ['--policy', join(root, 'policies')]);
    const one = await bestOf(root, ['--policy', join(root, 'others', 'policy-0.yaml')]);
    const others = await bestOf(root, ['--policy', join(root, 'others')]);
    print(`policies: check of ${RESOURCES} objects without policies`, `${bare.seconds.toFixed(2)} s`);
    print(`policies: with ${POLICIES} policies`, `${judged.seconds.toFixed(2)} s`, 'at most 15.00 s');
    print('policies: with them / without', (judged.seconds / bare.seconds).toFixed(2));
    print('policies: peak memory with them', `${judged.megabytes.toFixed(0)} MB`, 'at most 600 MB');
    print(
      `policies: ${POLICIES} that match none of the kinds / one of them`,
      (others.seconds / one.seconds).toFixed(2),
      'as good as 1.00',
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function bestOf(root, args) {
  const rounds = [await run(root, args), await run(root, args)];
  return rounds.reduce((a, b) => (b.seconds < a.seconds ? b : a));
}

async function makeEstate(root) {
  for (const directory of ['estate', 'policies', 'others']) await mkdir(join(root, directory));
  for (let file = 0; file < FILES; file++) {
    const documents = Array.from({ length: RESOURCES / FILES }, (_, index) =>
      resource(file * (RESOURCES / FILES) + index),
    );
    await writeFile(
      join(root, 'estate', `objects-${file}.yaml`),
      documents.map((each) => JSON.stringify(each)).join('\n---\n'),
    );
  }
  for (let index = 0; index < POLICIES; index++) {
    await writeFile(join(root, 'policies', `policy-${index}.yaml`), JSON.stringify(policy(index)));
    await writeFile(join(root, 'others', `policy-${index}.yaml`), JSON.stringify(patternPolicy(index, 'Ingress')));
  }
}

function resource(index) {
  const metadata = { name: `object-${index}`, namespace: `team-${index % 500}`, labels: { app: `app-${index % 50}` } };
  if (index % 5 === 3) return { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ port: 80 }] } };
  if (index % 5 === 4) return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { key: 'value' } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: deploymentSpec(index) };
}

function deploymentSpec(index) {
  const careful = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const container = (name) => ({
    name,
    image: `registry.example/${name}:1.${index}`,
    ports: [{ containerPort: 8080 }],
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    securityContext: index % 50 === 0 ? {} : careful,
  });
  return {
    selector: { matchLabels: { app: 'a' } },
    template: {
      metadata: { labels: { app: 'a' } },
      spec: {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [container('app'), container('sidecar')],
      },
    },
  };
}

/** Of each kind of rule a fifth. */
function policy(index) {
  return [patternPolicy, podSecurityPolicy, denyPolicy, foreachPolicy, celPolicy][index % 5](index, 'Pod');
}

function classic(index, kind, validate) {
  const match = { any: [{ resources: { kinds: [kind] } }] };
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name: `policy-${index}` },
    spec: { validationFailureAction: 'Audit', rules: [{ name: 'rule', match, validate }] },
  };
}

function patternPolicy(index, kind) {
  const container = { '=(securityContext)': { '=(privileged)': 'false' }, image: '!*:latest', name: `?*` };
  return classic(index, kind, {
    message: 'No privileged containers.',
    pattern: { spec: { '=(initContainers)': [container], containers: [container] } },
  });
}

function podSecurityPolicy(index, kind) {
  const exclude = [{ controlName: 'Seccomp' }, { controlName: 'Capabilities', images: [`*/tool-${index}:*`] }];
  return classic(index, kind, { podSecurity: { level: 'restricted', version: 'latest', exclude } });
}

function denyPolicy(index, kind) {
  const conditions = [
    {
      key: '{{ request.object.spec.[ephemeralContainers, initContainers, containers][].securityContext.capabilities.add[] }}',
      operator: 'AnyNotIn',
      value: ['CHOWN', 'KILL', `CAP_${index}`],
    },
  ];
  return classic(index, kind, { message: 'Too many capabilities.', deny: { conditions: { all: conditions } } });
}

function foreachPolicy(index, kind) {
  const drop = { key: 'ALL', operator: 'AnyNotIn', value: '{{ element.securityContext.capabilities.drop[] || `[]` }}' };
  return classic(index, kind, {
    message: `Drop all capabilities (${index}).`,
    foreach: [{ list: 'request.object.spec.containers[]', deny: { conditions: { all: [drop] } } }],
  });
}

function celPolicy(index) {
  return {
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'ValidatingPolicy',
    metadata: { name: `policy-${index}` },
    spec: {
      validationActions: ['Audit'],
      matchConstraints: {
        resourceRules: [
          { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE', 'UPDATE'] },
        ],
      },
      variables: [{ name: 'all', expression: 'object.spec.containers + object.spec.?initContainers.orValue([])' }],
      validations: [
        {
          expression: 'variables.all.all(container, container.?securityContext.?privileged.orValue(false) == false)',
          message: `No privileged containers (${index}).`,
        },
      ],
    },
  };
}

/** Seconds and peak memory of one run; the process tells its memory as it ends. */
function run(root, args) {
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL('policies-worker.mjs', import.meta.url));
    const start = performance.now();
    const child = spawn(process.execPath, [script, join(root, 'estate'), join(root, 'report.json'), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`${script} ended with ${code}`));
      else resolve({ ...JSON.parse(text), seconds: (performance.now() - start) / 1000 });
    });
  });
}

// Writes kyverno.ndjson: made-up workloads and podSecurity rules, each with the answer of the real Kyverno.
// `node generate.mjs <program>`; README.md says what the program has to do. The same seed gives the same cases.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const COUNT = 250;
const SEED = 20_261_125;

let state = SEED;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const below = (limit) => Math.floor(random() * limit);
const pick = (list) => list[below(list.length)];
const chance = (probability) => random() < probability;

const SETTINGS = [
  ['restricted', 'latest'],
  ['restricted', 'latest'],
  ['restricted', ''],
  ['restricted', 'v1.24'],
  ['restricted', 'v1.18'],
  ['baseline', 'latest'],
  ['baseline', 'v1.18'],
  ['privileged', 'v1.30'],
];
const IMAGES = ['nginx', 'ghcr.io/cadvisor/cadvisor:v0.49', 'localhost:5000/a/b', `x/y@sha256:${'ab'.repeat(32)}`];
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/';

/** Sets fields of the security context of the pod, a container or an init container. */
function security(path, values, pods = true) {
  const places = pods ? ['pod', 'container', 'init'] : ['container', 'init'];
  return places.map((place) => (pod) => {
    const value = pick(values);
    const target = place === 'pod' ? pod.spec : place === 'init' ? addInit(pod) : pick(pod.spec.containers);
    const context = { ...target.securityContext };
    if (value === undefined) delete context[path[0]];
    else context[path[0]] = path.length === 1 ? value : { [path[1]]: value };
    target.securityContext = context;
    const list = { pod: 'spec', container: 'spec.containers[*]', init: 'spec.initContainers[*]' }[place];
    return { field: `${list}.securityContext.${path.join('.')}`, value };
  });
}

function addInit(pod) {
  pod.spec.initContainers ??= [container('init', pick(IMAGES))];
  return pod.spec.initContainers[0];
}

function onPod(field, change) {
  return [
    (pod) => {
      const value = change(pod);
      return { field, value };
    },
  ];
}

function annotate(key, value) {
  return onPod(`metadata.annotations[${key}]`.replace(/\d+/, '*'), (pod) => {
    pod.metadata = { annotations: { ...pod.metadata?.annotations, [key]: value } };
    return value;
  });
}

function volume(source, value, type = Object.keys(source)[0] ?? 'unknown') {
  return onPod(`spec.volumes[*].${type}`, (pod) => {
    pod.spec.volumes = [...(pod.spec.volumes ?? []), { name: `v${pod.spec.volumes?.length ?? 0}`, ...source }];
    return value;
  });
}

/** What breaks a control; each returns the field and its value. */
const BREAKERS = {
  HostProcess: security(['windowsOptions', 'hostProcess'], [true]),
  'Host Namespaces': ['hostNetwork', 'hostPID', 'hostIPC'].flatMap((name) =>
    onPod(`spec.${name}`, (pod) => {
      pod.spec[name] = true;
      return true;
    }),
  ),
  'Privileged Containers': security(['privileged'], [true], false),
  Capabilities: [
    ...security(['capabilities', 'add'], [['SYS_ADMIN'], ['NET_RAW', 'KILL', 'NET_RAW'], ['CHOWN']], false),
    ...security(['capabilities', 'drop'], [['KILL', 'CHOWN'], []], false),
  ],
  'HostPath Volumes': [...volume({ hostPath: { path: '/var/log' } }, '/var/log'), ...volume({ hostPath: {} }, '')],
  'Host Ports': onPod('spec.containers[*].ports[*].hostPort', (pod) => {
    pick(pod.spec.containers).ports = [{ containerPort: 1 }, { containerPort: 2, hostPort: 80 }, { hostPort: 443 }];
    return 80;
  }),
  AppArmor: [
    ...security(['appArmorProfile', 'type'], ['Unconfined', '']),
    ...annotate(`${APPARMOR}a1`, 'unconfined'),
    ...annotate(`${APPARMOR}spec.metadata`, 'x"y'),
  ],
  SELinux: ['type', 'user', 'role'].flatMap((name) => security(['seLinuxOptions', name], ['spc_t'])),
  '/proc Mount Type': security(['procMount'], ['Unmasked'], false),
  Seccomp: [
    ...security(['seccompProfile', 'type'], ['Unconfined', '']),
    ...security(['seccompProfile'], [undefined], false),
    ...security(['seccompProfile'], [undefined], false),
    ...annotate(`${SECCOMP}pod`, 'unconfined'),
    ...annotate(`container.${SECCOMP}a`, 'unconfined'),
  ],
  Sysctls: onPod('spec.securityContext.sysctls[*].name', (pod) => {
    const sysctls = ['kernel.msgmax', 'net.ipv4.tcp_rmem', 'kernel.sem'].map((name) => ({ name, value: '1' }));
    pod.spec.securityContext = { ...pod.spec.securityContext, sysctls };
    return 'kernel.sem';
  }),
  'Volume Types': [
    ...volume({ nfs: { server: 's', path: '/' } }, ''),
    ...volume({}, ''),
    ...volume({ emptyDir: {} }, ''),
  ],
  'Privilege Escalation': security(['allowPrivilegeEscalation'], [true, null, undefined], false),
  'Running as Non-root': [...security(['runAsNonRoot'], [false]), ...security(['runAsNonRoot'], [undefined], false)],
  'Running as Non-root user': security(['runAsUser'], [0]),
  Nothing: onPod('spec', (pod) => {
    pick(pod.spec.containers).livenessProbe = { httpGet: { port: 80, host: '127.0.0.1' } };
    return '';
  }),
};

/** What depends on more than one field comes more often. */
const CONTROLS = [
  ...Object.keys(BREAKERS),
  ...['Seccomp', 'Seccomp', 'Seccomp', 'Running as Non-root', 'Capabilities'],
];

function container(name, image) {
  return {
    name,
    image,
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

/** An entry about a field that is broken, which may miss it by its images, field or values. */
function exclusion({ control, field, value }) {
  const controlName = chance(0.1) ? pick(Object.keys(BREAKERS)) : control;
  const entry = { controlName };
  if (chance(0.6)) entry.images = [pick(['*', 'nginx', '*cadvisor*', '?????', 'localhost:*'])];
  if (chance(0.4)) {
    const other = Array.isArray(value) ? ['KILL', 'NET_*'] : ['other'];
    entry.restrictedField = chance(0.2) ? field.replace('initContainers', 'containers') : field;
    entry.values = chance(0.7) ? [value].flat().map((one) => String(one ?? '*')) : other;
    if (entry.values.length === 0) entry.values = ['*'];
  }
  return entry;
}

function workload(pod) {
  const kind = pick(['Pod', 'Pod', 'Deployment', 'CronJob', 'Job']);
  if (kind === 'Pod') return { apiVersion: 'v1', kind, ...pod };
  if (kind === 'Deployment') return { apiVersion: 'apps/v1', kind, spec: { template: pod } };
  if (kind === 'Job') return { apiVersion: 'batch/v1', kind, spec: { template: pod } };
  const metadata = chance(0.5) ? { annotations: { [`${APPARMOR}a`]: 'unconfined' } } : {};
  return { apiVersion: 'batch/v1', kind, spec: { jobTemplate: { metadata, spec: { template: pod } } } };
}

function makeCase() {
  const [level, version] = pick(SETTINGS);
  const pod = { spec: { containers: [container('a', pick(IMAGES))] } };
  if (chance(0.3)) pod.spec.containers.push(container('b', pick(IMAGES)));
  if (chance(0.1)) pod.spec.os = { name: 'windows' };
  const broken = Array.from({ length: chance(0.6) ? 1 : 2 }, () => {
    const control = pick(CONTROLS);
    return { control, ...pick(BREAKERS[control])(pod) };
  });
  const entries = () => [...broken, pick(broken)].filter(() => chance(0.8)).map(exclusion);
  return {
    level,
    version,
    exclude: chance(0.75) ? entries() : [],
    exceptions: chance(0.25) ? [{ name: 'ns/a', podSecurity: entries() }] : [],
    object: workload(pod),
  };
}

const cases = Array.from({ length: COUNT }, makeCase);
const input = cases.map((one) => `${JSON.stringify({ rule: 'r', ...one })}\n`).join('');
const { stdout, status, error } = spawnSync(process.argv[2], { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
if (status !== 0) throw error ?? new Error(`the program ended with ${status}`);
const answers = stdout
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const lines = cases.map((one, index) => JSON.stringify({ ...one, answer: inCheckOrder(answers[index]) }));
writeFileSync(new URL('kyverno.ndjson', import.meta.url), `${lines.join('\n')}\n`);

/** Kyverno's order is that of a Go map once there are exclusions. */
function inCheckOrder({ status, message, checks, controls }) {
  const images = new Map(JSON.parse(controls || '[]').map(({ ID, Images }) => [ID, Images]));
  const sorted = [...(checks ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    status,
    message: message.split('(Forbidden reason: ')[0],
    checks: sorted.map(({ id, detail, text }) => ({
      id,
      text,
      images: images.get(id) ?? null,
      // The only one that is not that of Kubernetes.
      ...(id === 'runAsNonRoot' ? { detail } : {}),
    })),
  };
}

// Writes upstream.ndjson: made-up pods, each with the verdict of the real Pod Security Admission over a range of
// versions. `node generate.mjs <program>`; README.md says what the program has to do. The same seed gives the same pods.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const COUNT = 1_500;
const SEED = 20_260_801;
const MAX_LINE_BYTES = 2_500;

/** In ascending order. What comes after v1.37 must be judged as v1.37. */
const VERSIONS = [...Array.from({ length: 38 }, (_, minor) => `v1.${minor}`), 'v1.38', 'v1.99', 'latest'];
const ODD_LEVELS = ['', 'Baseline', 'strict'];
const ODD_VERSIONS = ['', '1.30', 'v1.030', 'v2.0', 'Latest'];

const NAMES = ['a', 'b', 'app', 'Ａ', '😀', 'é', 'x"y', '', 'ghost\\'];
const LISTS = ['initContainers', 'containers', 'ephemeralContainers'];
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/';
const PROFILE_TYPES = ['RuntimeDefault', 'Localhost', 'Unconfined', 'Other', 'runtime/default', '', null];
const ANNOTATION_VALUES = [
  'runtime/default',
  'docker/default',
  'localhost/x',
  'localhost/',
  'localhost',
  'unconfined',
  'Runtime/Default',
  '',
  null,
  'he said "hi"\t\\',
  '\u00a0\u200b\ufeff',
  '\u0000\u001f\u007f\u0085',
  'é Ａ 😀 \u{10fffd}',
];
const DEFAULT_CAPABILITIES = ['CHOWN', 'KILL', 'SETUID', 'NET_BIND_SERVICE', 'SYS_CHROOT', 'AUDIT_WRITE'];
const OTHER_CAPABILITIES = [
  'ALL',
  'NET_RAW',
  'SYS_ADMIN',
  'chown',
  'CAP_CHOWN',
  'CAP_NET_BIND_SERVICE',
  '😀',
  'Ａ',
  null,
];
const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
  'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_notsent_lowat',
  'net/ipv4/tcp_rmem',
  'kernel.msgmax',
  '',
  null,
];
const ALLOWED_SOURCES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const OTHER_SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
];

// A small generator of pseudo-random numbers in [0, 1): a Weyl sequence, mixed by multiplications.
let state = SEED;
function random() {
  state = (state + 0x9e3779b9) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
const chance = (probability) => random() < probability;
const upTo = (max) => Math.floor(random() * (max + 1));
const pick = (items) => items[upTo(items.length - 1)];
/** `min` to `max` items, repetitions included. */
const several = (min, max, make) => Array.from({ length: min + upTo(max - min) }, make);

/** Containers of a pod, in no particular order. */
const containersOf = (pod) => LISTS.flatMap((list) => pod.spec[list] ?? []);
/** Some containers of a pod, at least one if there are any. */
function someOf(pod) {
  const all = containersOf(pod);
  const some = all.filter(() => chance(0.5));
  return some.length > 0 || all.length === 0 ? some : [pick(all)];
}
function context(owner) {
  owner.securityContext ??= {};
  return owner.securityContext;
}
/** Sets a field of the security context of the pod, of some containers, or of both. */
function inContexts(pod, set) {
  const where = upTo(3);
  if (where !== 0) for (const container of someOf(pod)) set(context(container));
  if (where < 2) set(context(pod.spec));
}
function annotate(pod, key, value) {
  pod.metadata ??= {};
  pod.metadata.annotations ??= {};
  pod.metadata.annotations[key] = value;
}
const profile = () => (chance(0.1) ? null : chance(0.1) ? {} : { type: pick(PROFILE_TYPES) });
const address = () => ({ host: pick(['localhost', '127.0.0.1', 'z', 'Ａ', '😀', 'h"', '', null]) });
const handler = () => (chance(0.1) ? null : chance(0.5) ? { httpGet: address() } : { tcpSocket: address() });

/** One change to a pod near the border of a check; the pods take them in turn. */
const TWEAKS = {
  appArmorField: (pod) =>
    inContexts(pod, (securityContext) => {
      securityContext.appArmorProfile = profile();
    }),
  appArmorAnnotation(pod) {
    const suffixes = ['a', 'app', 'gone', '', '😀'];
    for (const suffix of several(1, 2, () => pick(suffixes))) annotate(pod, APPARMOR + suffix, pick(ANNOTATION_VALUES));
  },
  addCapabilities(pod) {
    for (const container of someOf(pod)) {
      const add = several(0, 3, () => pick(chance(0.5) ? DEFAULT_CAPABILITIES : OTHER_CAPABILITIES));
      context(container).capabilities = { ...context(container).capabilities, add: chance(0.1) ? null : add };
    }
  },
  dropCapabilities(pod) {
    for (const container of someOf(pod)) {
      const drop = several(0, 2, () => pick(['ALL', 'all', 'NET_RAW', 'CAP_ALL', null]));
      context(container).capabilities = chance(0.1) ? null : { ...context(container).capabilities, drop };
    }
  },
  hostNamespaces(pod) {
    for (const field of ['hostIPC', 'hostNetwork', 'hostPID'])
      if (chance(0.5)) pod.spec[field] = pick([true, true, false, null]);
  },
  volumes(pod) {
    pod.spec.volumes = several(1, 3, () => {
      if (chance(0.05)) return null;
      const volume = { name: pick(NAMES) };
      const sources = several(0, 2, () => pick(chance(0.4) ? ALLOWED_SOURCES : OTHER_SOURCES));
      for (const source of sources) volume[source] = chance(0.1) ? null : {};
      return volume;
    });
  },
  hostPath(pod) {
    pod.spec.volumes = [
      ...(pod.spec.volumes ?? []),
      { name: pick(NAMES), hostPath: chance(0.8) ? { path: '/x' } : null },
    ];
  },
  hostPorts(pod) {
    for (const container of someOf(pod)) {
      container.ports = several(1, 3, () => ({ hostPort: pick([80, 443, 9, 10_000, 8080, 0, null, -1, 2 ** 31 - 1]) }));
    }
  },
  probeHosts(pod) {
    for (const container of someOf(pod)) {
      container[pick(['livenessProbe', 'readinessProbe', 'startupProbe'])] = handler();
    }
  },
  hookHosts(pod) {
    for (const container of someOf(pod)) {
      container.lifecycle = chance(0.1) ? null : { [pick(['postStart', 'preStop'])]: handler() };
    }
  },
  privileged(pod) {
    for (const container of someOf(pod)) context(container).privileged = pick([true, true, false, null]);
  },
  procMount(pod) {
    for (const container of someOf(pod)) {
      context(container).procMount = pick(['Unmasked', 'Unmasked', 'Default', 'default', '', null]);
    }
    if (chance(0.4)) pod.spec.hostUsers = false;
  },
  seLinuxOptions: (pod) =>
    inContexts(pod, (securityContext) => {
      const options = {};
      const types = ['container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t', 'spc_t', '', null];
      if (chance(0.7)) options.type = pick([...types, 'container_engine_t', 'z_t']);
      if (chance(0.2)) options.user = pick(['u', '', null]);
      if (chance(0.2)) options.role = pick(['r', '', null]);
      if (chance(0.2)) options.level = 's0';
      securityContext.seLinuxOptions = chance(0.1) ? null : options;
    }),
  seccompAnnotation(pod) {
    const keys = [`${SECCOMP}pod`, ...containersOf(pod).map(({ name }) => `container.${SECCOMP}${name}`)];
    for (const key of several(1, 2, () => pick([...keys, `container.${SECCOMP}gone`]))) {
      annotate(pod, key, pick(ANNOTATION_VALUES));
    }
  },
  seccompField: (pod) =>
    inContexts(pod, (securityContext) => {
      securityContext.seccompProfile = profile();
    }),
  sysctls(pod) {
    const sysctls = several(0, 4, () => (chance(0.05) ? null : { name: pick(SYSCTLS) }));
    context(pod.spec).sysctls = chance(0.05) ? null : sysctls;
  },
  windowsHostProcess: (pod) =>
    inContexts(pod, (securityContext) => {
      securityContext.windowsOptions = chance(0.1) ? null : { hostProcess: pick([true, true, false, null]) };
    }),
  allowPrivilegeEscalation(pod) {
    for (const container of someOf(pod)) context(container).allowPrivilegeEscalation = pick([true, false, null]);
  },
  runAsNonRoot(pod) {
    inContexts(pod, (securityContext) => {
      securityContext.runAsNonRoot = pick([true, false, null]);
    });
    if (chance(0.3)) pod.spec.hostUsers = false;
  },
  runAsUser(pod) {
    inContexts(pod, (securityContext) => {
      securityContext.runAsUser = pick([0, 0, 1, 65_534, -1, null]);
    });
    if (chance(0.3)) pod.spec.hostUsers = false;
  },
  os(pod) {
    pod.spec.os = pick([{ name: 'windows' }, { name: 'windows' }, { name: 'Windows' }, { name: 'linux' }, {}, null]);
    for (const container of someOf(pod)) delete container.securityContext;
  },
  hostUsers(pod) {
    pod.spec.hostUsers = pick([false, true, null]);
    for (const container of someOf(pod)) delete container.securityContext;
  },
  /** Null for any one thing: everywhere it stands for nothing. */
  nothing(pod) {
    const [owner, key] = pick(placesOf(pod));
    owner[key] = null;
  },
};

function placesOf(value) {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [[value, key], ...placesOf(value[key])]);
}

/** What a container says before it is tweaked: more at restricted, where silence is forbidden. */
function makeContainer(restricted, podComplies) {
  const container = { name: pick(chance(0.6) ? NAMES.slice(0, 3) : NAMES) };
  if (!restricted || chance(0.1)) return container;
  container.securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  if (!podComplies)
    Object.assign(container.securityContext, { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  return container;
}

function makePod(restricted) {
  const podComplies = restricted && chance(0.6);
  const pod = { spec: {} };
  if (podComplies) pod.spec.securityContext = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
  pod.spec.containers = several(chance(0.05) ? 0 : 1, chance(0.2) ? 2 : 1, () =>
    makeContainer(restricted, podComplies),
  );
  if (chance(0.2)) pod.spec.initContainers = [makeContainer(restricted, podComplies)];
  if (chance(0.2)) pod.spec.ephemeralContainers = [makeContainer(restricted, podComplies)];
  return pod;
}

function makeCase(index) {
  const kinds = Object.keys(TWEAKS);
  const level = chance(0.02) ? pick(['privileged', ...ODD_LEVELS]) : pick(['baseline', 'restricted']);
  const pod = makePod(level !== 'baseline');
  const tweaks = [kinds[index % kinds.length], ...several(0, 2, () => pick(kinds)).filter(() => chance(0.4))];
  // Null comes last, for the other tweaks write below what it may replace.
  for (const kind of tweaks.sort((a, b) => Number(a === 'nothing') - Number(b === 'nothing'))) TWEAKS[kind](pod);
  return { level, versions: chance(0.01) ? [pick(ODD_VERSIONS)] : VERSIONS, pod };
}

/** Has the program judge every case at all its versions. */
function judge(program, cases) {
  const input = cases.flatMap(({ level, versions, pod }) =>
    versions.map((version) => `${JSON.stringify({ level, version, pod })}\n`),
  );
  const { stdout, status, error } = spawnSync(program, { input: input.join(''), encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (error !== undefined || status !== 0) throw new Error(`${program} failed`, { cause: error });
  const verdicts = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  if (verdicts.length !== input.length)
    throw new Error(`${program} answered ${verdicts.length} of ${input.length} lines`);
  let start = 0;
  return cases.map(({ versions }) => {
    const own = verdicts.slice(start, start + versions.length);
    start += versions.length;
    // Only versions made to be refused may give an error; a pod that does not decode would be no vector.
    const failed = own.find(({ Err: message }) => message !== '' && versions === VERSIONS);
    if (failed !== undefined) throw new Error(failed.Err);
    return own;
  });
}

/** Groups neighbouring versions of one verdict. */
function rangesOf(versions, verdicts) {
  const ranges = [];
  for (const [index, { Allowed: allowed, Reason: reason, Detail: detail, Checks: checks }] of verdicts.entries()) {
    const texts = allowed ? {} : { reason, detail };
    const last = ranges.at(-1);
    if (last !== undefined && last.checks === checks && last.detail === texts.detail) last.to = versions[index];
    else ranges.push({ from: versions[index], to: versions[index], checks, ...texts });
  }
  return ranges;
}

const program = process.argv[2];
if (program === undefined) throw new Error('usage: node generate.mjs <program that judges>');
const cases = Array.from({ length: 2 * COUNT }, (_, index) => makeCase(index));
const lines = judge(program, cases).map((verdicts, index) => {
  const { level, versions, pod } = cases[index];
  return JSON.stringify({ level, pod, verdicts: rangesOf(versions, verdicts) });
});
const short = [...new Set(lines)].filter((line) => Buffer.byteLength(line) <= MAX_LINE_BYTES);
writeFileSync(new URL('upstream.ndjson', import.meta.url), [...short.slice(0, COUNT), ''].join('\n'));

import fc, { type Arbitrary } from 'fast-check';
import { CONTROLS } from '../../../src/kyverno/pod-security/controls.ts';
import type { PodSecurityExclusion } from '../../../src/kyverno/pod-security/evaluate.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import type { PodSpec } from '../../../src/pss/index.ts';
import { container, pod } from './rules.ts';

const profile = fc.constantFrom({ type: 'Unconfined' }, { type: 'RuntimeDefault' }, {}, null);
const seLinuxOptions = fc.constantFrom({ type: 'spc_t' }, { user: 'u', role: 'r' }, { type: 'x', role: 'r' }, {});
const windowsOptions = fc.constantFrom({ hostProcess: true }, {});
const shared = {
  appArmorProfile: profile,
  seccompProfile: profile,
  seLinuxOptions,
  windowsOptions,
  runAsNonRoot: fc.constantFrom(true, false, null),
  runAsUser: fc.constantFrom(0, 1),
};

/** At most this many of its fields are set. */
function some(fields: Readonly<Record<string, Arbitrary<unknown>>>): Arbitrary<object> {
  const all = fc.record(fields);
  return fc
    .tuple(all, fc.subarray(Object.keys(fields), { maxLength: 3 }))
    .map(([values, names]) => Object.fromEntries(names.map((name) => [name, values[name]])));
}

const securityContext = some({
  ...shared,
  allowPrivilegeEscalation: fc.constantFrom(true, null),
  capabilities: fc.constantFrom({ drop: ['KILL'], add: ['NET_RAW', 'KILL'] }, { drop: ['ALL'], add: ['SYS_TIME'] }, {}),
  privileged: fc.boolean(),
  procMount: fc.constantFrom('Default', 'Unmasked', ''),
});
const podSecurityContext = some({
  ...shared,
  sysctls: fc.constantFrom([{ name: 'kernel.sem' }, { name: 'kernel.msgmax' }], [{ name: 'net.ipv4.tcp_syncookies' }]),
});
const volume = fc.constantFrom({ hostPath: { path: '/' } }, { hostPath: {} }, { nfs: {} }, { emptyDir: {} }, {});
const handler = fc.constantFrom({ httpGet: { host: 'h' } }, { tcpSocket: { host: 'k' } }, {});

const IMAGES = ['nginx', 'busybox:1'];

/** Containers of a list, with names that no other has. */
function containers(list: string, minLength: number): Arbitrary<PodSpec['containers']> {
  const one = fc.record({
    image: fc.constantFrom(...IMAGES),
    securityContext,
    isBare: fc.boolean(),
    ports: fc.constantFrom([], [{ hostPort: 80 }, { hostPort: 443 }]),
    livenessProbe: handler,
  });
  return fc.array(one, { minLength, maxLength: 3 }).map((items) =>
    items.map(({ image, securityContext: context, isBare, ports, livenessProbe }, index) => {
      const name = `${list}-${index}`;
      const made = isBare ? { name, image, securityContext: context } : container(name, image, context);
      return index === 0 ? { ...made, ports, livenessProbe } : made;
    }),
  );
}

/** Pods that decode and break this and that. */
export const brokenPod: Arbitrary<KubernetesObject> = fc
  .record({
    containers: containers('main', 1),
    initContainers: fc.oneof(fc.constant([]), containers('init', 0)),
    ephemeralContainers: fc.constant([]),
    securityContext: podSecurityContext,
    volumes: fc.array(volume, { maxLength: 2 }),
    hostNetwork: fc.boolean(),
    hostUsers: fc.constantFrom(true, false, undefined),
    os: fc.constantFrom({ name: 'linux' }, { name: 'windows' }),
    annotations: fc.dictionary(
      fc.constantFrom('main-0', 'x1').map((name) => `container.apparmor.security.beta.kubernetes.io/${name}`),
      fc.constantFrom('unconfined', 'runtime/default'),
      { maxKeys: 2 },
    ),
  })
  .map(({ annotations, ...spec }) => pod(spec as PodSpec, annotations));

const FIELDS = [
  'spec.containers[*].securityContext.seccompProfile.type',
  'spec.securityContext.seccompProfile.type',
  'spec.containers[*].securityContext.capabilities.add',
  'spec.securityContext.sysctls[*].name',
  'spec.volumes[*].hostPath',
];

export const anyExclusion: Arbitrary<PodSecurityExclusion> = fc.record({
  controlName: fc.constantFrom(...CONTROLS.map(({ name }) => name)),
  images: fc.constantFrom<readonly string[]>([], ['*'], ['nginx'], ['busybox*']),
  restrictedField: fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom(...FIELDS) },
  ),
  values: fc.constantFrom<readonly string[]>([], [], ['*'], ['Unconfined', 'kernel.s*', '/']),
});

export const version: Arbitrary<string> = fc.constantFrom('latest', '', 'v1.34', 'v1.24', 'v1.19', 'v1.18', 'v1.7');

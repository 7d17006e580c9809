import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath } from '../../src/model/field-path.ts';
import { describe as describeForbidden, evaluatePod, judgePod, UNDECODABLE } from '../../src/pss/evaluate.ts';
import type { PodObject } from '../../src/pss/index.ts';
import { almostPod, json, misfit } from './arbitraries.ts';
import { parseStandard, splitStandard, VERSIONS } from './judge.ts';
import { annotated, bare, container, inEveryList, pod, secured } from './pod.ts';
import { conforms, FIELDS, FULL_POD, POD, replaceAt } from './shape.ts';

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/';

const ESCALATION =
  'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false)';
const CAPABILITIES = 'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"])';
const NON_ROOT = 'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)';
const PROFILE =
  'seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';
const UNMASKED = 'procMount (container "a" must not set securityContext.procMount to "Unmasked")';

const bareA = { containers: [bare('a')] };
const unmasked = pod({ hostUsers: false, containers: [secured('a', { procMount: 'Unmasked' })] });
const userNamespace = pod({
  hostUsers: false,
  securityContext: { runAsNonRoot: false, runAsUser: 0 },
  containers: [secured('a', { runAsNonRoot: null })],
});
const engine = pod({ containers: [secured('a', { seLinuxOptions: { type: 'container_engine_t' } })] });
const rmem = pod({
  securityContext: {
    sysctls: ['net.ipv4.tcp_rmem', 'zz', 'aa', 'zz', 'net/ipv4/tcp_syncookies'].map((name) => ({ name })),
  },
});
const probing = (name: string, host: string) => container(name, { livenessProbe: { httpGet: { host } } });
const probes = pod({ containers: [probing('z', 'h2'), probing('a', 'h1'), probing('z', 'h1')] });
const opening = (name: string, ...ports: number[]) =>
  container(name, { ports: ports.map((hostPort) => ({ hostPort })) });
const twoSources = pod({ volumes: [{ name: 'v', emptyDir: {}, hostPath: {} }] });
const noSource = pod({ volumes: [{ name: 'v' }] });
const nfs = pod({
  volumes: [
    { name: 'v', nfs: {} },
    { name: 'w', hostPath: {} },
    { name: 'x', nfs: {} },
  ],
});
const seccompAnnotations = annotated({
  [`${SECCOMP}pod`]: 'unconfined',
  [`container.${SECCOMP}a`]: '',
  [`container.${SECCOMP}ghost`]: 'unconfined',
});
const emptyProfiles = pod({
  securityContext: { seccompProfile: {} },
  containers: [secured('a', { seccompProfile: {} }), secured('b', { seccompProfile: null })],
});
const capabilities = pod({
  containers: [
    secured('a', { capabilities: { drop: ['all'], add: ['CAP_NET_BIND_SERVICE', 'chown'] } }),
    secured('b', { capabilities: null }),
  ],
});

/** Answers of upstream's own code: the vectors E1 to E28 of the specification. */
const VECTORS: readonly (readonly [id: string, standard: string, pod: PodObject, reason: string, detail: string])[] = [
  ['E1 an empty spec', 'restricted:latest', { spec: {} }, '', ''],
  ['E2 a bare container', 'baseline:latest', pod(bareA), '', ''],
  ['E2 a bare container', 'restricted:v1.0', pod(bareA), 'runAsNonRoot != true', NON_ROOT],
  [
    'E2 a bare container',
    'restricted:v1.8',
    pod(bareA),
    'allowPrivilegeEscalation != false, runAsNonRoot != true',
    `${ESCALATION}, ${NON_ROOT}`,
  ],
  [
    'E2 a bare container',
    'restricted:v1.19',
    pod(bareA),
    'allowPrivilegeEscalation != false, runAsNonRoot != true, seccompProfile',
    `${ESCALATION}, ${NON_ROOT}, ${PROFILE}`,
  ],
  ...['v1.22', 'latest', 'v1.99'].map(
    (version) =>
      [
        'E2 a bare container',
        `restricted:${version}`,
        pod(bareA),
        'allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile',
        `${ESCALATION}, ${CAPABILITIES}, ${NON_ROOT}, ${PROFILE}`,
      ] as const,
  ),
  [
    'E3 a bare container on Windows',
    'restricted:v1.24',
    pod({ ...bareA, os: { name: 'windows' } }),
    'allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile',
    `${ESCALATION}, ${CAPABILITIES}, ${NON_ROOT}, ${PROFILE}`,
  ],
  [
    'E3 a bare container on Windows',
    'restricted:v1.25',
    pod({ ...bareA, os: { name: 'windows' } }),
    'runAsNonRoot != true',
    NON_ROOT,
  ],
  [
    'E4 Windows in capitals',
    'restricted:latest',
    pod({ ...bareA, os: { name: 'Windows' } }),
    'allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile',
    `${ESCALATION}, ${CAPABILITIES}, ${NON_ROOT}, ${PROFILE}`,
  ],
  [
    'E5 root in a user namespace',
    'restricted:v1.34',
    userNamespace,
    'runAsNonRoot != true, runAsUser=0',
    'runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false), runAsUser=0 (pod must not set runAsUser=0)',
  ],
  ['E5 root in a user namespace', 'restricted:v1.35', userNamespace, '', ''],
  ['E6 an unmasked /proc in a user namespace', 'baseline:v1.34', unmasked, 'procMount', UNMASKED],
  ['E6 an unmasked /proc in a user namespace', 'baseline:v1.35', unmasked, '', ''],
  ['E6 an unmasked /proc in a user namespace', 'restricted:v1.34', unmasked, 'procMount', UNMASKED],
  ['E6 an unmasked /proc in a user namespace', 'restricted:v1.35', unmasked, 'procMount', UNMASKED],
  [
    'E7 AppArmor in all three places',
    'baseline:v1.0',
    annotated(
      { [`${APPARMOR}zzz`]: 'unconfined' },
      {
        securityContext: { appArmorProfile: { type: 'Unconfined' } },
        containers: [secured('a', { appArmorProfile: { type: '' } })],
      },
    ),
    'forbidden AppArmor profiles',
    'forbidden AppArmor profiles (pod and container "a" and annotation must not set AppArmor profile type to "", "Unconfined", "container.apparmor.security.beta.kubernetes.io/zzz="unconfined"")',
  ],
  [
    'E8 one AppArmor type in several places',
    'baseline:latest',
    pod({
      securityContext: { appArmorProfile: { type: 'Unconfined' } },
      containers: ['a', 'b'].map((name) => secured(name, { appArmorProfile: { type: 'Unconfined' } })),
    }),
    'forbidden AppArmor profile',
    'forbidden AppArmor profile (pod and containers "a", "b" must not set AppArmor profile type to "Unconfined")',
  ],
  [
    'E9 an annotation that needs quoting',
    'baseline:latest',
    annotated({ [`${APPARMOR}a`]: 'he said "hi"\t\\' }),
    'forbidden AppArmor profile',
    'forbidden AppArmor profile (annotation must not set AppArmor profile type to "container.apparmor.security.beta.kubernetes.io/a="he said \\"hi\\"\\t\\\\"")',
  ],
  [
    'E10 container_engine_t',
    'baseline:v1.30',
    engine,
    'seLinuxOptions',
    'seLinuxOptions (container "a" set forbidden securityContext.seLinuxOptions: type "container_engine_t")',
  ],
  ['E10 container_engine_t', 'baseline:v1.31', engine, '', ''],
  [
    'E11 SELinux type, user and role',
    'baseline:latest',
    pod({
      securityContext: { seLinuxOptions: { user: 'u' } },
      initContainers: [secured('i', { seLinuxOptions: { type: 'zz', role: 'r' } })],
    }),
    'seLinuxOptions',
    'seLinuxOptions (pod and container "i" set forbidden securityContext.seLinuxOptions: type "zz"; user may not be set; role may not be set)',
  ],
  [
    'E12 sysctls',
    'baseline:v1.31',
    rmem,
    'forbidden sysctls',
    'forbidden sysctls (net.ipv4.tcp_rmem, zz, aa, zz, net/ipv4/tcp_syncookies)',
  ],
  [
    'E12 sysctls',
    'baseline:v1.32',
    rmem,
    'forbidden sysctls',
    'forbidden sysctls (zz, aa, zz, net/ipv4/tcp_syncookies)',
  ],
  [
    'E13 host ports',
    'baseline:latest',
    pod({ containers: [opening('a', 8080, 10000), opening('b', 9, 8080)] }),
    'hostPort',
    'hostPort (containers "a", "b" use hostPorts 10000, 8080, 9)',
  ],
  ['E14 probe hosts', 'baseline:v1.33', probes, '', ''],
  [
    'E14 probe hosts',
    'baseline:v1.34',
    probes,
    'probe or lifecycle host',
    'probe or lifecycle host (containers "a", "z" use probe or lifecycle hosts "h1", "h2")',
  ],
  ['E15 a volume with two sources', 'baseline:latest', twoSources, 'hostPath volumes', 'hostPath volumes (volume "v")'],
  ['E15 a volume with two sources', 'restricted:latest', twoSources, '', ''],
  ['E16 a volume without a source', 'baseline:latest', noSource, '', ''],
  [
    'E16 a volume without a source',
    'restricted:latest',
    noSource,
    'restricted volume types',
    'restricted volume types (volume "v" uses restricted volume type "unknown")',
  ],
  ['E17 volumes of two types', 'baseline:latest', nfs, 'hostPath volumes', 'hostPath volumes (volume "w")'],
  [
    'E17 volumes of two types',
    'restricted:latest',
    nfs,
    'restricted volume types',
    'restricted volume types (volumes "v", "w", "x" use restricted volume types "hostPath", "nfs")',
  ],
  ['E18 an image volume', 'restricted:v1.0', pod({ volumes: [{ name: 'v', image: {} }] }), '', ''],
  [
    'E19 seccomp annotations',
    'baseline:v1.18',
    seccompAnnotations,
    'seccompProfile',
    'seccompProfile (forbidden annotations container.seccomp.security.alpha.kubernetes.io/a="", seccomp.security.alpha.kubernetes.io/pod="unconfined")',
  ],
  ['E19 seccomp annotations', 'baseline:v1.19', seccompAnnotations, '', ''],
  ...['baseline', 'restricted'].map(
    (level) =>
      [
        'E20 empty seccomp profiles',
        `${level}:latest`,
        emptyProfiles,
        'seccompProfile',
        'seccompProfile (pod and container "a" must not set securityContext.seccompProfile.type to "")',
      ] as const,
  ),
  [
    'E21 capabilities',
    'baseline:latest',
    capabilities,
    'non-default capabilities',
    'non-default capabilities (container "a" must not include "CAP_NET_BIND_SERVICE", "chown" in securityContext.capabilities.add)',
  ],
  [
    'E21 capabilities',
    'restricted:latest',
    capabilities,
    'unrestricted capabilities',
    'unrestricted capabilities (containers "a", "b" must set securityContext.capabilities.drop=["ALL"]; container "a" must not include "CAP_NET_BIND_SERVICE", "chown" in securityContext.capabilities.add)',
  ],
  [
    'E22 host processes',
    'baseline:latest',
    pod({
      securityContext: { windowsOptions: { hostProcess: true } },
      containers: [container('a'), secured('b', { windowsOptions: { hostProcess: true } })],
    }),
    'hostProcess',
    'hostProcess (pod and container "b" must not set securityContext.windowsOptions.hostProcess=true)',
  ],
  [
    'E23 the order of checks',
    'baseline:latest',
    pod({
      hostNetwork: true,
      securityContext: {
        seLinuxOptions: { user: 'u' },
        seccompProfile: { type: 'Unconfined' },
        sysctls: [{ name: 'zz' }],
      },
    }),
    'host namespaces, seLinuxOptions, seccompProfile, forbidden sysctls',
    'host namespaces (hostNetwork=true), seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: user may not be set), seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined"), forbidden sysctls (zz)',
  ],
  [
    'E24 the order of containers',
    'baseline:latest',
    inEveryList((name) => secured(name, { privileged: true })),
    'privileged',
    'privileged (containers "i", "c", "e" must not set securityContext.privileged=true)',
  ],
  [
    'E25 an explicit false hides who says nothing',
    'restricted:latest',
    pod({
      securityContext: { runAsNonRoot: false },
      containers: [container('a'), secured('b', { runAsNonRoot: null })],
    }),
    'runAsNonRoot != true',
    'runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false)',
  ],
  [
    'E26 an empty procMount',
    'baseline:latest',
    pod({ containers: [secured('a', { procMount: '' }), secured('b', { procMount: 'Unmasked' })] }),
    'procMount',
    'procMount (containers "a", "b" must not set securityContext.procMount to "", "Unmasked")',
  ],
  [
    'E27 characters beyond the basic plane sort last',
    'baseline:latest',
    pod({ containers: [secured('a', { capabilities: { add: ['\u{1f600}', '\uff21', 'Z'] } })] }),
    'non-default capabilities',
    'non-default capabilities (container "a" must not include "Z", "\uff21", "\u{1f600}" in securityContext.capabilities.add)',
  ],
  [
    'E28 a quote in a name',
    'baseline:latest',
    pod({ containers: [secured('x"y', { privileged: true })] }),
    'privileged',
    'privileged (container "x"y" must not set securityContext.privileged=true)',
  ],
];

describe("evaluatePod gives upstream's answers", () => {
  it.each(VECTORS)('%s (%s)', (_, standard, object, reason, detail) => {
    const verdict = evaluatePod(splitStandard(standard), object);
    expect({ ...verdict, checks: [] }).toStrictEqual({ allowed: detail === '', reason, detail, checks: [] });
  });
});

describe('evaluatePod puts the results together', () => {
  it('gives one result a check in force, in order, allowed or not', () => {
    const { checks } = evaluatePod({ level: 'baseline', version: 'v1.0' }, pod({ hostPID: true }));
    expect(checks).toStrictEqual([
      { id: 'appArmorProfile', allowed: true, reason: '', detail: '' },
      { id: 'capabilities_baseline', allowed: true, reason: '', detail: '' },
      { id: 'hostNamespaces', allowed: false, reason: 'host namespaces', detail: 'hostPID=true' },
      { id: 'hostPathVolumes', allowed: true, reason: '', detail: '' },
      { id: 'hostPorts', allowed: true, reason: '', detail: '' },
      { id: 'privileged', allowed: true, reason: '', detail: '' },
      { id: 'procMount', allowed: true, reason: '', detail: '' },
      { id: 'seLinuxOptions', allowed: true, reason: '', detail: '' },
      { id: 'seccompProfile_baseline', allowed: true, reason: '', detail: '' },
      { id: 'sysctls', allowed: true, reason: '', detail: '' },
      { id: 'windowsHostProcess', allowed: true, reason: '', detail: '' },
    ]);
  });

  it('leaves both texts empty when nothing is broken', () => {
    const { allowed, reason, detail } = evaluatePod({ level: 'restricted', version: 'latest' }, pod());
    expect({ allowed, reason, detail }).toEqual({ allowed: true, reason: '', detail: '' });
  });

  it('leaves out the parentheses of a reason without a detail', () => {
    const object = pod({
      hostPID: true,
      securityContext: { sysctls: [{ name: '' }], windowsOptions: { hostProcess: true } },
    });
    expect(evaluatePod({ level: 'baseline', version: 'latest' }, object)).toMatchObject({
      allowed: false,
      reason: 'host namespaces, forbidden sysctls, hostProcess',
      detail:
        'host namespaces (hostPID=true), forbidden sysctls, hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)',
    });
  });

  it('forbids a pod whose only broken check has no detail', () => {
    const object = pod({ securityContext: { sysctls: [{ name: '' }] } });
    expect(evaluatePod({ level: 'baseline', version: 'latest' }, object)).toMatchObject({
      allowed: false,
      reason: 'forbidden sysctls',
      detail: 'forbidden sysctls',
    });
  });

  it('allows every pod at privileged, without checks', () => {
    const verdict = evaluatePod({ level: 'privileged', version: 'latest' }, FULL_POD);
    expect(verdict).toStrictEqual({ allowed: true, reason: '', detail: '', checks: [] });
  });

  it.each(['', 'Baseline', 'baseline ', 'strict'])('judges at restricted when the level is %j', (level) => {
    const restricted = evaluatePod({ level: 'restricted', version: 'v1.20' }, pod(bareA));
    expect(evaluatePod({ level, version: 'v1.20' }, pod(bareA))).toEqual(restricted);
    expect(restricted.allowed).toBe(false);
  });

  it.each(['', '1.20', 'v1.020', 'v2.0', 'Latest'])('judges at latest when the version is %j', (version) => {
    const latest = evaluatePod({ level: 'restricted', version: 'latest' }, pod(bareA));
    expect(evaluatePod({ level: 'restricted', version }, pod(bareA))).toEqual(latest);
    expect(latest.allowed).toBe(false);
  });

  it.each<[string, PodObject]>([
    ['an empty object', {}],
    ['null members', { metadata: null, spec: null }],
    ['no containers', { spec: { containers: [] } }],
  ])('allows %s at restricted: there is nothing to forbid', (_, object) => {
    expect(evaluatePod({ level: 'restricted', version: 'latest' }, object).allowed).toBe(true);
  });

  it('ignores keys in another case, as the API does', () => {
    const object = { spec: { HostNetwork: true, hostnetwork: true, Containers: [{ name: 'a' }] } } as PodObject;
    expect(evaluatePod({ level: 'restricted', version: 'latest' }, object).allowed).toBe(true);
  });

  it('does not touch the pod', () => {
    const before = structuredClone(FULL_POD);
    for (const level of ['privileged', 'baseline', 'restricted']) {
      for (const version of VERSIONS) evaluatePod({ level, version }, deepFreeze(FULL_POD));
    }
    expect(FULL_POD).toEqual(before);
  });
});

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

describe('judgePod', () => {
  it.each(['privileged:v1.0', 'baseline:v1.18', 'restricted:v1.22', 'restricted:latest'])(
    'agrees with evaluatePod at %s',
    (standard) => {
      const { level, version } = parseStandard(standard);
      const judgements = judgePod(level, version, FULL_POD);
      const verdict = evaluatePod(splitStandard(standard), FULL_POD);
      expect(
        judgements.map(({ check, forbidden }) => [check.id, forbidden?.reason ?? '', forbidden?.detail ?? '']),
      ).toEqual(verdict.checks.map(({ id, reason, detail }) => [id, reason, detail]));
    },
  );

  it('gives every broken check at least one field to change', () => {
    for (const standard of VERSIONS.flatMap((version) => [`baseline:${version}`, `restricted:${version}`])) {
      const { level, version } = parseStandard(standard);
      for (const object of [FULL_POD, pod(bareA), userNamespace, capabilities, emptyProfiles, nfs, rmem]) {
        for (const { check, forbidden } of judgePod(level, version, object)) {
          if (forbidden === undefined) continue;
          expect([standard, check.id, forbidden.violations().length]).not.toEqual([standard, check.id, 0]);
        }
      }
    }
  });
});

describe('describe', () => {
  it.each([
    ['reason', 'detail', 'reason (detail)'],
    ['reason', '', 'reason'],
    ['reason', 'a (b)', 'reason (a (b))'],
  ])('%s and "%s" read %s', (reason, detail, expected) => {
    expect(describeForbidden({ reason, detail, violations: () => [] })).toBe(expected);
  });
});

describe('evaluatePod is total', () => {
  const anyLevel = fc.oneof(fc.constantFrom('privileged', 'baseline', 'restricted'), fc.string());
  const anyVersion = fc.oneof(
    fc.constantFrom(...VERSIONS, 'latest'),
    fc.bigInt({ min: 0n }).map((minor) => `v1.${minor}`),
    fc.string(),
  );

  /** What a verdict must be whatever the pod: of one mind with itself and with the types of the pod's fields. */
  function expectSound(level: string, version: string, object: unknown): void {
    const verdict = evaluatePod({ level, version }, object as PodObject);
    const reasons = verdict.checks.filter(({ allowed }) => !allowed).map(({ reason }) => reason);
    if (conforms(POD, object)) {
      expect(verdict.reason).toBe(reasons.join(', '));
      expect(verdict.allowed).toBe(reasons.length === 0);
    } else {
      expect(verdict).toMatchObject({ allowed: false, reason: UNDECODABLE, checks: [] });
    }
  }

  it('on any JSON value and any strings', () => {
    fc.assert(fc.property(anyLevel, anyVersion, json, expectSound), { numRuns: 1_000 });
  });

  it('on pods that decode and on pods that nearly do', () => {
    fc.assert(fc.property(anyLevel, anyVersion, almostPod, expectSound), { numRuns: 1_000 });
  });

  it.each([
    ['null', null],
    ['an empty list', []],
    ['a number', 5],
    ['a string', 'pod'],
    ['a boolean', true],
  ])('on %s', (_, value) => {
    for (const level of ['privileged', 'baseline', 'restricted', 'x']) expectSound(level, 'latest', value);
  });

  it('with null in any place', () => {
    for (const { path } of FIELDS.slice(1)) {
      for (const level of ['privileged', 'baseline', 'restricted']) {
        for (const version of ['v1.0', 'v1.18', 'v1.24', 'latest']) {
          expectSound(level, version, replaceAt(FULL_POD, path, null));
        }
      }
    }
  });

  it('and never allows a pod with a value of a wrong type, at no level', () => {
    fc.assert(
      fc.property(anyLevel, anyVersion, misfit, (level, version, { field: { path }, value }) => {
        const verdict = evaluatePod({ level, version }, replaceAt(FULL_POD, path, value) as PodObject);
        expect(verdict).toMatchObject({ allowed: false, reason: 'pod does not decode', checks: [] });
        expect(verdict.detail).toContain(`(${formatPath(path) || 'pod'}`);
      }),
      { numRuns: 1_000 },
    );
  });

  it('and names all fields of a wrong type', () => {
    const object = { spec: { hostPID: 'yes', containers: [{ name: 5 }] } } as unknown as PodObject;
    expect(evaluatePod({ level: 'privileged', version: 'latest' }, object)).toStrictEqual({
      allowed: false,
      reason: 'pod does not decode',
      detail:
        'pod does not decode (spec.hostPID: expected a boolean, got the string "yes"; spec.containers[0].name: expected a string, got the number 5)',
      checks: [],
    });
  });
});

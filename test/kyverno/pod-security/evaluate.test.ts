import { describe, expect, it } from 'vitest';
import { evaluatePodSecurity } from '../../../src/kyverno/pod-security/evaluate.ts';
import type { KyvernoMode } from '../../../src/kyverno/types.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { container, exception, pod, rule, WITHOUT_SECCOMP } from './rules.ts';

const MODES: readonly KyvernoMode[] = ['strict', 'compat'];
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';

const template = { spec: { containers: [{ name: 'a', securityContext: { privileged: true } }] } };
const PRIVILEGED: readonly [kind: string, object: KubernetesObject, prefix: string][] = [
  ['Pod', { kind: 'Pod', ...template }, ''],
  ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'].map(
    (kind): [string, KubernetesObject, string] => [kind, { kind, spec: { template } }, 'spec.template.'],
  ),
  ['CronJob', { kind: 'CronJob', spec: { jobTemplate: { spec: { template } } } }, 'spec.jobTemplate.spec.template.'],
];

describe.each(MODES)('%s mode', (mode) => {
  const judge = (level: string, object: KubernetesObject, version = 'latest') =>
    evaluatePodSecurity('r', rule(level, [], version), object, [], mode);

  it.each(PRIVILEGED)('finds the pod of a %s', (_, object, prefix) => {
    const { status, message, brokenChecks } = judge('baseline', object);
    const field = `${prefix}spec.containers[0].securityContext.privileged`;
    expect(status).toBe('fail');
    expect(message).toBe(
      `Validation rule 'r' failed. It violates PodSecurity "baseline:latest": (Forbidden reason: privileged, field error list: [${field} is forbidden, forbidden values found: true])`,
    );
    expect(brokenChecks).toEqual([
      {
        id: 'privileged',
        control: 'Privileged Containers',
        reason: 'privileged',
        detail: 'container "a" must not set securityContext.privileged=true',
        fields: [{ path: field, found: true }],
      },
    ]);
  });

  it('writes the message of a bare container as Kyverno does', () => {
    const object = { kind: 'Deployment', spec: { template: { spec: { containers: [{ name: 'c', image: 'x' }] } } } };
    const { message, properties } = evaluatePodSecurity('autogen-r', rule('restricted'), object, [], mode);
    const at = 'spec.template.spec.containers[0].securityContext';
    const parts = [
      `(Forbidden reason: allowPrivilegeEscalation != false, field error list: [${at}.allowPrivilegeEscalation: Required value])`,
      `(Forbidden reason: unrestricted capabilities, field error list: [${at}.capabilities.drop: Required value])`,
      `(Forbidden reason: runAsNonRoot != true, field error list: [${at}.runAsNonRoot: Required value])`,
      `(Forbidden reason: seccompProfile, field error list: [${at}.seccompProfile.type: Required value])`,
    ];
    expect(message).toBe(
      `Validation rule 'autogen-r' failed. It violates PodSecurity "restricted:latest": ${parts.join('')}`,
    );
    expect(properties).toEqual({
      standard: 'restricted',
      version: 'latest',
      controls: 'allowPrivilegeEscalation,capabilities_restricted,runAsNonRoot,seccompProfile_restricted',
      controlsJSON: JSON.stringify([
        { ID: 'allowPrivilegeEscalation', Name: 'Privilege Escalation', Images: ['docker.io/x:latest'] },
        { ID: 'capabilities_restricted', Name: 'Capabilities', Images: ['docker.io/x:latest'] },
        { ID: 'runAsNonRoot', Name: 'Running as Non-root', Images: ['docker.io/x:latest'] },
        { ID: 'seccompProfile_restricted', Name: 'Seccomp', Images: ['docker.io/x:latest'] },
      ]),
    });
  });

  it('prints the version as it is written', () => {
    const object = pod({ hostNetwork: true });
    expect(judge('baseline', object, '').message).toContain('PodSecurity "baseline:": (');
    expect(judge('baseline', object, '').properties.version).toBe('');
    expect(judge('baseline', object, 'v1.20').message).toContain('PodSecurity "baseline:v1.20": (');
  });

  it.each(['x', 'v1', 'v1.01', 'v2.0', 'Latest', 'v1.24 '])('cannot read the version %j', (version) => {
    expect(judge('baseline', pod({}), version)).toEqual({
      status: 'error',
      message: 'failed to parse pod security api version: must be "latest" or "v1.x"',
      properties: {},
    });
  });

  it.each([
    ['ConfigMap', { kind: 'ConfigMap' }, 'could not find correct resource type'],
    ['PodTemplate', { kind: 'PodTemplate', template }, 'could not find correct resource type'],
    ['a spec that is none', { kind: 'Pod', spec: 5 }, 'spec: expected an object, got the number 5'],
    [
      'a template that is none',
      { kind: 'Job', spec: { template: [] } },
      'spec.template: expected an object, got a list',
    ],
    [
      'two wrong types',
      { kind: 'Pod', spec: { hostPID: 'yes', containers: [{ securityContext: { privileged: 1 } }] } },
      'spec.hostPID: expected a boolean, got the string "yes"; spec.containers[0].securityContext.privileged: expected a boolean, got the number 1',
    ],
    [
      'a wrong type in a template',
      { kind: 'Deployment', spec: { template: { metadata: { annotations: { a: 1 } } } } },
      'spec.template.metadata.annotations.a: expected a string, got the number 1',
    ],
    [
      'an image that is none',
      { kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec: { initContainers: [{ image: 5 }] } } } } } },
      'spec.jobTemplate.spec.template.spec.initContainers[0].image: expected a string, got the number 5',
    ],
    [
      'a host path that is none',
      { kind: 'Pod', spec: { volumes: [null, { hostPath: { path: ['/'] } }] } },
      'spec.volumes[1].hostPath.path: expected a string, got a list',
    ],
  ])('is an error for %s', (_, object, reason) => {
    expect(judge('baseline', object)).toEqual({
      status: 'error',
      message: `Error while getting new resource: ${reason}`,
      properties: {},
    });
  });

  it('passes what holds no pod, and pods of nulls', () => {
    for (const object of [{ kind: 'Deployment' }, { kind: 'CronJob', spec: null }, { kind: 'Pod', spec: null }]) {
      expect(judge('restricted', object)).toEqual({
        status: 'pass',
        message: "Validation rule 'r' passed.",
        properties: {},
      });
    }
  });

  describe('with exceptions', () => {
    const object = pod({ hostNetwork: true, containers: [container('a', 'nginx', { privileged: true })] });
    const host = exception('ns/host', { controlName: 'Host Namespaces' });
    const nginx = exception('ns/nginx', { controlName: 'Privileged Containers', images: ['nginx*'] });
    const withExceptions = (exclude: Parameters<typeof rule>[1], ...exceptions: (typeof host)[]) =>
      evaluatePodSecurity('r', rule('baseline', exclude), object, exceptions, mode);

    it('skips what several excuse together', () => {
      expect(withExceptions([], host, nginx)).toEqual({
        status: 'skip',
        message: 'rule is skipped due to policy exceptions ns/host, ns/nginx',
        properties: {},
        exceptions: ['ns/host', 'ns/nginx'],
      });
    });

    it('fails with what one leaves', () => {
      const { status, brokenChecks, exceptions } = withExceptions([], host);
      expect([status, brokenChecks?.map(({ id }) => id), exceptions]).toEqual(['fail', ['privileged'], undefined]);
    });

    it('applies the exclusions of the rule first', () => {
      const exclude = [{ controlName: 'Host Namespaces' }];
      expect(withExceptions(exclude, nginx).message).toBe('rule is skipped due to policy exceptions ns/nginx');
      const all = [...exclude, { controlName: 'Privileged Containers', images: ['*'] }];
      expect(withExceptions(all, nginx)).toMatchObject({ status: 'pass' });
    });
  });
});

describe('the modes differ in', () => {
  const statuses = (object: KubernetesObject, ...of: Parameters<typeof rule>) =>
    MODES.map((mode) => evaluatePodSecurity('r', rule(...of), object, [], mode).status);
  const idsAndFields = (object: KubernetesObject, ...of: Parameters<typeof rule>) =>
    MODES.map((mode) =>
      evaluatePodSecurity('r', rule(...of), object, [], mode).brokenChecks?.map(({ id, fields }) => [
        id,
        ...fields.map(({ path }) => path),
      ]),
    );

  it('the level privileged, which Kyverno judges as restricted', () => {
    expect(statuses(pod({ hostPID: true }), 'privileged')).toEqual(['pass', 'fail']);
  });

  it('a level that is none', () => {
    expect(statuses(pod({ containers: [container('a', 'b')] }), 'Restricted')).toEqual(['error', 'pass']);
    const { message } = evaluatePodSecurity('r', rule('x'), pod({}), [], 'strict');
    expect(message).toBe('failed to parse pod security level: must be one of privileged, baseline, restricted');
  });

  it('baseline checks that a restricted one stands for', () => {
    const object = pod({ containers: [container('a', 'b', { capabilities: { drop: ['ALL'], add: ['SYS_TIME'] } })] });
    const field = 'spec.containers[0].securityContext.capabilities.add';
    expect(idsAndFields(object, 'restricted')).toEqual([
      [['capabilities_restricted', field]],
      [
        ['capabilities_baseline', field],
        ['capabilities_restricted', field],
      ],
    ]);
  });

  it('checks that are younger than the version', () => {
    const object = pod({ containers: [{ name: 'a', livenessProbe: { httpGet: { host: '127.0.0.1' } } }] });
    expect(statuses(object, 'baseline', [], 'v1.33')).toEqual(['pass', 'fail']);
    expect(idsAndFields(object, 'baseline', [], 'v1.34')).toEqual([
      [['hostProbesAndHostLifecycle', 'spec.containers[0].livenessProbe.httpGet.host']],
      [['hostProbesAndHostLifecycle']],
    ]);
  });

  it('rules that are younger than Kyverno', () => {
    const object = pod({ hostUsers: false, containers: [container('a', 'b', { runAsUser: 0, runAsNonRoot: false })] });
    expect(statuses(object, 'restricted', [], 'v1.35')).toEqual(['pass', 'fail']);
    expect(statuses(object, 'restricted', [], 'v1.34')).toEqual(['fail', 'fail']);
  });

  it('the name and the exclusion of the check on probes', () => {
    const hook = { lifecycle: { preStop: { tcpSocket: { host: 'h' } } } };
    const object = pod({ containers: [{ ...container('a', 'nginx'), ...hook }] });
    const controls = MODES.map((mode) => evaluatePodSecurity('r', rule('baseline'), object, [], mode).properties);
    expect(controls.map(({ controlsJSON }) => controlsJSON)).toEqual([
      '[{"ID":"hostProbesAndHostLifecycle","Name":"Host Probes / Lifecycle Hooks","Images":["docker.io/nginx:latest"]}]',
      '[{"ID":"hostProbesAndHostLifecycle","Name":"","Images":null}]',
    ]);
    const excluded = { controlName: 'Host Probes / Lifecycle Hooks', images: ['nginx'] };
    expect(statuses(object, 'baseline', [excluded])).toEqual(['pass', 'fail']);
  });

  it('the annotations of a CronJob', () => {
    const bad = { annotations: { [`${APPARMOR}a`]: 'unconfined' } };
    const cronJob = (ofJob: object, ofPod: object) => ({
      kind: 'CronJob',
      spec: { jobTemplate: { metadata: ofJob, spec: { template: { metadata: ofPod } } } },
    });
    expect(statuses(cronJob(bad, {}), 'baseline')).toEqual(['pass', 'fail']);
    expect(statuses(cronJob({}, bad), 'baseline')).toEqual(['fail', 'pass']);
  });

  it('how fields of annotations are written', () => {
    const object = pod({}, { [`${APPARMOR}a`]: 'unconfined' });
    const messages = MODES.map((mode) => evaluatePodSecurity('r', rule('baseline'), object, [], mode).message);
    expect(messages.map((message) => /list: \[(.*) is forbidden/.exec(message)?.[1])).toEqual([
      `metadata.annotations[${APPARMOR}a]`,
      `spec.template.metadata.annotations[${APPARMOR}a]`,
    ]);
  });

  it('fields of their names in other places', () => {
    const object = {
      kind: 'Deployment',
      spec: { template: { metadata: { annotations: { [`${APPARMOR}spec.metadata`]: 'unconfined' } } } },
    };
    const { message, brokenChecks } = evaluatePodSecurity('r', rule('baseline'), object, [], 'compat');
    expect(message).toContain(
      `spec.template.metadata.annotations[${APPARMOR}spec.template.spec.spec.template.metadata] is forbidden`,
    );
    expect(brokenChecks?.[0]?.fields).toEqual([
      { path: `spec.template.metadata.annotations["${APPARMOR}spec.metadata"]`, found: 'unconfined' },
    ]);
  });

  it('annotations of containers of one name', () => {
    const key = 'container.seccomp.security.alpha.kubernetes.io/a';
    const object = pod({ containers: [{ name: 'a' }], initContainers: [{ name: 'a' }] }, { [key]: 'unconfined' });
    const field = `metadata.annotations["${key}"]`;
    expect(idsAndFields(object, 'baseline', [], 'v1.18')).toEqual([
      [['seccompProfile_baseline', field]],
      [['seccompProfile_baseline', field, field]],
    ]);
  });

  it('texts of what is left', () => {
    const containers = [container('a', 'nginx', WITHOUT_SECCOMP), container('b', 'busybox', WITHOUT_SECCOMP)];
    const exclude = [{ controlName: 'Seccomp', images: ['nginx'] }];
    const checks = MODES.map(
      (mode) => evaluatePodSecurity('r', rule('restricted', exclude), pod({ containers }), [], mode).brokenChecks?.[0],
    );
    const end = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
    expect(checks.map((check) => check?.detail)).toEqual([
      `pod or container "b" ${end}`,
      `pod or containers "a", "b" ${end}`,
    ]);
    expect(checks[0]?.fields).toEqual(checks[1]?.fields);
  });
});

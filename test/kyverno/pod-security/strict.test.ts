import { describe, expect, it } from 'vitest';
import { evaluatePodSecurity } from '../../../src/kyverno/pod-security/evaluate.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { container, pod, rule, WITHOUT_SECCOMP, type Written } from './rules.ts';

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** Check, detail and fields of what is left. */
function remaining(object: KubernetesObject, level: string, exclude: readonly Written[], version = 'latest') {
  const { brokenChecks = [] } = evaluatePodSecurity('r', rule(level, exclude, version), object, [], 'strict');
  return brokenChecks.map(({ id, detail, fields }) => [id, detail, ...fields.map(({ path }) => path)]);
}

describe('strict mode', () => {
  describe('with a restricted check that stands for a baseline check of another control', () => {
    const object = pod({
      volumes: [
        { name: 'log', hostPath: { path: '/var/log' } },
        { name: 'root', hostPath: { path: '/' } },
        { name: 'both', emptyDir: {}, hostPath: { path: '/' } },
        { name: 'nfs', nfs: {} },
      ],
    });
    const volumeTypes = { controlName: 'Volume Types' };
    const hostPaths = { controlName: 'HostPath Volumes' };
    const nfs = ['restrictedVolumes', 'volume "nfs" uses restricted volume type "nfs"', 'spec.volumes[3].nfs'];

    it.each([
      [
        'excluding none',
        [],
        [
          [
            'restrictedVolumes',
            'volumes "log", "root", "nfs" use restricted volume types "hostPath", "nfs"',
            ...['spec.volumes[0].hostPath', 'spec.volumes[1].hostPath', 'spec.volumes[3].nfs'],
          ],
        ],
      ],
      [
        'excluding the one that stands',
        [volumeTypes],
        [['hostPathVolumes', 'volumes "log", "root"', 'spec.volumes[0].hostPath', 'spec.volumes[1].hostPath']],
      ],
      [
        'excluding the one that does not show',
        [hostPaths],
        [
          [
            'restrictedVolumes',
            'volumes "log", "root", "nfs" use restricted volume types "hostPath", "nfs"',
            ...['spec.volumes[0].hostPath', 'spec.volumes[1].hostPath', 'spec.volumes[3].nfs'],
          ],
        ],
      ],
      ['excluding both', [hostPaths, volumeTypes], []],
      ['excluding both the other way', [volumeTypes, hostPaths], []],
      [
        'excluding host paths of the one and some of the other',
        [
          { ...volumeTypes, restrictedField: 'spec.volumes[*].hostPath', values: ['*'] },
          { ...hostPaths, restrictedField: 'spec.volumes[*].hostPath', values: ['/var/*'] },
        ],
        [nfs, ['hostPathVolumes', 'volume "root"', 'spec.volumes[1].hostPath']],
      ],
    ])('judges a pod %s', (_, exclude, expected) => {
      expect(remaining(object, 'restricted', exclude)).toEqual(expected);
    });
  });

  it('excuses the very value that is excluded, not one like it', () => {
    const sysctls = ['kernel.msgmax', 'kernel.sem'].map((name) => ({ name }));
    const field = 'spec.securityContext.sysctls[*].name';
    const exclude = [{ controlName: 'Sysctls', restrictedField: field, values: ['kernel.sem'] }];
    expect(remaining(pod({ securityContext: { sysctls } }), 'baseline', exclude)).toEqual([
      ['sysctls', 'kernel.msgmax', 'spec.securityContext.sysctls[0].name'],
    ]);
  });

  it('finds annotations with digits by their own names', () => {
    const object = pod({}, { [`${APPARMOR}web1`]: 'unconfined', [`${APPARMOR}web2`]: 'unconfined' });
    const exclude = (key: string) => [
      { controlName: 'AppArmor', restrictedField: `metadata.annotations[${APPARMOR}${key}]`, values: ['*'] },
    ];
    expect(remaining(object, 'baseline', exclude('web2'))).toEqual([
      [
        'appArmorProfile',
        `annotation must not set AppArmor profile type to "${APPARMOR}web1="unconfined""`,
        `metadata.annotations["${APPARMOR}web1"]`,
      ],
    ]);
    expect(remaining(object, 'baseline', exclude('web*'))).toEqual([]);
  });

  it('finds containers by their places where names repeat', () => {
    const privileged = { privileged: true };
    const object = pod({ containers: [container('a', 'x', privileged), container('a', 'y', privileged)] });
    expect(remaining(object, 'baseline', [{ controlName: 'Privileged Containers', images: ['y'] }])).toEqual([
      [
        'privileged',
        'container "a" must not set securityContext.privileged=true',
        'spec.containers[0].securityContext.privileged',
      ],
    ]);
  });

  it.each([
    ['Seccomp', WITHOUT_SECCOMP, { seccompProfile: { type: 'Unconfined' } }, 'seccompProfile.type'],
    ['Running as Non-root', { runAsNonRoot: undefined }, { runAsNonRoot: false }, 'runAsNonRoot'],
  ])('%s: sees containers that say nothing behind those that are excluded', (controlName, silent, wrong, field) => {
    const object = pod({ containers: [container('a', 'nginx', wrong), container('b', 'busybox', silent)] });
    const left = remaining(object, 'restricted', [{ controlName, images: ['nginx'] }]);
    expect(left.map(([, , ...fields]) => fields)).toEqual([[`spec.containers[1].securityContext.${field}`]]);
    expect(left[0]?.[1]).toContain('pod or container "b" must set');
    expect(remaining(object, 'restricted', [{ controlName, images: ['*'] }])).toEqual([]);
  });

  it.each([
    ['Seccomp', { seccompProfile: { type: 'Unconfined' } }],
    ['Running as Non-root', { runAsNonRoot: false }],
  ])('%s: an entry without images covers the pod, and containers that go by it', (controlName, securityContext) => {
    const silent = { ...WITHOUT_SECCOMP, runAsNonRoot: undefined };
    const others =
      'seccompProfile' in securityContext ? { runAsNonRoot: true } : { seccompProfile: { type: 'RuntimeDefault' } };
    const containers = [container('a', 'nginx', silent), container('b', 'busybox', silent)];
    const object = pod({ securityContext: { ...others, ...securityContext }, containers });
    expect(remaining(object, 'restricted', []).map(([id]) => id)).toHaveLength(1);
    expect(remaining(object, 'restricted', [{ controlName }])).toEqual([]);
  });

  it('an entry without images excuses no value of a container', () => {
    const object = pod({ containers: [container('a', 'nginx', { runAsNonRoot: false })] });
    expect(remaining(object, 'restricted', [{ controlName: 'Running as Non-root' }]).map(([id]) => id)).toEqual([
      'runAsNonRoot',
    ]);
  });

  /** Two containers break each rule; what is left when one of them, or one of its fields, is excluded. */
  const DETAILS: readonly [
    control: string,
    securityContext: object,
    field: string,
    values: string[],
    detail: string,
  ][] = [
    [
      'Privilege Escalation',
      { allowPrivilegeEscalation: true },
      'allowPrivilegeEscalation',
      ['true'],
      'container "b" must set securityContext.allowPrivilegeEscalation=false',
    ],
    [
      'AppArmor',
      { appArmorProfile: { type: 'Unconfined' } },
      'appArmorProfile.type',
      ['Un*'],
      'container "b" must not set AppArmor profile type to "Unconfined"',
    ],
    [
      'Capabilities',
      { capabilities: { drop: ['KILL'], add: ['CHOWN'] } },
      'capabilities.drop',
      ['KILL'],
      'container "b" must set securityContext.capabilities.drop=["ALL"]; containers "a", "b" must not include "CHOWN" in securityContext.capabilities.add',
    ],
    [
      'Capabilities',
      { capabilities: { drop: ['KILL'], add: ['CHOWN'] } },
      'capabilities.add',
      ['CHOWN'],
      'containers "a", "b" must set securityContext.capabilities.drop=["ALL"]; container "b" must not include "CHOWN" in securityContext.capabilities.add',
    ],
    [
      'SELinux',
      { seLinuxOptions: { type: 'spc_t', user: 'u' } },
      'seLinuxOptions.type',
      ['spc_t'],
      'containers "a", "b" set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set',
    ],
    [
      '/proc Mount Type',
      { procMount: 'Unmasked' },
      'procMount',
      ['*'],
      'container "b" must not set securityContext.procMount to "Unmasked"',
    ],
    [
      'Seccomp',
      { seccompProfile: {} },
      'seccompProfile.type',
      ['x'],
      'container "b" must not set securityContext.seccompProfile.type to ""',
    ],
    [
      'Running as Non-root',
      { runAsNonRoot: false },
      'runAsNonRoot',
      ['false'],
      'container "b" must not set securityContext.runAsNonRoot=false',
    ],
    ['Running as Non-root user', { runAsUser: 0 }, 'runAsUser', ['0'], 'container "b" must not set runAsUser=0'],
    [
      'HostProcess',
      { windowsOptions: { hostProcess: true } },
      'windowsOptions.hostProcess',
      ['true'],
      'container "b" must not set securityContext.windowsOptions.hostProcess=true',
    ],
    [
      'Privileged Containers',
      { privileged: true },
      'privileged',
      ['true'],
      'container "b" must not set securityContext.privileged=true',
    ],
  ];

  it.each(DETAILS)('%s: %j without %s of one container', (controlName, securityContext, field, values, detail) => {
    const containers = [container('a', 'x', securityContext), container('b', 'y', securityContext)];
    const restrictedField = `spec.containers[*].securityContext.${field}`;
    const exclude = [{ controlName, images: ['x'], restrictedField, values }];
    expect(remaining(pod({ containers }), 'restricted', exclude).map((check) => check[1])).toEqual([detail]);
  });

  it('names the ports, hosts and annotations that are left', () => {
    const ports = [{ hostPort: 80 }, { hostPort: 443 }];
    const probes = { livenessProbe: { httpGet: { host: 'a.b' } }, readinessProbe: { tcpSocket: { host: 'c.d' } } };
    const object = pod(
      {
        containers: [
          { name: 'a', ports, ...probes },
          { name: 'b', ports },
        ],
      },
      { 'seccomp.security.alpha.kubernetes.io/pod': 'x', 'container.seccomp.security.alpha.kubernetes.io/a': 'y' },
    );
    const exclude: Written[] = [
      {
        controlName: 'Host Ports',
        images: ['*'],
        restrictedField: 'spec.containers[*].ports[*].hostPort',
        values: ['80'],
      },
      {
        controlName: 'Host Probes / Lifecycle Hooks',
        images: [''],
        restrictedField: 'spec.containers[*].livenessProbe.httpGet.host',
        values: ['a.?'],
      },
      {
        controlName: 'Seccomp',
        restrictedField: 'metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]',
        values: ['*'],
      },
    ];
    expect(remaining(object, 'baseline', exclude).map(([, detail]) => detail)).toEqual([
      'containers "a", "b" use hostPort 443',
      'container "a" uses probe or lifecycle host "c.d"',
    ]);
    expect(remaining(object, 'baseline', exclude, 'v1.18').map(([, detail]) => detail)).toEqual([
      'containers "a", "b" use hostPort 443',
      'forbidden annotation container.seccomp.security.alpha.kubernetes.io/a="y"',
    ]);
  });
});

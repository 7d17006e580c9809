import { describe, expect, it } from 'vitest';
import { evaluatePodSecurity } from '../../../src/kyverno/pod-security/evaluate.ts';
import type { PodSpec } from '../../../src/pss/index.ts';
import { container, pod, rule, WITHOUT_SECCOMP } from './rules.ts';

const POLICY = rule('restricted', [{ controlName: 'Seccomp' }, { controlName: 'Seccomp', images: ['cadvisor*'] }]);

const app = container('app', 'nginx', WITHOUT_SECCOMP);
const sidecar = container('sidecar', 'busybox', WITHOUT_SECCOMP);
const cadvisor = container('cadvisor', 'cadvisor:v0.49', WITHOUT_SECCOMP);
const UNCONFINED = { seccompProfile: { type: 'Unconfined' } };

const SECOND = 'spec.containers[1].securityContext.seccompProfile.type: Required value';

/**
 * The entry without images excuses the profile of the pod, and that one container has none, whichever comes first. So the
 * order of containers decides; Kyverno 1.19.1 gives the same answers.
 */
const CASES: readonly [name: string, spec: PodSpec, remaining: string | undefined][] = [
  ['a pod without seccomp', { containers: [app] }, undefined],
  ['a cadvisor container without', { containers: [cadvisor] }, undefined],
  ['a cadvisor container and another without', { containers: [cadvisor, app] }, SECOND],
  ['another and then a cadvisor container without', { containers: [app, cadvisor] }, undefined],
  ['two other containers without', { containers: [app, sidecar] }, SECOND],
  ['a pod-level Unconfined', { securityContext: UNCONFINED, containers: [app] }, undefined],
  ['a pod-level Unconfined for two', { securityContext: UNCONFINED, containers: [app, sidecar] }, undefined],
  [
    'a container that is Unconfined',
    { containers: [container('app', 'nginx', UNCONFINED)] },
    'spec.containers[0].securityContext.seccompProfile.type is forbidden, forbidden values found: Unconfined',
  ],
  [
    'an init container without',
    { initContainers: [sidecar], containers: [app] },
    'spec.initContainers[0].securityContext.seccompProfile.type: Required value',
  ],
];

describe('restricted with two exclusions of Seccomp', () => {
  for (const mode of ['strict', 'compat'] as const) {
    it.each(CASES)(`${mode} mode judges %s`, (_, spec, remaining) => {
      const { status, message } = evaluatePodSecurity('psa', POLICY, pod(spec), [], mode);
      expect(status).toBe(remaining === undefined ? 'pass' : 'fail');
      expect(message).toBe(
        remaining === undefined
          ? "Validation rule 'psa' passed."
          : `Validation rule 'psa' failed. It violates PodSecurity "restricted:latest": (Forbidden reason: seccompProfile, field error list: [${remaining}])`,
      );
    });
  }
});

import { describe, expect, it } from 'vitest';
import { CONTROLS, controlNameOf, findControl } from '../../../src/kyverno/pod-security/controls.ts';
import { STANDARD } from '../../../src/pss/index.ts';

describe('CONTROLS', () => {
  it('have all checks of the standards, by the names of these', () => {
    const named = CONTROLS.flatMap(({ name, checks }) => checks.map((id) => `${id}: ${name}`));
    expect(named.sort()).toEqual(STANDARD.checks.map(({ id, control }) => `${id}: ${control}`).sort());
  });

  it('are restricted only where no check of theirs is baseline', () => {
    const levels = new Map(STANDARD.checks.map(({ id, level }) => [id, level]));
    for (const { checks, isRestrictedOnly } of CONTROLS) {
      expect(isRestrictedOnly).toBe(checks.every((id) => levels.get(id) === 'restricted'));
    }
  });

  it('have fields of the pod, of containers, or of both', () => {
    const fieldsOf = new Map(STANDARD.checks.map(({ id, fields }) => [id, fields.join(' ')]));
    for (const { checks, fields } of CONTROLS) {
      const text = checks.map((id) => fieldsOf.get(id)).join(' ');
      const ofContainers = text.includes('spec.containers');
      const ofPod = /spec\.(securityContext|host|volumes)/.test(text);
      expect(fields).toBe(ofContainers && ofPod ? 'both' : ofContainers ? 'container' : 'pod');
    }
  });
});

describe('findControl', () => {
  it('is case-sensitive', () => {
    expect(findControl('Seccomp')?.checks).toEqual(['seccompProfile_baseline', 'seccompProfile_restricted']);
    expect(findControl('seccomp')).toBeUndefined();
    expect(findControl('')).toBeUndefined();
  });
});

describe('controlNameOf', () => {
  it.each([
    ['privileged', 'Privileged Containers', 'Privileged Containers'],
    ['hostProbesAndHostLifecycle', 'Host Probes / Lifecycle Hooks', ''],
    ['other', '', ''],
  ])('%s', (id, strict, compat) => {
    expect([controlNameOf(id, 'strict'), controlNameOf(id, 'compat')]).toEqual([strict, compat]);
  });
});

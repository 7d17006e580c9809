import { describe, expect, it } from 'vitest';
import { AUTO_GEN_ANNOTATION, findControllers } from '../../../src/kyverno/auto-gen/controllers.ts';
import type { Rule } from '../../../src/kyverno/read/rule.ts';
import { MATCH_PODS, rule } from '../fixtures.ts';

const rules = (...all: Readonly<Record<string, unknown>>[]) => all as unknown as readonly Rule[];
const matching = (resources: object) => rule({ match: { any: [{ resources: { kinds: ['Pod'], ...resources } }] } });

const SEVEN = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'];

describe('findControllers', () => {
  it.each<[name: string, rule: Readonly<Record<string, unknown>>]>([
    ['Pods', rule()],
    ['Pods by themselves', rule({ match: { resources: { kinds: ['Pod'] } } })],
    ['a controller', rule({ match: { any: [{ resources: { kinds: ['Deployment'] } }] } })],
    ['namespaces', matching({ namespaces: ['shop'] })],
    ['labels of namespaces', matching({ namespaceSelector: {} })],
    ['operations', matching({ operations: ['CREATE'] })],
    ['several filters', rule({ match: { any: [...MATCH_PODS.any, { resources: { kinds: ['Service'] } }] } })],
    ['users', rule({ exclude: { any: [{ clusterRoles: ['admin'] }] } })],
    ['a merged patch', rule({ mutate: { patchStrategicMerge: {} } })],
  ])('is on for a rule on %s', (_name, on) => {
    const { controllers, reason } = findControllers(rules(on), {});
    expect([...controllers].sort()).toEqual(SEVEN);
    expect(reason).toBeUndefined();
  });

  it.each<[reason: string, rule: Readonly<Record<string, unknown>>]>([
    ['rule r matches by name', matching({ name: 'web-*' })],
    ['rule r matches by name', matching({ names: ['web-*'] })],
    ['rule r matches by selector', matching({ selector: {} })],
    ['rule r matches by annotations', matching({ annotations: {} })],
    ['rule r names Pod together with other kinds', matching({ kinds: ['Pod', 'Service'] })],
    ['rule r names Pod together with other kinds', matching({ kinds: ['v1/Pod', 'Deployment'] })],
    ['rule r matches by name', rule({ match: { all: [{ resources: { kinds: ['Pod'], names: ['a'] } }] } })],
    ['rule r matches by name', rule({ match: { resources: { kinds: ['Pod'], name: 'a' } } })],
    ['rule r matches by name', rule({ exclude: { any: [{ resources: { names: ['a'] } }] } })],
    ['rule r generates', rule({ generate: { kind: 'ConfigMap' } })],
    ['rule r mutates by a JSON patch', rule({ mutate: { patchesJson6902: '[]' } })],
    ['rule r mutates by a JSON patch', rule({ mutate: { foreach: [{ list: 'x', patchesJson6902: '[]' }] } })],
    ['no rule names the kind as just Pod', matching({ kinds: ['v1/Pod'] })],
    ['no rule names the kind as just Pod', matching({ kinds: ['Service'] })],
  ])('is off because %s', (reason, off) => {
    const found = findControllers(rules(off), {});
    expect(found.reason).toBe(reason);
    expect([...found.controllers]).toEqual([]);
  });

  it('is off for all rules when it is for one', () => {
    expect(findControllers(rules(rule(), { ...matching({ names: ['a'] }), name: 'other' }), {}).reason).toBe(
      'rule other matches by name',
    );
  });

  it.each<[annotation: string, controllers: string[]]>([
    ['Deployment,Job', ['Deployment', 'Job']],
    ['none', ['none']],
    ['', ['']],
    ['Deployment, Job', ['Deployment', ' Job']],
  ])('takes "%s" from the annotation', (annotation, controllers) => {
    const found = findControllers(rules(rule()), { [AUTO_GEN_ANNOTATION]: annotation });
    expect([...found.controllers]).toEqual(controllers);
  });
});

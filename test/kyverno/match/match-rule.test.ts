import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidateOf } from '../../../src/kyverno/match/candidate.ts';
import { splitApiVersion } from '../../../src/kyverno/match/kind-selector.ts';
import { compileRuleMatch } from '../../../src/kyverno/match/match-rule.ts';
import type { MatchResources, ResourceDescription, ResourceFilter } from '../../../src/kyverno/read/rule.ts';
import type { PolicyRequest, UserInfo } from '../../../src/kyverno/types.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { object, requestOf } from '../fixtures.ts';

interface Parts {
  readonly match: MatchResources;
  readonly exclude?: MatchResources;
}

function applies(rule: Parts, matched: KubernetesObject, request: Partial<PolicyRequest> = {}): boolean {
  const kind = splitApiVersion(String(matched.apiVersion), matched.kind);
  const test = compileRuleMatch(rule, kind);
  return test?.(candidateOf(matched, requestOf(matched, request))) ?? false;
}

const PODS: ResourceDescription = { kinds: ['Pod'] };
const resources = (description: ResourceDescription): ResourceFilter => ({ resources: description });
const any = (...filters: ResourceFilter[]): MatchResources => ({ any: filters });
const all = (...filters: ResourceFilter[]): MatchResources => ({ all: filters });

const POD = object({
  metadata: {
    name: 'web-1',
    namespace: 'shop',
    labels: { app: 'web' },
    annotations: { 'example.com/owner': 'team-a' },
  },
});
const NAMESPACE = object({ kind: 'Namespace', metadata: { name: 'shop', labels: { env: 'prod' } } });
const GENERATED = object({ metadata: { name: '', generateName: 'web-' } });

describe('match', () => {
  it.each<[name: string, match: MatchResources, matches: boolean]>([
    ['one filter', any(resources(PODS)), true],
    ['another kind', any(resources({ kinds: ['Service'] })), false],
    ['any of two', any(resources({ kinds: ['Service'] }), resources(PODS)), true],
    ['all of two', all(resources({ kinds: ['Service'] }), resources(PODS)), false],
    ['two that both fit', all(resources({ names: ['web-*'] }), resources(PODS)), true],
    ['a filter by itself', resources(PODS), true],
    ['nothing', {}, false],
    ['a filter that is empty', any({}), false],
    ['attributes that do not all fit', any(resources({ ...PODS, names: ['db'] })), false],
    ['name', any(resources({ ...PODS, name: 'web-?' })), true],
    ['one of several names', any(resources({ ...PODS, names: ['db', 'web-1'] })), true],
    ['namespaces', any(resources({ ...PODS, namespaces: ['sh*'] })), true],
    ['other namespaces', any(resources({ ...PODS, namespaces: ['default'] })), false],
    ['annotations', any(resources({ ...PODS, annotations: { 'example.com/*': 'team-?' } })), true],
    ['other annotations', any(resources({ ...PODS, annotations: { 'example.com/owner': 'team-b' } })), false],
    ['labels', any(resources({ ...PODS, selector: { matchLabels: { app: 'web' } } })), true],
    ['other labels', any(resources({ ...PODS, selector: { matchLabels: { app: 'db' } } })), false],
    ['labels of the namespace', any(resources({ ...PODS, namespaceSelector: { matchLabels: { env: 'prod' } } })), true],
    [
      'other labels of the namespace',
      any(resources({ ...PODS, namespaceSelector: { matchLabels: { env: 'test' } } })),
      false,
    ],
    ['the operation', any(resources({ ...PODS, operations: ['UPDATE', 'CREATE'] })), true],
    ['another operation', any(resources({ ...PODS, operations: ['DELETE'] })), false],
  ])('%s', (_name, match, matches) => {
    expect(applies({ match }, POD, { namespaceLabels: { env: 'prod' } })).toBe(matches);
  });

  it('takes the prefix of a generated name for the name', () => {
    expect(applies({ match: any(resources({ ...PODS, names: ['web-'] })) }, GENERATED)).toBe(true);
  });

  it.each<[name: string, description: ResourceDescription, matches: boolean]>([
    ['its name among namespaces', { kinds: ['Namespace'], namespaces: ['shop'] }, true],
    ['another name', { kinds: ['Namespace'], namespaces: ['default'] }, false],
    ['labels of its namespace, which it does not have', { kinds: ['*'], namespaceSelector: {} }, false],
    ['its own labels', { kinds: ['*'], selector: { matchLabels: { env: 'prod' } } }, true],
  ])('of a Namespace by %s', (_name, description, matches) => {
    expect(applies({ match: any(resources(description)) }, NAMESPACE, { namespaceLabels: { env: 'prod' } })).toBe(
      matches,
    );
  });

  it('matches an object without a namespace by "*" only', () => {
    const node = object({ kind: 'Node' });
    expect(applies({ match: any(resources({ kinds: ['Node'], namespaces: ['*'] })) }, node)).toBe(true);
    expect(applies({ match: any(resources({ kinds: ['Node'], namespaces: ['?*'] })) }, node)).toBe(false);
  });

  it('passes over labels when one of them is no text, as Kubernetes does', () => {
    const broken = object({ metadata: { labels: { app: 'web', replicas: 3 } } });
    expect(applies({ match: any(resources({ ...PODS, selector: { matchLabels: { app: 'web' } } })) }, broken)).toBe(
      false,
    );
  });

  it.each<[kind: string, subresource: string, matches: boolean]>([
    ['Pod', '', true],
    ['Pod', 'exec', false],
    ['Pod', 'ephemeralcontainers', true],
    ['Pod/exec', 'exec', true],
    ['Pod/exec', '', false],
    ['*', 'exec', false],
    ['*/*', 'exec', true],
    ['*/exec', 'exec', true],
    ['Pod/*', 'exec', true],
  ])('%s and the subresource "%s"', (kind, subresource, matches) => {
    expect(applies({ match: any(resources({ kinds: [kind] })) }, POD, { subresource })).toBe(matches);
  });
});

const USER: UserInfo = {
  username: 'system:serviceaccount:ci:deployer',
  uid: '1',
  groups: ['devs'],
  extra: {},
  roles: ['shop:editor'],
  clusterRoles: ['view'],
};
const NOBODY: UserInfo = { username: '', uid: '', groups: [], extra: {}, roles: [], clusterRoles: [] };

const account = (name: string, namespace: string) => ({ kind: 'ServiceAccount', name, namespace });

describe('users', () => {
  it.each<[name: string, filter: ResourceFilter, matches: boolean]>([
    ['a role', { roles: ['shop:editor', 'x:y'] }, true],
    ['another role', { roles: ['shop:*'] }, false],
    ['a cluster role', { clusterRoles: ['view'] }, true],
    ['another cluster role', { clusterRoles: ['admin'] }, false],
    ['a service account', { subjects: [account('deploy*', 'ci')] }, true],
    ['one of another namespace', { subjects: [account('deployer', 'cd')] }, false],
    ['a group', { subjects: [{ kind: 'Group', name: 'dev?' }] }, true],
    ['a user', { subjects: [{ kind: 'User', name: 'system:serviceaccount:*' }] }, true],
    ['another kind of subject', { subjects: [{ kind: 'Robot', name: '*' }] }, false],
    ['both a role and a cluster role', { roles: ['shop:editor'], clusterRoles: ['admin'] }, false],
  ])('match by %s', (_name, filter, matches) => {
    expect(applies({ match: any({ ...filter, resources: PODS }) }, POD, { user: USER })).toBe(matches);
  });

  it('are not asked for when nothing is known of them', () => {
    const match = any({ clusterRoles: ['admin'], resources: PODS });
    expect(applies({ match }, POD)).toBe(true);
    expect(applies({ match }, POD, { user: NOBODY })).toBe(true);
  });

  it('make a filter that asks nothing else match nothing when nothing is known of them', () => {
    const match = any({ clusterRoles: ['view'] });
    expect(applies({ match }, POD)).toBe(false);
    expect(applies({ match }, POD, { user: USER })).toBe(true);
  });

  it('exclude nothing when nothing is known of them', () => {
    const rule = { match: any(resources(PODS)), exclude: any({ clusterRoles: ['view'] }) };
    expect(applies(rule, POD)).toBe(true);
    expect(applies(rule, POD, { user: USER })).toBe(false);
  });
});

describe('exclude', () => {
  const WEB = resources({ names: ['web-*'] });
  const SHOP = resources({ namespaces: ['shop'] });
  const OTHER = resources({ namespaces: ['other'] });

  it.each<[name: string, exclude: MatchResources, isExcluded: boolean]>([
    ['any, one fits', any(OTHER, SHOP), true],
    ['any, none fits', any(OTHER), false],
    ['all, all fit', all(WEB, SHOP), true],
    ['all, one does not', all(WEB, OTHER), false],
    ['by itself', SHOP, true],
    ['by itself, does not fit', OTHER, false],
    ['nothing', {}, false],
    ['any, an empty filter', any({}), false],
    ['all, one of them empty', all(WEB, {}), false],
    ['another kind', any(resources({ kinds: ['Service'] })), false],
  ])('%s', (_name, exclude, isExcluded) => {
    expect(applies({ match: any(resources(PODS)), exclude }, POD)).toBe(!isExcluded);
  });
});

describe('compileRuleMatch', () => {
  it('says early that a kind cannot match', () => {
    const kind = splitApiVersion('v1', 'Service');
    expect(compileRuleMatch({ match: any(resources(PODS)) }, kind)).toBeUndefined();
    expect(compileRuleMatch({ match: all(resources({ kinds: ['*'] }), resources(PODS)) }, kind)).toBeUndefined();
    expect(compileRuleMatch({ match: any(resources({ kinds: ['Service/status'] })) }, kind)).toBeDefined();
  });

  it('takes patterns and names of any sort', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.array(fc.string()), (kind, name, patterns) => {
        const rule = { match: any(resources({ kinds: [kind, 'Pod'], names: [...patterns, '*'] })) };
        return applies(rule, object({ metadata: { name } }));
      }),
    );
  });
});

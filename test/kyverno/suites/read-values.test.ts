import { describe, expect, it } from 'vitest';
import { readUser } from '../../../src/kyverno/suites/read-user.ts';
import { readValues } from '../../../src/kyverno/suites/read-values.ts';

describe('values', () => {
  const { values, problems } = readValues({
    apiVersion: 'cli.kyverno.io/v1alpha1',
    kind: 'Values',
    metadata: { name: 'values' },
    globalValues: { 'request.mode': 'dev', 'request.operation': 'UPDATE' },
    policies: [
      {
        name: 'p',
        resources: [
          { name: 'a', values: { x: 1, y: 1 } },
          { name: 'a', values: { y: 2 } },
        ],
        rules: [{ name: 'r', values: { 'dictionary.data.env': 'test' }, foreachValues: { image: ['a', 'b'] } }],
      },
      { name: 'p', resources: [{ name: 'b', values: { z: 3 } }] },
    ],
    namespaceSelector: [
      { name: 'pay', labels: { env: 'test', tier: 1 } },
      { name: 'web', labels: { env: 'test' } },
    ],
    namespaces: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'pay', labels: { env: 'prod' } } }],
    subresources: [
      {
        subresource: {
          group: 'autoscaling',
          version: 'v1',
          kind: 'Scale',
          name: 'deployments/scale',
          namespaced: true,
        },
        parentResource: { group: 'apps', version: 'v1', kind: 'Deployment', name: 'deployments' },
      },
      {
        subresource: { version: 'v1', kind: 'PodExecOptions', name: 'pods/exec' },
        parentResource: { version: 'v1', kind: 'Pod', name: 'pods' },
      },
    ],
  });

  it('are read', () => {
    expect(problems).toEqual([]);
    expect(values.global).toEqual({ 'request.mode': 'dev', 'request.operation': 'UPDATE' });
    expect(values.policies.get('p')?.resources).toEqual(
      new Map([
        ['a', { x: 1, y: 2 }],
        ['b', { z: 3 }],
      ]),
    );
    expect(values.policies.get('p')?.rules).toEqual(
      new Map([['r', { values: { 'dictionary.data.env': 'test' }, foreachValues: { image: ['a', 'b'] } }]]),
    );
  });

  it('know the labels of namespaces, of which whole Namespaces win', () => {
    expect(values.namespaceLabels).toEqual(
      new Map([
        ['pay', { env: 'prod' }],
        ['web', { env: 'test' }],
      ]),
    );
  });

  it('know what has subresources', () => {
    expect(values.subresources).toEqual([
      {
        apiVersion: 'autoscaling/v1',
        kind: 'Scale',
        name: 'scale',
        parent: { apiVersion: 'apps/v1', kind: 'Deployment' },
      },
      { apiVersion: 'v1', kind: 'PodExecOptions', name: 'exec', parent: { apiVersion: 'v1', kind: 'Pod' } },
    ]);
  });

  it.each<[string, unknown, readonly string[]]>([
    ['of the old schema', { policies: [], globalValues: {} }, []],
    ['with a kind that is misspelled', { apiVersion: 'cli.kyverno.io/v1', kind: 'Value' }, []],
    [
      'with an unknown operation',
      { globalValues: { 'request.operation': 'PATCH' } },
      ['globalValues["request.operation"]: allowed: CREATE, UPDATE, DELETE, CONNECT'],
    ],
    ['with an unknown field', { polices: [] }, ['polices: unknown field; did you mean policies?']],
    [
      'with an unknown field of a rule',
      { policies: [{ name: 'p', rules: [{ name: 'r', value: {} }] }] },
      ['policies[0].rules[0].value: unknown field; did you mean values?'],
    ],
    [
      'with a text for a list of elements',
      { policies: [{ name: 'p', rules: [{ name: 'r', foreachValues: { image: 'a' } }] }] },
      ['policies[0].rules[0].foreachValues: expected a list for image'],
    ],
    [
      'with a subresource without its resource',
      { subresources: [{ subresource: { name: 'scale' }, parentResource: {} }] },
      ['subresources[0].subresource.name: expected the names of the resource and the subresource: deployments/scale'],
    ],
  ])('%s', (_, document, expected) => {
    expect(readValues(document).problems.map(({ path, message }) => `${path}: ${message}`)).toEqual(expected);
  });
});

describe('who asks', () => {
  it('is read', () => {
    const { user, problems } = readUser({
      apiVersion: 'cli.kyverno.io/v1alpha1',
      kind: 'UserInfo',
      roles: ['pay:admin'],
      clusterRoles: ['cluster-admin'],
      userInfo: { username: 'jane', uid: '7', groups: ['dev'], extra: { a: ['b'] } },
    });
    expect(problems).toEqual([]);
    expect(user).toEqual({
      username: 'jane',
      uid: '7',
      groups: ['dev'],
      extra: { a: ['b'] },
      roles: ['pay:admin'],
      clusterRoles: ['cluster-admin'],
    });
  });

  it('is nobody by default', () => {
    expect(readUser({}).user).toEqual({ username: '', uid: '', groups: [], extra: {}, roles: [], clusterRoles: [] });
  });

  it('has known fields only', () => {
    expect(readUser({ userInfo: { user: 'jane' } }).problems).toEqual([
      { path: 'userInfo.user', message: 'unknown field' },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import {
  buildCelRequest,
  buildRequest,
  hasOwnRequest,
  type Sending,
} from '../../../src/kyverno/suites/build-request.ts';
import { readValues } from '../../../src/kyverno/suites/read-values.ts';
import { takeUp } from '../../../src/kyverno/suites/resources.ts';

const POD = takeUp({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'pay' } }, () => false);
const USER = { username: 'jane', uid: '', groups: [], extra: {}, roles: [], clusterRoles: [] };

const contextOf = (values: unknown) => ({ values: readValues(values).values, user: undefined });
const ANY: Sending = { operation: undefined, policy: undefined };

const build = (values: unknown, sending: Partial<Sending> = {}, resource = POD) =>
  buildRequest(resource, resource.object, { ...ANY, ...sending }, contextOf(values));

const ofResource = (values: Record<string, unknown>) => ({
  policies: [{ name: 'p', resources: [{ name: 'a', values }] }],
});

describe('a request', () => {
  it('creates the resource', () => {
    const { ruleValues, ...request } = build({});
    expect(request).toEqual({
      operation: 'CREATE',
      object: POD.object,
      subresource: '',
      isNamespaced: true,
      namespace: 'pay',
      namespaceLabels: {},
      values: { 'request.operation': 'CREATE' },
    });
    expect(ruleValues?.('p', 'r')).toBeUndefined();
  });

  it.each<[string, unknown, Partial<Sending>, string]>([
    ['values of all', { globalValues: { 'request.operation': 'UPDATE' } }, {}, 'UPDATE'],
    ['values of the policy', ofResource({ 'request.operation': 'DELETE' }), { policy: 'p' }, 'DELETE'],
    ['not those of another policy', ofResource({ 'request.operation': 'DELETE' }), { policy: 'q' }, 'CREATE'],
    ['the row first', ofResource({ 'request.operation': 'DELETE' }), { policy: 'p', operation: 'CREATE' }, 'CREATE'],
    ['no connection, which counts as creation', { globalValues: { 'request.operation': 'CONNECT' } }, {}, 'CREATE'],
  ])('does what is said by %s', (_, values, sending, operation) => {
    const request = build(values, sending);
    expect(request.operation).toBe(operation);
    expect(request.object).toEqual(operation === 'DELETE' ? undefined : POD.object);
    expect(request.oldObject).toEqual(operation === 'CREATE' ? undefined : POD.object);
  });

  it('leaves the operation as it was given to variables', () => {
    expect(build({ globalValues: { 'request.operation': 'CONNECT' } }).values).toEqual({
      'request.operation': 'CONNECT',
    });
    expect(build({ globalValues: { 'request.operation': 'UPDATE' } }, { operation: 'DELETE' }).values).toEqual({
      'request.operation': 'DELETE',
    });
  });

  it('has the values of a rule, which win over those of the resource', () => {
    const values = {
      globalValues: { mode: 'all' },
      policies: [
        {
          name: 'p',
          resources: [{ name: 'a', values: { mode: 'resource', x: 1 } }],
          rules: [{ name: 'r', values: { mode: 'rule' }, foreachValues: { image: ['i'] } }],
        },
        { name: 'q', rules: [{ name: 'r', values: { y: 1 } }] },
      ],
    };
    const { values: all, ruleValues } = build(values);
    expect(all).toEqual({ mode: 'all', 'request.operation': 'CREATE' });
    expect(ruleValues?.('p', 'r')).toEqual({ values: { mode: 'rule', x: 1 }, foreachValues: { image: ['i'] } });
    expect(ruleValues?.('p', 'other')).toEqual({ values: { mode: 'resource', x: 1 }, foreachValues: {} });
    expect(ruleValues?.('q', 'other')).toBeUndefined();
  });

  it('keeps the operation of the row from the values of the resource', () => {
    const { ruleValues } = build(ofResource({ 'request.operation': 'DELETE' }), { operation: 'UPDATE' });
    expect(ruleValues?.('p', 'r')?.values).toEqual({ 'request.operation': 'UPDATE' });
  });

  it('has the fields that values set', () => {
    const values = ofResource({
      'request.object.metadata.annotations."a.b/c"': 'x',
      'request.object.metadata': { labels: { app: 'a' } },
      'request.object.metadata.name': 'other',
      'request.oldObject.metadata.name': 'none is sent',
    });
    const { object, oldObject } = build(values, { policy: 'p' });
    expect(object?.metadata).toEqual({
      name: 'other',
      namespace: 'pay',
      annotations: { 'a.b/c': 'x' },
      labels: { app: 'a' },
    });
    expect(oldObject).toBeUndefined();
    expect(POD.object.metadata).toEqual({ name: 'a', namespace: 'pay' });
  });

  it('has the fields of what was before an update, too', () => {
    const values = { globalValues: { 'request.operation': 'UPDATE', 'request.oldObject.metadata.labels.a': 'b' } };
    const { object, oldObject } = build(values);
    expect(object).toEqual(POD.object);
    expect(oldObject?.metadata).toEqual({ name: 'a', namespace: 'pay', labels: { a: 'b' } });
  });

  it('knows the labels of the namespace', () => {
    const annotations = { registries: 'ghcr.io' };
    const namespaces = [{ metadata: { name: 'pay', annotations } }, { metadata: { name: 'shop' } }];
    expect(build({ namespaces }).namespaceAnnotations).toEqual(annotations);
    expect(build({ namespaces: [namespaces[1]] })).not.toHaveProperty('namespaceAnnotations');
    expect(build({ namespaceSelector: [{ name: 'pay', labels: { env: 'prod' } }] }).namespaceLabels).toEqual({
      env: 'prod',
    });
  });

  it('knows the labels of a Namespace as its own', () => {
    const namespace = takeUp(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'pay', labels: { env: 'dev', n: 1 } } },
      () => true,
    );
    const request = build({ namespaceSelector: [{ name: 'pay', labels: { env: 'prod' } }] }, {}, namespace);
    expect(request).toMatchObject({ namespaceLabels: { env: 'dev' }, namespace: '', isNamespaced: false });
    expect(request.namespaceLabels).toEqual({ env: 'dev' });
  });

  it('goes to a subresource', () => {
    const scale = takeUp({ apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'a' } }, () => false);
    const values = {
      subresources: [
        {
          subresource: { group: 'autoscaling', version: 'v1', kind: 'Scale', name: 'deployments/scale' },
          parentResource: { group: 'apps', version: 'v1', kind: 'Deployment', name: 'deployments' },
        },
      ],
    };
    expect(build(values, {}, scale)).toMatchObject({
      subresource: 'scale',
      parent: { apiVersion: 'apps/v1', kind: 'Deployment' },
    });
    expect(build(values)).toMatchObject({ subresource: '' });
  });

  it('says who asks', () => {
    const request = buildRequest(POD, POD.object, ANY, { ...contextOf({}), user: USER });
    expect(request.user).toBe(USER);
  });
});

describe('a request for policies in CEL', () => {
  const cel = (values: unknown) => buildCelRequest(POD, POD.object, undefined, contextOf(values));

  it('has no values', () => {
    const request = cel({ globalValues: { 'request.object.metadata.name': 'x', mode: 'dev' } });
    expect(request.object).toBe(POD.object);
    expect(request.values).toBeUndefined();
    expect(request.ruleValues).toBeUndefined();
  });

  it('does what the values of all say', () => {
    expect(cel({ globalValues: { 'request.operation': 'DELETE' } })).toMatchObject({
      operation: 'DELETE',
      oldObject: POD.object,
    });
    expect(cel(ofResource({ 'request.operation': 'DELETE' })).operation).toBe('CREATE');
  });
});

describe('a policy has a request of its own', () => {
  it.each<[Record<string, unknown>, boolean]>([
    [{ 'request.operation': 'UPDATE' }, true],
    [{ 'request.object.metadata.name': 'x' }, true],
    [{ 'request.oldObject': {} }, true],
    [{ 'request.namespace': 'x', dictionary: {} }, false],
    [{}, false],
  ])('with the values %j: %s', (values, expected) => {
    expect(hasOwnRequest(POD, 'p', contextOf(ofResource(values)).values)).toBe(expected);
    expect(hasOwnRequest(POD, 'q', contextOf(ofResource(values)).values)).toBe(false);
  });
});

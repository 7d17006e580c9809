import { describe, expect, it } from 'vitest';
import { imageDataOf } from '../../../src/kyverno/lookups/image-data.ts';
import { type SuiteWorld, suiteLookups } from '../../../src/kyverno/lookups/suite-lookups.ts';
import { APP, GATEWAY, GATEWAY_DEFINITION, OTHER, WEB } from './fixtures.ts';

const NGINX = imageDataOf({ image: 'nginx' }, {});

const lookupsOf = (world: Partial<SuiteWorld>) =>
  suiteLookups({
    context: { objects: [], images: [] },
    cluster: undefined,
    globalEntries: [],
    responses: [],
    ...world,
  });

describe('a suite with a Context file', () => {
  const lookups = lookupsOf({ context: { objects: [APP, WEB, OTHER], images: [NGINX] } });

  it('gives what is in it, and null for all else', () => {
    expect(lookups.getResource('v1', 'configmaps', 'pay', 'app')).toEqual({ value: APP });
    expect(lookups.getResource('v1', 'configmaps', 'pay', 'none')).toEqual({ value: null });
    expect(lookups.getResource('v1', 'secrets', 'pay', 'none')).toEqual({ value: null });
    expect(lookups.getResource('a/b/c', 'secrets', 'pay', 'none')).toEqual({
      error: 'unexpected GroupVersion string: a/b/c',
    });
  });

  it('lists one namespace, whatever the labels', () => {
    expect(lookups.listResources('v1', 'configmaps', 'pay', { team: 'red' })).toEqual({ value: { items: [APP, WEB] } });
    expect(lookups.listResources('v1', 'configmaps', '', {})).toEqual({ value: { items: [] } });
    expect(lookups.listResources('a/b/c', 'configmaps', '', {})).toHaveProperty('error');
    expect(lookups.listResources('apps/v1', 'deployments', 'pay', {})).toEqual({
      error: 'deployments.apps resource not found',
    });
  });

  it('knows its images', () => {
    expect(lookups.getImageData('nginx')).toEqual({ value: NGINX.fields });
    expect(lookups.getImageData('redis')).toEqual({ error: 'image data for redis not found in the context' });
  });

  it('has nothing for classic policies', () => {
    expect(lookups.entries).toEqual({});
  });
});

describe('a suite with a cluster', () => {
  const lookups = lookupsOf({
    context: { objects: [GATEWAY], images: [NGINX] },
    cluster: [APP, WEB, OTHER],
    globalEntries: [{ name: 'teams', value: ['a'] }],
    responses: [{ method: '', url: 'https://a', body: {}, statusCode: 200 }],
  });

  it('answers as a cluster does, and does not look into the Context', () => {
    expect(lookups.getResource('v1', 'configmaps', 'pay', 'app')).toEqual({ value: APP });
    expect(lookups.getResource('mesh.io/v1', 'gateways', 'pay', 'edge')).toEqual({ value: null });
    expect(lookups.listResources('v1', 'configmaps', '', { team: 'red' })).toMatchObject({
      value: { kind: 'ConfigMapList', items: [APP] },
    });
    expect(lookups.listResources('v1', 'secrets', '', {})).toEqual({ error: 'secrets resource not found' });
    expect(lookups.getImageData('nginx')).toEqual({ unknown: 'nginx' });
    expect(lookups.getGlobalReference('teams', '')).toEqual({ value: null });
    expect(lookups.request('GET', 'https://a')).toEqual({ unknown: 'GET https://a' });
  });

  it('calls custom resources what their definition says, else what Kubernetes would guess', () => {
    const guessing = lookupsOf({ cluster: [GATEWAY] });
    expect(guessing.getResource('mesh.io/v1', 'gatewaies', 'pay', 'edge')).toEqual({ value: GATEWAY });
    expect(guessing.getResource('mesh.io/v1', 'gateways', 'pay', 'edge')).toEqual({ value: null });
    const knowing = lookupsOf({ cluster: [GATEWAY, GATEWAY_DEFINITION] });
    expect(knowing.getResource('mesh.io/v1', 'gws', 'pay', 'edge')).toEqual({ value: GATEWAY });
  });

  it('answers classic policies', () => {
    const { getConfigMap, getPath } = lookups.entries;
    expect(getConfigMap?.('pay', 'app')).toEqual({ value: APP });
    expect(getConfigMap?.('pay', 'none')).toEqual({ error: 'configmaps "none" not found' });
    expect(getPath?.('/api/v1/namespaces/pay/configmaps/app')).toEqual({ value: APP });
    expect(getPath?.('/api/v1/namespaces/pay/configmaps/none')).toEqual({
      error: 'failed to get resource v1/ConfigMap/none: configmaps "none" not found',
    });
    expect(getPath?.('/api/v1/secrets')).toEqual({
      error: 'failed to list resources v1/secrets (cluster-scoped or all namespaces): secrets resource not found',
    });
    expect(getPath?.('/api/v1/namespaces/pay/secrets')).toEqual({
      error: 'failed to list resources v1/secrets in namespace "pay": secrets resource not found',
    });
    expect(getPath?.('/api/v1/namespaces/pay')).toEqual({ error: 'failed to parse path: api/v1/namespaces/pay' });
  });
});

describe('recorded answers', () => {
  const { request, entries } = lookupsOf({
    responses: [
      { method: 'GET', url: 'https://a', body: { by: 'GET' }, statusCode: 200 },
      { method: '', url: 'https://a', body: { by: 'any' }, statusCode: 404 },
    ],
  });

  it('are those of the method, else of any', () => {
    expect(request('GET', 'https://a')).toEqual({ value: { body: { by: 'GET' }, statusCode: 200 } });
    expect(request('POST', 'https://a')).toEqual({ value: { body: { by: 'any' }, statusCode: 404 } });
    expect(entries.findResponse?.('POST', 'https://a')).toEqual({ body: { by: 'any' }, statusCode: 404 });
  });

  it('are for their URL only', () => {
    expect(request('GET', 'https://a/')).toEqual({ unknown: 'GET https://a/' });
    expect(entries.findResponse?.('GET', 'https://b')).toBeUndefined();
  });
});

describe('global entries', () => {
  const { getGlobalReference, entries } = lookupsOf({ globalEntries: [{ name: 'teams', value: { n: 2 } }] });

  it('are found by name and projection', () => {
    expect(getGlobalReference('teams', '')).toEqual({ value: { n: 2 } });
    expect(getGlobalReference('teams', 'n')).toEqual({ value: 2 });
    expect(entries.getGlobalReference?.('teams', 'n')).toEqual({ value: 2 });
  });

  it('are null for CEL and an error for classic policies where there is none', () => {
    expect(getGlobalReference('none', '')).toEqual({ value: null });
    expect(entries.getGlobalReference?.('none', '')).toEqual({ error: 'failed to fetch entry key=none' });
  });
});

import { describe, expect, it } from 'vitest';
import { fileLookups } from '../../../src/kyverno/lookups/file-lookups.ts';
import { imageDataOf } from '../../../src/kyverno/lookups/image-data.ts';
import { APP, NAMESPACE, OTHER, WEB } from './fixtures.ts';

const NGINX = imageDataOf({ image: 'nginx', tag: '1' }, { config: { User: 'app' } });
const lookups = fileLookups({ objects: [APP, WEB, OTHER, NAMESPACE], images: [NGINX] });

describe('objects of files', () => {
  it('are found, or do not exist', () => {
    expect(lookups.getResource('v1', 'configmaps', 'pay', 'app')).toEqual({ value: APP });
    expect(lookups.getResource('v1', 'configmaps', 'pay', 'none')).toEqual({ value: null });
    expect(lookups.getResource('a/b/c', 'configmaps', 'pay', 'none')).toHaveProperty('error');
  });

  const listOf = (items: readonly unknown[]) => ({
    value: { apiVersion: 'v1', kind: 'ConfigMapList', metadata: { resourceVersion: '' }, items },
  });

  it('are listed by namespace and labels', () => {
    expect(lookups.listResources('v1', 'configmaps', 'pay', {})).toEqual(listOf([APP, WEB]));
    expect(lookups.listResources('v1', 'configmaps', '', {})).toEqual(listOf([APP, WEB, OTHER]));
    expect(lookups.listResources('v1', 'configmaps', '', { team: 'red' })).toEqual(listOf([APP]));
    expect(lookups.listResources('v1', 'configmaps', '', { team: 'red', a: 'b' })).toEqual(listOf([]));
    expect(lookups.listResources('v1', 'configmaps', 'none', {})).toEqual(listOf([]));
    expect(lookups.listResources('a/b/c', 'configmaps', 'none', {})).toHaveProperty('error');
  });

  it('are unknown where there is none of the kind', () => {
    expect(lookups.getResource('v1', 'secrets', 'pay', 'app')).toEqual({
      unknown: 'v1 secrets pay/app, and no secrets of v1 are given',
    });
    expect(lookups.listResources('apps/v1', 'deployments', '', {})).toEqual({
      unknown: 'apps/v1 deployments, and no deployments of apps/v1 are given',
    });
  });

  it('are ConfigMaps and paths for classic policies', () => {
    const { getConfigMap, getPath } = lookups.entries;
    expect(getConfigMap?.('pay', 'app')).toEqual({ value: APP });
    expect(getConfigMap?.('pay', 'none')).toEqual({ error: 'configmaps "none" not found' });
    expect(getPath?.('/api/v1/namespaces/pay')).toEqual({ value: NAMESPACE });
    expect(getPath?.('/api/v1/namespaces/pay/configmaps')).toEqual(listOf([APP, WEB]));
    expect(getPath?.('/api/v1/namespaces/pay/configmaps/none')).toEqual({ error: 'configmaps "none" not found' });
    expect(getPath?.('/version')).toEqual({ unknown: '/version' });
  });
});

it('knows images that are given', () => {
  expect(lookups.getImageData('nginx')).toEqual({ value: NGINX.fields });
  expect(lookups.getImageData('redis')).toEqual({ unknown: 'no data of the image redis is given' });
  expect(lookups.entries.getImageData?.('nginx')).toMatchObject({ value: { configData: { User: 'app' } } });
  expect(lookups.entries.getImageData?.('redis')).toHaveProperty('unknown');
});

it('knows no services and no global context', () => {
  expect(lookups.request('GET', 'https://a')).toEqual({ unknown: 'GET https://a' });
  expect(lookups.getGlobalReference('a', '')).toEqual({ unknown: 'the GlobalContextEntry a' });
  expect(lookups.entries.getGlobalReference?.('a', '')).toEqual({ unknown: 'the GlobalContextEntry a' });
  expect(lookups.entries.findResponse).toBeUndefined();
});

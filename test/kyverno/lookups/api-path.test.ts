import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseApiPath, parseApiPathAsCli } from '../../../src/kyverno/lookups/api-path.ts';

const path = (apiVersion: string, resource: string, namespace = '', name = '') => ({
  apiVersion,
  resource,
  namespace,
  name,
});

describe('a path of the API server', () => {
  it.each([
    ['/api/v1/pods', path('v1', 'pods')],
    ['/api/v1/nodes/a', path('v1', 'nodes', '', 'a')],
    ['/api/v1/namespaces', path('v1', 'namespaces')],
    ['/api/v1/namespaces/pay', path('v1', 'namespaces', '', 'pay')],
    ['/api/v1/namespaces/pay/configmaps', path('v1', 'configmaps', 'pay')],
    ['/api/v1/namespaces/pay/configmaps/', path('v1', 'configmaps', 'pay')],
    ['/api/v1/namespaces/pay/configmaps/app', path('v1', 'configmaps', 'pay', 'app')],
    ['/apis/apps/v1/deployments', path('apps/v1', 'deployments')],
    ['/apis/apps/v1/namespaces/pay/deployments/app', path('apps/v1', 'deployments', 'pay', 'app')],
  ])('%s is read', (text, expected) => {
    expect(parseApiPath(text)).toEqual(expected);
  });

  it.each([
    ...['', '/', '/version', '/api', '/api/v1', '/api/v1/', '/apis/apps/v1', 'api/v1/pods', '/healthz/api/v1/pods'],
    ...['/api/v1/pods?labelSelector=a', '/api/v1/namespaces/pay/pods?limit=1', '/api/v1//pods'],
    ...['/api/v1/namespaces/pay/pods/app/log', '/apis/apps/v1/namespaces/pay/deployments/app/scale'],
  ])('%j is none', (text) => {
    expect(parseApiPath(text)).toBeUndefined();
  });

  it('is read in no time, whatever it is', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void parseApiPath(`/api/v1/${text}`)));
    expect(parseApiPath(`/api/v1/${'/'.repeat(50_000)}?`)).toBeUndefined();
  });
});

describe('a path as Kyverno’s CLI reads it', () => {
  it.each([
    ['/api/v1/pods', path('v1', 'pods')],
    ['api/v1/nodes/a', path('v1', 'nodes', '', 'a')],
    ['/api/v1/namespaces/pay/configmaps/app/more', path('v1', 'configmaps', 'pay', 'app')],
    ['/apis/apps/v1/namespaces/pay/deployments', path('apps/v1', 'deployments', 'pay')],
    ['/api/v1/namespaces', path('v1', 'namespaces')],
    ['/api/v1/pods?limit=1', path('v1', 'pods?limit=1')],
  ])('%s is read', (text, expected) => {
    expect(parseApiPathAsCli(text)).toEqual(expected);
  });

  it.each(['', '/version', '/api/v1', '/apis/apps', '/apis/apps/v1', '/api/v1/namespaces/pay'])('%j fails', (text) => {
    expect(parseApiPathAsCli(text)).toBeUndefined();
  });
});

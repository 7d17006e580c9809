import { describe, expect, it } from 'vitest';
import { ResourceIndex } from '../../../src/kyverno/lookups/resource-index.ts';
import { APP, configMap, GATEWAY, GATEWAY_DEFINITION, NAMESPACE, OTHER, WEB } from './fixtures.ts';

describe('an index of objects', () => {
  const index = new ResourceIndex([APP, WEB, OTHER, NAMESPACE, GATEWAY]);

  it('finds them by name in their namespace', () => {
    expect(index.get('v1', 'configmaps', 'pay', 'app')).toBe(APP);
    expect(index.get('v1', 'configmaps', 'shop', 'app')).toBe(OTHER);
    expect(index.get('v1', 'namespaces', '', 'pay')).toBe(NAMESPACE);
  });

  it.each([
    ['another name', 'v1', 'configmaps', 'pay', 'none'],
    ['no namespace', 'v1', 'configmaps', '', 'app'],
    ['another version', 'v2', 'configmaps', 'pay', 'app'],
    ['another kind', 'v1', 'secrets', 'pay', 'app'],
  ])('does not find them by %s', (_, apiVersion, resource, namespace, name) => {
    expect(index.get(apiVersion, resource, namespace, name)).toBeUndefined();
  });

  it('lists those of a kind in their order', () => {
    expect(index.listAll('v1', 'configmaps')).toEqual([APP, WEB, OTHER]);
    expect(index.list('v1', 'configmaps', 'pay')).toEqual([APP, WEB]);
    expect(index.list('v1', 'configmaps', '')).toEqual([]);
    expect(index.list('v1', 'secrets', 'pay')).toEqual([]);
    expect(index.listAll('v1', 'secrets')).toEqual([]);
  });

  it('knows kinds of which there are objects', () => {
    expect(index.kindOf('v1', 'configmaps')).toBe('ConfigMap');
    expect(index.kindOf('v1', 'secrets')).toBeUndefined();
  });

  it('takes the last of several with a name', () => {
    const later = configMap('app', 'pay', { a: 'y' });
    const both = new ResourceIndex([APP, later]);
    expect(both.get('v1', 'configmaps', 'pay', 'app')).toBe(later);
    expect(both.listAll('v1', 'configmaps')).toEqual([later]);
  });

  it('finds custom resources by any name that they may have, or by that of their definition', () => {
    expect(index.get('mesh.io/v1', 'gateways', 'pay', 'edge')).toBe(GATEWAY);
    const defined = new ResourceIndex([GATEWAY, GATEWAY_DEFINITION]);
    expect(defined.get('mesh.io/v1', 'gws', 'pay', 'edge')).toBe(GATEWAY);
    expect(defined.get('mesh.io/v1', 'gateways', 'pay', 'edge')).toBeUndefined();
  });

  it('takes what has no version or no name for what it says', () => {
    const odd = new ResourceIndex([{ kind: 'Pod' }, { ...GATEWAY_DEFINITION, spec: { names: 1 } }]);
    expect(odd.get('', 'pods', '', '')).toEqual({ kind: 'Pod' });
  });
});

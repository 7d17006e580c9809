import { describe, expect, it } from 'vitest';
import { pluginEnvironment } from '../../../src/render/plugin/environment.ts';
import { readPluginOptions } from '../../../src/render/plugin/options.ts';
import { request } from '../helm/checkout.ts';

/** What a plugin sees of a block of an Application, besides the build environment. */
function seen(block: Record<string, unknown>, changes = {}): Readonly<Record<string, string>> {
  return pluginEnvironment(request('/r', { environment: {}, ...changes }), readPluginOptions(block));
}

describe('pluginEnvironment', () => {
  it('gives the build environment and the versions of the cluster, and nothing that is empty', () => {
    const environment = { ARGOCD_APP_NAME: 'a', ARGOCD_APP_REVISION: '' };
    expect(seen({}, { environment, kubeVersion: 'v1.31.4+k3s1', apiVersions: ['v1', 'apps/v1'] })).toEqual({
      ARGOCD_APP_NAME: 'a',
      KUBE_VERSION: 'v1.31.4k3s1',
      KUBE_API_VERSIONS: 'v1,apps/v1',
      ARGOCD_APP_PARAMETERS: 'null',
    });
  });

  it('prefixes the entries of env and puts variables into their values', () => {
    const env = [
      { name: 'WHO', value: 'I am $ARGOCD_APP_NAME on $KUBE_VERSION$$' },
      { name: 'PATH', value: '/evil' },
      { name: 'EMPTY', value: '' },
      { name: 'ODD=1', value: '2' },
      { name: 'WHO', value: 'last' },
    ];
    const { ARGOCD_APP_PARAMETERS: _, ...variables } = seen(
      { env },
      { environment: { ARGOCD_APP_NAME: 'web' }, kubeVersion: '1.31' },
    );
    expect(variables).toEqual({
      ARGOCD_APP_NAME: 'web',
      KUBE_VERSION: '1.31',
      ARGOCD_ENV_WHO: 'last',
      ARGOCD_ENV_PATH: '/evil',
      ARGOCD_ENV_ODD: '1=2',
    });
    expect(seen({ env: env.slice(0, 1) }, { kubeVersion: '1.31' }).ARGOCD_ENV_WHO).toBe('I am  on 1.31$');
  });

  it('gives parameters together as Go prints them, and each by its name', () => {
    const parameters = [
      { name: 'helm-values.x', string: '<a & b>' },
      { name: 'm', map: { 'image.tag': '1', abc: '2' } },
      { name: 'l', array: ['x', 'y'] },
      { name: 'none', map: {}, array: [] },
    ];
    expect(seen({ parameters })).toEqual({
      ARGOCD_APP_PARAMETERS:
        '[{"name":"helm-values.x","string":"\\u003ca \\u0026 b\\u003e"},{"map":{"abc":"2","image.tag":"1"},"name":"m"},' +
        '{"array":["x","y"],"name":"l"},{"array":[],"map":{},"name":"none"}]',
      PARAM_HELM_VALUES_X: '<a & b>',
      PARAM_M_IMAGE_TAG: '1',
      PARAM_M_ABC: '2',
      PARAM_L_0: 'x',
      PARAM_L_1: 'y',
    });
    expect(seen({ parameters: [] }).ARGOCD_APP_PARAMETERS).toBe('[]');
  });

  it.each([
    [{ env: [{ name: 'A', value: 1 }] }, 'plugin.env[0].value: got 1, allowed: a string'],
    [{ env: {} }, 'plugin.env: got a map, allowed: a list'],
    [{ parameters: [{ name: 'a', map: { b: true } }] }, 'plugin.parameters[0].map.b: got true, allowed: a string'],
    [{ env: [{ name: 'A', value: 'a\0b' }] }, 'plugin.env[0].value: has a zero character'],
  ])('refuses %j', (block, message) => {
    expect(() => seen(block)).toThrow(message);
  });
});

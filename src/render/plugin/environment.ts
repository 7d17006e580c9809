import { refuseZeros } from '../helm/field.ts';
import type { SourceRequest } from '../source-request.ts';
import { substitute } from '../substitute.ts';
import type { PluginOptions, PluginParameter } from './options.ts';

/**
 * The variables that Argo CD gives to a plugin: the build environment, the cluster's versions, `ARGOCD_ENV_` and the name of each
 * entry of `env`, and the parameters, all in one and each in its own. Variables without a value are left out.
 *
 * Source: argo-cd reposerver/repository/repository.go, getPluginEnvs; cmpserver/plugin/plugin.go, environ; util/cmp/stream.go,
 * toEnvEntry
 * @throws RenderError for a value that no variable can hold
 */
export function pluginEnvironment(
  { environment, kubeVersion, apiVersions }: SourceRequest,
  { env, parameters }: PluginOptions,
): Readonly<Record<string, string>> {
  const build = {
    ...environment,
    KUBE_VERSION: (kubeVersion ?? '').replaceAll('+', ''),
    KUBE_API_VERSIONS: apiVersions.join(','),
  };
  const entries: (readonly [name: string, value: string])[] = [
    ...Object.entries(build),
    ...env.map(({ name, value }) => [`ARGOCD_ENV_${name}`, substitute(value, build)] as const),
    ['ARGOCD_APP_PARAMETERS', toGoJson(parameters?.map(sortFields) ?? null)],
    ...(parameters ?? []).flatMap(parameterEntries),
  ];
  const variables: Record<string, string> = {};
  for (const [text, value] of entries) {
    // What stands behind the first equals sign is the value, wherever that sign comes from.
    const [name = '', ...rest] = `${text}=${value}`.split('=');
    const whole = rest.join('=');
    refuseZeros('plugin', name + whole);
    if (name !== '' && whole !== '') variables[name] = whole;
  }
  return variables;
}

/** Source: argo-cd pkg/apis/application/v1alpha1/types.go, ApplicationSourcePluginParameters.Environ */
function parameterEntries({ name, string, map, array }: PluginParameter): (readonly [string, string])[] {
  const base = `PARAM_${toVariable(name)}`;
  return [
    ...(string === undefined ? [] : [[base, string] as const]),
    ...Object.entries(map ?? {}).map(([key, value]) => [`${base}_${toVariable(key)}`, value] as const),
    ...(array ?? []).map((value, index) => [`${base}_${index}`, value] as const),
  ];
}

function toVariable(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9_]/gu, '_');
}

/** Go prints maps by their keys. */
function sortFields({ array, map, name, string }: PluginParameter): unknown {
  const sorted = map && Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { array, map: sorted, name, string };
}

/** JSON as Go prints it: fit to stand in HTML. */
function toGoJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

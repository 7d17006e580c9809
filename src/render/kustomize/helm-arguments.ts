import { cleanKubeVersion } from '../helm/kube-version.ts';
import { requireRenderer } from '../renderers.ts';
import type { RenderContext } from '../run-renderer.ts';
import type { SourceRequest } from '../source-request.ts';
import type { BuildOptions } from './build-options.ts';
import type { Closure } from './closure.ts';
import type { KustomizeOptions } from './options.ts';

/**
 * What kustomize is told for charts. It is left out where there are none, so that nothing else can start helm.
 *
 * Source: argo-cd util/kustomize/kustomize.go, parseKustomizeBuildOptions; reposerver/repository/repository.go, parseKubeVersion,
 * which refuses a version that is none also where no chart asks for it
 * @throws RenderError for such a version, and when helm is needed and missing
 */
export async function helmArguments(
  { withCharts }: Closure,
  build: BuildOptions,
  options: KustomizeOptions,
  request: SourceRequest,
  context: RenderContext,
): Promise<readonly string[]> {
  const given = options.kubeVersion || request.kubeVersion;
  const kubeVersion = given ? cleanKubeVersion(given) : undefined;
  if (!build.isHelmEnabled || withCharts.length === 0) return [];
  const { helm, kustomize } = await context.renderers();
  const args = ['--enable-helm', `--helm-command=${requireRenderer(helm).file}`, ...build.helmArgs];
  if (!takesVersions(requireRenderer(kustomize).version)) return args;
  const apiVersions = options.apiVersions.length > 0 ? options.apiVersions : request.apiVersions;
  return [
    ...args,
    ...(kubeVersion === undefined ? [] : [`--helm-kube-version=${kubeVersion}`]),
    ...apiVersions.map((version) => `--helm-api-versions=${version}`),
  ];
}

/** kustomize 5.3 and later; a version that cannot be read is taken for the latest. */
function takesVersions(version: string): boolean {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? [];
  return major === undefined || Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 3);
}

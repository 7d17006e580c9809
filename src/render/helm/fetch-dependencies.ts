import { requireNetwork } from '../network.ts';
import { type RenderContext, runRenderer } from '../run-renderer.ts';

/**
 * Lets helm fetch the dependencies of a chart into its `charts/`, as Argo CD does: repositories of HTTPS are made known to helm
 * first, others are not.
 *
 * Source: argo-cd util/helm/helm.go, DependencyBuild; reposerver/repository/repository.go, getHelmDependencyRepos
 * @param cwd absolute path of a copy of the chart
 * @param repositories URLs, all of them allowed
 * @param roots see `RendererCall.roots`
 * @throws RenderError with helm's own reason
 */
export async function fetchDependencies(
  cwd: string,
  repositories: readonly string[],
  roots: readonly string[],
  context: RenderContext,
): Promise<void> {
  await requireNetwork(context).run(async (sandbox) => {
    const run = (...args: readonly string[]) =>
      runRenderer({ program: 'helm', args, cwd, roots }, { ...context, sandbox });
    for (const url of repositories.filter((each) => each.startsWith('https://'))) {
      await run('repo', 'add', '--', url.replaceAll('/', '-'), url);
    }
    await run('dependency', 'build');
  });
}

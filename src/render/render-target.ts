import { join } from 'node:path';
import type { Target } from '../model/target.ts';
import { type RenderContext, runRenderer } from './run-renderer.ts';

/** What rendering a target without an Application needs. */
export interface TargetContext extends RenderContext {
  /** Absolute path of the checkout. */
  readonly root: string;
  /** Versions that charts may ask for; helm's own when not given. */
  readonly kubeVersion?: string | undefined;
  readonly apiVersions: readonly string[];
}

/**
 * Renders a chart or a kustomization that no Application uses, as Argo CD would without parameters.
 *
 * @throws RenderError with the program's own reason
 */
export async function renderTarget(target: Target, context: TargetContext): Promise<string> {
  const cwd = join(context.root, target.path);
  const roots = [context.root];
  return target.kind === 'HelmChart'
    ? runRenderer({ program: 'helm', args: helmArguments(target, context), cwd, roots }, context)
    : runRenderer({ program: 'kustomize', args: [cwd], cwd, roots }, context);
}

/** Names of repositories' making stand behind `=`. */
function helmArguments({ name, placement }: Target, { kubeVersion, apiVersions }: TargetContext): string[] {
  return [
    'template',
    '.',
    `--name-template=${releaseName(name)}`,
    `--namespace=${placement?.namespace || 'default'}`,
    ...(kubeVersion === undefined ? [] : [`--kube-version=${kubeVersion}`]),
    ...apiVersions.map((version) => `--api-versions=${version}`),
    '--include-crds',
  ];
}

/** Helm refuses release names of over 53 characters or that are no DNS name. */
function releaseName(name: string): string {
  const valid = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .slice(0, 53)
    .replaceAll(/^-+|-+$/g, '');
  return valid === '' ? 'release' : valid;
}

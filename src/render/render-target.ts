import { join } from 'node:path';
import { RenderError } from '../model/errors.ts';
import type { Target } from '../model/target.ts';
import { ProcessError, runProcess } from '../process/run.ts';
import { explainFailure } from './explain-failure.ts';
import { type Renderer, type Renderers, requireRenderer } from './renderers.ts';
import type { Sandbox } from './sandbox.ts';

/** What rendering needs besides the target. */
export interface RenderContext {
  /** Absolute path of the checkout. */
  readonly root: string;
  readonly renderers: () => Promise<Renderers>;
  readonly sandbox: Sandbox;
  readonly timeoutMs: number;
  /** Versions that charts may ask for; helm's own when not given. */
  readonly kubeVersion?: string | undefined;
  readonly apiVersions: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** More text than the largest render we know (12 MB) by far, and less than memory. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/**
 * Renders a chart or a kustomization with the real program.
 *
 * @throws RenderError with the program's own reason
 */
export async function renderTarget(target: Target, context: RenderContext): Promise<string> {
  const { helm, kustomize } = await context.renderers();
  return target.kind === 'HelmChart'
    ? run(target, requireRenderer(helm), helmArguments(target, context), context)
    : run(target, requireRenderer(kustomize), [join(context.root, target.path)], context);
}

/** As Argo CD calls helm for a chart without parameters; names of repositories' making stand behind `=`. */
function helmArguments({ name, placement }: Target, { kubeVersion, apiVersions }: RenderContext): string[] {
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

async function run(
  target: Target,
  { file, prefix }: Renderer,
  args: readonly string[],
  context: RenderContext,
): Promise<string> {
  const { root, sandbox, timeoutMs, signal } = context;
  try {
    return await runProcess({
      file,
      args: [...prefix, ...args],
      cwd: join(root, target.path),
      env: sandbox.env,
      timeoutMs,
      maxOutputBytes: MAX_OUTPUT_BYTES,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error;
    const program = target.kind === 'HelmChart' ? 'helm' : 'kustomize';
    throw new RenderError(`${program}: ${explainFailure(error, root)}`, { cause: error });
  }
}

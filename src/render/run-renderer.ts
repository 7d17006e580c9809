import { RenderError } from '../model/errors.ts';
import { ProcessError, runProcess } from '../process/run.ts';
import { explainFailure } from './explain-failure.ts';
import type { Network } from './network.ts';
import { type Renderers, requireRenderer } from './renderers.ts';
import type { Sandbox } from './sandbox.ts';

/** What running a renderer needs besides its arguments. */
export interface RenderContext {
  readonly renderers: () => Promise<Renderers>;
  readonly sandbox: Sandbox;
  /** What may be fetched; nothing when not given. */
  readonly network?: Network | undefined;
  readonly timeoutMs: number;
  /** Waits for a free place among the renderers that may run at once. */
  readonly limit?: (<Result>(run: () => Promise<Result>) => Promise<Result>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** More text than the largest render we know (12 MB) by far, and less than memory. */
export const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

export interface RendererCall {
  readonly program: 'helm' | 'kustomize';
  /** Whether kustomize is to `build`, which is the default, or to `edit`, which only kustomize itself can. */
  readonly command?: 'build' | 'edit';
  /** Without what makes kustomize of kubectl, and without the command. */
  readonly args: readonly string[];
  /** Absolute path to run in. */
  readonly cwd: string;
  /** Directories whose names are left out of messages: checkouts and copies of them. */
  readonly roots: readonly string[];
  /** Variables that the renderer sees besides those of the sandbox. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs helm or kustomize and returns what it printed.
 *
 * @throws RenderError with the program's own reason
 */
export async function runRenderer(call: RendererCall, context: RenderContext): Promise<string> {
  const { sandbox, timeoutMs, signal } = context;
  const { file, prefix, edit } = requireRenderer((await context.renderers())[call.program]);
  const isEdit = call.command === 'edit';
  const run = () =>
    runProcess({
      file,
      args: [...(isEdit ? (edit ?? []) : prefix), ...call.args],
      cwd: call.cwd,
      env: { ...sandbox.env, ...call.env },
      timeoutMs,
      maxOutputBytes: MAX_OUTPUT_BYTES,
      ...(signal === undefined ? {} : { signal }),
    });
  try {
    return await (context.limit === undefined ? run() : context.limit(run));
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error;
    const reason = explainFailure(isEdit ? withoutUsage(error) : error, call.roots);
    throw new RenderError(`${call.program}: ${reason}`, { cause: error });
  }
}

/** `kustomize edit` prints its help behind every error. */
function withoutUsage({ failure, message, stderr }: ProcessError): ProcessError {
  return new ProcessError(failure, message, stderr.replace(/^Usage:\n.*/ms, ''));
}

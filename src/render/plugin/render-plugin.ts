import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { RenderError } from '../../model/errors.ts';
import { ProcessError, runProcess } from '../../process/run.ts';
import { explainFailure } from '../explain-failure.ts';
import { withPrivateDirectory } from '../helm/values-file.ts';
import { MAX_OUTPUT_BYTES, type RenderContext } from '../run-renderer.ts';
import { createSandbox } from '../sandbox.ts';
import type { RenderedSource, SourceRequest } from '../source-request.ts';
import { copyCheckout } from './copy-checkout.ts';
import { pluginEnvironment } from './environment.ts';
import { readPluginOptions } from './options.ts';
import { choosePlugin, type PluginProgram } from './programs.ts';

/** What the plugin sources of a run share. */
export interface PluginSettings {
  readonly programs: readonly PluginProgram[];
  /** Value of PATH, which the program sees. */
  readonly searchPath: string;
}

/**
 * Renders a plugin source with the program that our user maps the plugin to. It runs in the app directory of a copy of the
 * checkout, so that it may write there as plugins do, with an empty home, without network, and with the variables that Argo CD
 * gives to plugins.
 *
 * Source: argo-cd cmpserver/plugin/plugin.go, generateManifest
 * @throws RenderError when nobody maps the plugin, and with the program's own reason
 */
export async function renderPlugin(
  request: SourceRequest,
  context: RenderContext,
  { programs, searchPath }: PluginSettings,
): Promise<RenderedSource> {
  const options = readPluginOptions(request.options);
  const plugin = options.name === '' ? 'a plugin of Argo CD' : `the plugin ${options.name} of Argo CD`;
  const program = choosePlugin(options.name, programs);
  if (program === undefined) {
    const wanted = options.name === '' ? "'*=COMMAND'" : `${options.name}=COMMAND`;
    throw new RenderError(`${plugin} renders it, in a container of its own; --plugin ${wanted} names a program for it`);
  }
  const variables = pluginEnvironment(request, options);
  // A whole checkout need not fit into memory.
  return withPrivateDirectory(tmpdir(), async (directory) => {
    const copy = join(directory, 'copy');
    await mkdir(copy, { mode: 0o700 });
    await copyCheckout(request.root, copy);
    // Its own, so that what it leaves in its home reaches no other render.
    const sandbox = await createSandbox();
    const run = () =>
      runProcess({
        file: program.file,
        args: program.args,
        cwd: join(copy, request.path),
        env: { ...sandbox.env, PATH: absolute(searchPath), ...variables },
        timeoutMs: context.timeoutMs,
        maxOutputBytes: MAX_OUTPUT_BYTES,
        ...(context.signal === undefined ? {} : { signal: context.signal }),
      });
    try {
      return { text: await (context.limit === undefined ? run() : context.limit(run)), warnings: [] };
    } catch (error) {
      if (!(error instanceof ProcessError)) throw error;
      const reason = explainFailure(error, [copy, directory, request.root]);
      throw new RenderError(`${plugin}: ${reason}`, { cause: error });
    } finally {
      await sandbox.dispose();
    }
  });
}

/** An empty PATH, or an empty part of it, means the current directory, and with it the repository. */
function absolute(searchPath: string): string {
  return searchPath.split(':').filter(isAbsolute).join(':') || '/dev/null';
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RenderError } from '../../model/errors.ts';
import { requireNetwork } from '../network.ts';
import { type RenderContext, runRenderer } from '../run-renderer.ts';

/** A chart elsewhere. */
export interface RemoteChart {
  /** URL of a repository of charts, or of the chart itself for OCI, without a version. */
  readonly url: string;
  /** Name in the repository; nothing for OCI. */
  readonly name: string | undefined;
  /** A version, or a constraint on versions. */
  readonly version: string;
}

/** Names have no dots that lead elsewhere, and are no option. */
const NAME = /^[A-Za-z\d](?:[\w-]|\.(?!\.))*$/;
const VERSION = /^[\w.+\-*<>=!~^|, ]+$/;

/**
 * Lets helm fetch a chart as Argo CD does, packed.
 *
 * Source: argo-cd util/helm/cmd.go, Fetch and PullOCI
 * @param directory absolute path of an empty directory
 * @returns absolute path of the file
 * @throws RenderError with helm's own reason
 */
export async function pullChart(
  { url, name, version }: RemoteChart,
  directory: string,
  context: RenderContext,
): Promise<string> {
  if (name !== undefined && !NAME.test(name)) throw new RenderError(`${name} is no name of a chart`);
  if (!VERSION.test(version)) throw new RenderError(`${version} is no version of a chart`);
  const options = [`--destination=${directory}`, `--version=${version}`];
  const args = ['pull', ...options, ...(name === undefined ? [url] : [`--repo=${url}`, name])];
  await requireNetwork(context).run((sandbox) =>
    runRenderer({ program: 'helm', args, cwd: directory, roots: [directory] }, { ...context, sandbox }),
  );
  const [file, ...others] = (await readdir(directory)).filter((each) => each.endsWith('.tgz'));
  if (file === undefined || others.length > 0) throw new RenderError(`helm: ${url} gave no chart`);
  return join(directory, file);
}

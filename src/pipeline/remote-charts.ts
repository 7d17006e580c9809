import { realpath } from 'node:fs/promises';
import { readFetchUrl, writeFetchUrl } from '../fetch/fetch-url.ts';
import { NOTHING_ABSENT } from '../files/absent-files.ts';
import { openFileTree } from '../files/file-tree.ts';
import type { ApplicationSource } from '../model/application.ts';
import { RenderError } from '../model/errors.ts';
import { isRecord } from '../model/manifest.ts';
import { maskTokens } from '../model/mask.ts';
import { decodeText } from '../parse/text.ts';
import { readYaml } from '../parse/yaml/read.ts';
import { pullChart, type RemoteChart } from '../render/helm/pull-chart.ts';
import { unpackChart } from '../render/helm/unpack-chart.ts';
import type { Checkout } from './checkout.ts';
import { openFetchedDirectory } from './fetched-directory.ts';
import { contextOf } from './render-context.ts';
import type { Session } from './session.ts';

/** Versions that name one chart, which is therefore not asked for again once it is there. */
const EXACT = /^v?\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;

/**
 * The chart that a source names, if it names one: of a repository of charts, or by OCI, for which Argo CD takes a repository
 * without a scheme.
 *
 * Source: argo-cd util/helm/client.go, IsHelmOciRepo; pkg/apis/application/v1alpha1/types.go, IsOCI
 */
export function readRemoteChart({ repoUrl, chart, targetRevision }: ApplicationSource): RemoteChart | undefined {
  if (repoUrl.startsWith('oci://')) return { url: repoUrl, name: undefined, version: targetRevision };
  if (chart === undefined) return undefined;
  if (repoUrl.includes('://')) return { url: repoUrl, name: chart, version: targetRevision };
  return { url: `oci://${repoUrl}/${chart}`, name: undefined, version: targetRevision };
}

/**
 * Fetches a chart with helm and unpacks it, once in a session. The URL must be allowed.
 *
 * @throws RenderError with helm's own reason
 */
export function fetchChart(chart: RemoteChart, session: Session): Promise<Checkout> {
  return session.network.once(['chart', chart.url, chart.name ?? '', chart.version], () => open(chart, session));
}

async function open(chart: RemoteChart, session: Session): Promise<Checkout> {
  const { name, version } = chart;
  const read = readFetchUrl(chart.url);
  if ('problem' in read) throw new RenderError(`${maskTokens(chart.url)} ${read.problem}`);
  if (version === '') {
    throw new RenderError('spec.source.targetRevision is required if the manifest source is a helm chart');
  }
  const url = writeFetchUrl(read);
  const place = name === undefined ? url : `${url}/${name}`;
  const fetched = await openFetchedDirectory('charts', place, session);
  const isKept = EXACT.test(version) && (await fetched.has(version));
  const directory = isKept
    ? fetched.pathOf(version)
    : await fetched.draft(async (packed) => {
        const file = await pullChart({ url, name, version }, packed, contextOf(session));
        return fetched.add(async (unpacked) => {
          await unpackChart(file, unpacked);
          return readVersion(unpacked);
        });
      });
  const root = await realpath(directory);
  const revision = await readVersion(root);
  return {
    tree: openFileTree(root),
    revision,
    prefix: `${place}-${revision}/`,
    directory: async () => root,
    absent: async () => NOTHING_ABSENT,
    // It is unpacked without links.
    forbiddenLink: async () => undefined,
  };
}

/** @throws RenderError for a chart without one */
async function readVersion(directory: string): Promise<string> {
  try {
    const chart = readYaml(decodeText(await openFileTree(directory).read('Chart.yaml')));
    if (isRecord(chart) && typeof chart.version === 'string' && EXACT.test(chart.version)) return chart.version;
  } catch (error) {
    throw new RenderError('the chart has no Chart.yaml that can be read', { cause: error });
  }
  throw new RenderError('Chart.yaml of the chart has no version');
}

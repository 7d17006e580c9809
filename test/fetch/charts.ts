import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { tarOf } from '../render/helm/tar.ts';

/** A chart as helm packs it: `Chart.yaml` and what else is given, by path in the chart. */
export function packChart(name: string, version: string, files: Readonly<Record<string, string>>): Buffer {
  const all = { 'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`, ...files };
  return gzipSync(tarOf(Object.fromEntries(Object.entries(all).map(([path, text]) => [`${name}/${path}`, text]))));
}

/** A chart of a version, and where the index says that it is when that is not beside the index. */
export interface PublishedChart {
  readonly name: string;
  readonly version: string;
  readonly archive: Buffer;
  readonly url?: string;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers as a repository of charts does. */
export function chartRepository(charts: readonly PublishedChart[]): Answer {
  const fileOf = ({ name, version }: PublishedChart) => `${name}-${version}.tgz`;
  const entries = [...new Set(charts.map(({ name }) => name))].map((name) => {
    const versions = charts
      .filter((chart) => chart.name === name)
      .map(
        (chart) =>
          `  - {apiVersion: v2, name: ${name}, version: ${chart.version}, urls: ["${chart.url ?? fileOf(chart)}"]}\n`,
      );
    return `  ${name}:\n${versions.join('')}`;
  });
  const index = `apiVersion: v1\nentries:\n${entries.join('')}`;
  return (request, response) => {
    const path = new URL(request.url ?? '', 'http://x').pathname;
    const chart = charts.find((each) => path.endsWith(`/${fileOf(each)}`));
    if (path.endsWith('/index.yaml')) response.writeHead(200).end(index);
    else if (chart !== undefined) response.writeHead(200).end(chart.archive);
    else response.writeHead(404).end();
  };
}

const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const CONFIG = 'application/vnd.cncf.helm.config.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/** Answers as a registry does that holds charts under `/v2/<repository>`. */
export function registry(repository: string, charts: readonly PublishedChart[]): Answer {
  const blobs = new Map<string, Buffer>();
  const put = (content: Buffer, mediaType: string) => {
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    blobs.set(digest, content);
    return { mediaType, digest, size: content.length };
  };
  const manifests = new Map<string, Buffer>();
  for (const { name, version, archive } of charts) {
    const config = put(Buffer.from(JSON.stringify({ name, version, apiVersion: 'v2' })), CONFIG);
    const layers = [put(archive, CHART_LAYER)];
    const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, config, layers }));
    manifests.set(version, manifest).set(put(manifest, MANIFEST).digest, manifest);
  }
  const find = (kind: string, name: string) => {
    if (kind === 'tags')
      return Buffer.from(JSON.stringify({ name: repository, tags: charts.map(({ version }) => version) }));
    return kind === 'manifests' ? manifests.get(name) : blobs.get(name);
  };
  const pattern = new RegExp(`^/v2/${repository}/(tags|manifests|blobs)/([^?]+)`);
  return ({ url = '', method }, response) => {
    const [, kind = '', name = ''] = pattern.exec(url) ?? [];
    const content = find(kind, name);
    if (content === undefined) return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': kind === 'manifests' ? MANIFEST : 'application/json',
      'content-length': content.length,
      'docker-content-digest': `sha256:${createHash('sha256').update(content).digest('hex')}`,
    });
    response.end(method === 'HEAD' ? undefined : content);
  };
}

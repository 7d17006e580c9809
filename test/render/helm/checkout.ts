import { mkdir, mkdtemp, readdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type HelmSettings, renderHelm } from '../../../src/render/helm/render-helm.ts';
import { findRenderers } from '../../../src/render/renderers.ts';
import type { RenderContext } from '../../../src/render/run-renderer.ts';
import { createSandbox } from '../../../src/render/sandbox.ts';
import type { RenderedSource, SourceRequest } from '../../../src/render/source-request.ts';
import { sayWhySkipped } from '../../skipped.ts';

/** What a file holds, or where a link leads. */
export type Content = string | { readonly link: string };

/** A directory with files, as a checkout would be. */
export async function checkout(files: Readonly<Record<string, Content>>): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'pss-gate-helm-')));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await (typeof content === 'string'
      ? writeFile(join(root, path), content)
      : symlink(content.link, join(root, path)));
  }
  return root;
}

/** All there is below a directory, with the content of files. */
export async function contentOf(root: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')])));
}

/** A request for the chart in `app`, as an Application without options would make it. */
export function request(root: string, changes: Partial<SourceRequest> = {}): SourceRequest {
  return {
    root,
    path: 'app',
    options: {},
    application: { name: 'web', instanceName: 'team_web' },
    namespace: 'shop',
    environment: { ARGOCD_APP_NAME: 'team_web', ARGOCD_APP_NAMESPACE: 'shop' },
    refs: new Map(),
    isMultiSource: false,
    apiVersions: [],
    ...changes,
  };
}

/** Whether the bundled helm runs on this machine; what it says depends on its version. */
export const hasHelm = process.platform === 'linux' && process.arch === 'x64';
if (!hasHelm) sayWhySkipped('rendering with helm', 'the bundled one is for linux/amd64, which this machine is not');

/** The real helm in a sandbox. */
export class Helm {
  readonly context: RenderContext;
  readonly settings: HelmSettings;
  private readonly dispose: () => Promise<void>;

  private constructor(context: RenderContext, settings: HelmSettings, dispose: () => Promise<void>) {
    this.context = context;
    this.settings = settings;
    this.dispose = dispose;
  }

  static async find(): Promise<Helm> {
    const directory = await mkdtemp(join(tmpdir(), 'pss-gate-helm-'));
    const sandbox = await createSandbox();
    const settings = { searchPath: '', cacheDirectory: join(directory, 'cache'), workingDirectory: directory };
    const renderers = await findRenderers(settings, sandbox);
    const context = { renderers: async () => renderers, sandbox, timeoutMs: 60_000 };
    return new Helm(context, { valueFileSchemes: [], scratch: join(directory, 'scratch') }, sandbox.dispose);
  }

  render(source: SourceRequest): Promise<RenderedSource> {
    return renderHelm(source, this.context, this.settings);
  }

  stop(): Promise<void> {
    return this.dispose();
  }
}

/** Prints what a chart sees as JSON. */
export const PROBE = `apiVersion: v1
kind: ConfigMap
metadata: {name: probe}
data:
  release: {{ .Release | toJson }}
  values: {{ .Values | toJson }}
  kube: {{ .Capabilities.KubeVersion.Version }}
  monitors: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1/ServiceMonitor" }}
`;

/** The chart file of `app`. */
export const CHART = 'apiVersion: v2\nname: app\nversion: 1.0.0\n';

/** A chart in `app` that says what it sees. */
export function probe(files: Readonly<Record<string, Content>> = {}): Record<string, Content> {
  return {
    'app/Chart.yaml': CHART,
    'app/values.yaml': '{}\n',
    'app/templates/probe.yaml': PROBE,
    ...files,
  };
}

/** One line of what `PROBE` printed. */
export function seen({ text }: RenderedSource, line: 'release' | 'values' | 'kube' | 'monitors'): unknown {
  const found = new RegExp(`^  ${line}: (.*)$`, 'm').exec(text)?.[1] ?? 'null';
  return line === 'kube' ? found : JSON.parse(found);
}

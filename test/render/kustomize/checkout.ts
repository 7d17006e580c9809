import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { openFileTree } from '../../../src/files/file-tree.ts';
import { type KustomizeSettings, renderKustomize } from '../../../src/render/kustomize/render-kustomize.ts';
import { findRenderers, type Renderers } from '../../../src/render/renderers.ts';
import { createSandbox, type Sandbox } from '../../../src/render/sandbox.ts';
import type { SourceRequest } from '../../../src/render/source-request.ts';

/** Content of files by path; `-> target` makes a link. */
export type Files = Readonly<Record<string, string>>;

export interface RenderTest {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly buildOptions?: string;
  readonly path?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly kustomize?: Renderers['kustomize'];
}

export const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - image: nginx:1.0
        name: web
`;

/** A kustomize to run the tests by, instead of the bundled kubectl: both have to give the same. */
const KUSTOMIZE = process.env.PSS_GATE_TEST_KUSTOMIZE;

let sandbox: Sandbox;
let directory: string;
let found: Renderers;

/** Directory for what tests write, found renderers; call it once in a file of tests. */
export function useCheckouts(): void {
  beforeAll(async () => {
    sandbox = await createSandbox();
    directory = await realpath(await mkdtemp(join(tmpdir(), 'pss-gate-test-')));
    const cacheDirectory = join(homedir(), '.cache', 'pss-gate');
    const settings = { searchPath: '', cacheDirectory, workingDirectory: directory };
    found = await findRenderers(KUSTOMIZE === undefined ? settings : { ...settings, kustomize: KUSTOMIZE }, sandbox);
  });
  afterAll(async () => {
    await rm(directory, { recursive: true, force: true });
    await sandbox.dispose();
  });
}

export async function writeFiles(files: Files): Promise<string> {
  const base = await mkdtemp(join(directory, 'case-'));
  for (const [path, content] of Object.entries(files)) {
    const file = join(base, path);
    await mkdir(dirname(file), { recursive: true });
    const target = /^-> (.*)$/.exec(content)?.[1];
    if (target === undefined) await writeFile(file, content);
    else await symlink(target, file);
  }
  return base;
}

/** Renders `repo/app` of the files by the bundled kubectl, and looks that nothing in them changed and nothing is left. */
export async function render(files: Files, test: RenderTest = {}): Promise<string> {
  const base = await writeFiles(files);
  const before = await snapshot(join(base, 'repo'));
  const scratch = join(base, 'scratch');
  await mkdir(scratch);
  const root = join(base, 'repo');
  const request: SourceRequest = {
    root,
    path: test.path ?? 'app',
    options: test.options ?? {},
    application: { name: 'web', instanceName: 'web' },
    namespace: 'team-a',
    environment: test.environment ?? {},
    refs: new Map(),
    isMultiSource: false,
    kubeVersion: test.kubeVersion,
    apiVersions: test.apiVersions ?? [],
  };
  const settings: KustomizeSettings = {
    buildOptions: (test.buildOptions ?? '').split(' '),
    scratch,
    tree: openFileTree(root),
  };
  const renderers = async () => ({ ...found, kustomize: test.kustomize ?? found.kustomize });
  try {
    return (await renderKustomize(request, { renderers, sandbox, timeoutMs: 60_000 }, settings)).text;
  } finally {
    expect(await readdir(scratch)).toEqual([]);
    expect(await snapshot(root)).toBe(before);
  }
}

async function snapshot(root: string): Promise<string> {
  const names = (await readdir(root, { recursive: true, withFileTypes: true })).map((entry) => ({
    path: join(entry.parentPath, entry.name),
    isFile: entry.isFile(),
  }));
  names.sort((a, b) => (a.path < b.path ? -1 : 1));
  const lines = names.map(async ({ path, isFile }) => `${path} ${isFile ? await readFile(path, 'utf8') : ''}`);
  return (await Promise.all(lines)).join('\n');
}

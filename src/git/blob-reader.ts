import { FileError } from '../model/ports.ts';
import { ProcessError } from '../process/run.ts';
import { reasonOf } from './git-program.ts';
import type { PrivateGit } from './private-git.ts';

/** Content of a file in a repository. */
export interface Blob {
  readonly id: string;
  /** Bytes; nothing when it is not here. */
  readonly size: number | undefined;
}

/** Of one answer of git, but for a single larger file. */
const BATCH_BYTES = 16 * 1024 * 1024;
/** What is kept at most for those who ask next. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** Of files that nobody has asked for yet, in one answer. */
const AHEAD_BYTES = 4 * 1024 * 1024;
const AHEAD_FILES = 4096;
/** Larger ones are not read before somebody asks. */
const AHEAD_FILE_BYTES = 64 * 1024;

/**
 * Reads contents from a repository's objects. Starting git takes as long as reading hundreds of small files: what is asked for
 * in one turn of the event loop is read by one process, together with what stands next to it, for whoever reads one file of
 * a directory reads the others.
 */
export class BlobReader {
  private readonly git: PrivateGit;
  /** The earliest first. */
  private readonly kept = new Map<string, Uint8Array>();
  private keptBytes = 0;
  private readonly coming = new Map<string, Promise<Contents>>();
  private asked: Asked[] = [];
  private turn: Promise<Contents> | undefined;

  constructor(git: PrivateGit) {
    this.git = git;
  }

  /**
   * @param next what is likely to be asked for next, the nearest first
   * @throws FileError when the content is not here
   */
  async read(blob: Blob, next: Iterable<Blob> = []): Promise<Uint8Array> {
    const kept = this.kept.get(blob.id);
    if (kept !== undefined) return kept;
    const contents = await (this.coming.get(blob.id) ?? this.ask(blob, next));
    const content = contents.get(blob.id);
    if (content === undefined) throw new FileError('is not in this repository (is it a partial clone?)');
    return content;
  }

  /** All that is asked for before the event loop turns gets the same answer. */
  private ask(blob: Blob, next: Iterable<Blob>): Promise<Contents> {
    this.turn ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        const asked = this.asked;
        this.asked = [];
        this.turn = undefined;
        this.answer(asked).then(resolve, reject);
      });
    });
    this.asked.push({ blob, next });
    this.coming.set(blob.id, this.turn);
    return this.turn;
  }

  private async answer(asked: readonly Asked[]): Promise<Contents> {
    const wanted = new Map(asked.map(({ blob }) => [blob.id, blob]));
    const ahead = this.lookAhead(asked, wanted);
    const contents = new Map<string, Uint8Array>();
    const reading = this.readAll([...wanted.values(), ...ahead], contents);
    const answer = reading.then(() => contents);
    for (const { id } of ahead) this.coming.set(id, answer);
    try {
      return await answer;
    } finally {
      for (const { id } of [...wanted.values(), ...ahead]) this.coming.delete(id);
    }
  }

  private lookAhead(asked: readonly Asked[], wanted: ReadonlyMap<string, Blob>): readonly Blob[] {
    const ahead = new Map<string, Blob>();
    let bytes = 0;
    let seen = 0;
    for (const { next } of asked) {
      for (const blob of next) {
        const { id, size = Number.POSITIVE_INFINITY } = blob;
        if (++seen > AHEAD_FILES || bytes >= AHEAD_BYTES) return [...ahead.values()];
        if (size > AHEAD_FILE_BYTES || wanted.has(id) || ahead.has(id) || this.isKnown(id)) continue;
        ahead.set(id, blob);
        bytes += size;
      }
    }
    return [...ahead.values()];
  }

  private isKnown(id: string): boolean {
    return this.kept.has(id) || this.coming.has(id);
  }

  private async readAll(blobs: readonly Blob[], contents: Map<string, Uint8Array>): Promise<void> {
    for (const batch of batchesOf(blobs)) {
      for (const [id, content] of await this.readBatch(batch)) {
        contents.set(id, content);
        this.keep(id, content);
      }
    }
  }

  private async readBatch(blobs: readonly Blob[]): Promise<Contents> {
    try {
      const input = blobs.map(({ id }) => `${id}\n`).join('');
      const { stdout } = await this.git.run(['cat-file', '--batch', '--buffer'], {}, input);
      return parseContents(stdout);
    } catch (error) {
      if (!(error instanceof ProcessError)) throw error;
      throw new FileError(`cannot be read from this repository: ${reasonOf(error)}`);
    }
  }

  private keep(id: string, content: Uint8Array): void {
    if (this.kept.has(id) || content.length > KEPT_BYTES / 4) return;
    this.kept.set(id, content);
    this.keptBytes += content.length;
    for (const [oldest, { length }] of this.kept) {
      if (this.keptBytes <= KEPT_BYTES) return;
      this.kept.delete(oldest);
      this.keptBytes -= length;
    }
  }
}

type Contents = ReadonlyMap<string, Uint8Array>;

interface Asked {
  readonly blob: Blob;
  readonly next: Iterable<Blob>;
}

function* batchesOf(blobs: readonly Blob[]): Generator<readonly Blob[]> {
  let batch: Blob[] = [];
  let bytes = 0;
  for (const blob of blobs) {
    const { size = 0 } = blob;
    if (batch.length > 0 && bytes + size > BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(blob);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

const LINE_FEED = 0x0a;

/** `<id> blob <size>`, the content and a line break for each; `<id> missing` for what is not here. */
function parseContents(bytes: Uint8Array): Contents {
  const contents = new Map<string, Uint8Array>();
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < buffer.length; ) {
    const end = buffer.indexOf(LINE_FEED, at);
    if (end === -1) break;
    const [id = '', type, size] = buffer.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (size === undefined) continue;
    // A copy, for a part of the buffer would keep all of it in memory.
    if (type === 'blob') contents.set(id, Uint8Array.prototype.slice.call(buffer, at, at + Number(size)));
    at += Number(size) + 1;
  }
  return contents;
}

import { isUtf8 } from 'node:buffer';
import { UsageError } from '../model/errors.ts';
import { ProcessError } from '../process/run.ts';
import { requireId } from './commit-id.ts';
import { reasonOf } from './git-program.ts';
import type { PrivateGit } from './private-git.ts';
import { unreadable } from './unreadable.ts';

/** A file, a link or a submodule of a commit. */
export interface TreeEntry {
  /** With `/`, from the top; with U+FFFD for what is not UTF-8. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'submodule';
  /** Of its content, or of a submodule's commit. */
  readonly id: string;
  /** Bytes; nothing for a submodule, and for content that is not here, as in a partial clone. */
  readonly size: number | undefined;
  /** Whether its name is no UTF-8, so that it cannot be asked for. */
  readonly isGarbled: boolean;
}

/** By the first three digits of a mode; those of a file are followed by its permissions. */
const KINDS = new Map<string, TreeEntry['kind']>([
  ['100', 'file'],
  ['120', 'link'],
  ['160', 'submodule'],
]);

/** Names that no checkout has: git refuses them, or they would lead elsewhere. */
const INVALID = /(?:^|\/)(?:\.{0,2}|\.git)(?:\/|$)/i;

/**
 * Everything in a commit, in the order of its paths' bytes.
 *
 * @param commit full id
 * @throws UsageError when it cannot be listed, or could not be checked out
 */
export async function listTree(git: PrivateGit, commit: string): Promise<readonly TreeEntry[]> {
  const entries = splitRecords(await list(git, commit)).map(parseRecord);
  const invalid = entries.find(({ path }) => INVALID.test(path));
  if (invalid !== undefined) throw unreadable(commit, `invalid path '${invalid.path}'`);
  return entries;
}

async function list(git: PrivateGit, commit: string): Promise<Uint8Array> {
  try {
    const { stdout } = await git.run(['ls-tree', '-r', '-z', '-l', '--full-tree', requireId(commit)]);
    return stdout;
  } catch (error) {
    throw error instanceof ProcessError ? unreadable(commit, reasonOf(error)) : error;
  }
}

interface ListedRecord {
  readonly text: string;
  readonly isGarbled: boolean;
}

/** Texts between NUL bytes. */
function splitRecords(bytes: Uint8Array): readonly ListedRecord[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return split(buffer.toString('utf8')).map((text) => ({ text, isGarbled: false }));
  return split(buffer.toString('latin1')).map((text) => {
    const record = Buffer.from(text, 'latin1');
    return { text: record.toString('utf8'), isGarbled: !isUtf8(record) };
  });
}

function split(text: string): string[] {
  return text.split('\0').slice(0, -1);
}

/** `100644 blob <id>     123<tab>path`; the size of a submodule is `-`, that of missing content `BAD`. */
function parseRecord({ text, isGarbled }: ListedRecord): TreeEntry {
  const tab = text.indexOf('\t');
  const [mode = '', , id = '', size = ''] = text.slice(0, tab).split(/ +/);
  const kind = KINDS.get(mode.slice(0, 3));
  if (kind === undefined) throw new UsageError(`${text.slice(tab + 1)} has the unknown mode ${mode}`);
  return { path: text.slice(tab + 1), kind, id, size: /^\d+$/.test(size) ? Number(size) : undefined, isGarbled };
}

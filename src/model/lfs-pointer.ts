/** What Git LFS keeps in the repository in the place of a file. */
export interface LfsPointer {
  /** SHA-256 of the content in hex. */
  readonly oid: string;
  /** Bytes of the content. */
  readonly size: number;
}

/** Why such a file is not taken for what it says: follows its name in messages. */
export const IS_LFS_POINTER = 'is a Git LFS pointer, and its content is not here';

/** A longer text is no pointer. */
export const MAX_POINTER_BYTES = 1024;

const VERSION = 'version https://git-lfs.github.com/spec/';
const POINTER = /^[^\n]*\n(?:[a-z0-9.-]+ [^\n]*\n)*?oid sha256:([0-9a-f]{64})\nsize (\d{1,15})(?:\n|$)/;

/**
 * Reads a pointer; nothing of any other file.
 *
 * Source: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */
export function readLfsPointer(content: Uint8Array): LfsPointer | undefined {
  if (content.length > MAX_POINTER_BYTES || !startsWith(content, VERSION)) return undefined;
  const [, oid, size] = POINTER.exec(new TextDecoder('latin1').decode(content)) ?? [];
  return oid === undefined ? undefined : { oid, size: Number(size) };
}

function startsWith(content: Uint8Array, text: string): boolean {
  for (let at = 0; at < text.length; at++) if (content[at] !== text.charCodeAt(at)) return false;
  return true;
}

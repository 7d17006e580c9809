import { RenderError } from '../../model/errors.ts';

/** A regular file of an archive. */
export interface TarFile {
  readonly path: string;
  readonly content: Buffer;
}

const BLOCK = 512;

/**
 * The regular files of a tar archive: ustar, with long names as POSIX (pax) and GNU write them.
 *
 * Source: POSIX.1-2008, pax, ustar Interchange Format
 * @throws RenderError for links and devices, and for what is no such archive
 */
export function* readTar(tar: Buffer): Generator<TarFile> {
  let longPath: string | undefined;
  for (const { header, type, content } of readMembers(tar)) {
    if (type === 'x' || type === 'L') {
      longPath = (type === 'x' ? readPaxPath(content) : readText(content, 0, content.length)) ?? longPath;
      continue;
    }
    const path = longPath ?? shortPath(header);
    longPath = undefined;
    if (FILE.includes(type)) yield { path, content };
    else if (!WITHOUT_CONTENT.includes(type))
      throw new RenderError(`the chart holds ${path}, which is no regular file`);
  }
}

const FILE = ['0', '\0'];
/** Directories, and what concerns the whole archive. */
const WITHOUT_CONTENT = ['5', 'g'];

interface Member {
  readonly header: Buffer;
  readonly type: string;
  readonly content: Buffer;
}

function* readMembers(tar: Buffer): Generator<Member> {
  for (let position = 0; position + BLOCK <= tar.length; ) {
    const header = tar.subarray(position, position + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const size = readSize(header);
    const content = tar.subarray(position + BLOCK, position + BLOCK + size);
    if (content.length < size) throw new RenderError('the chart is cut off');
    yield { header, type: String.fromCharCode(header[156] ?? 0), content };
    position += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function readSize(header: Buffer): number {
  const text = readText(header, 124, 12).trim();
  if (!/^[0-7]{1,11}$/.test(text)) throw new RenderError('the chart is no tar archive');
  return Number.parseInt(text, 8);
}

function shortPath(header: Buffer): string {
  const prefix = readText(header, 257, 5) === 'ustar' ? readText(header, 345, 155) : '';
  const name = readText(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Records of `LENGTH path=VALUE\n`. */
function readPaxPath(content: Buffer): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(content.toString('utf8'))?.[1];
}

function readText(bytes: Buffer, start: number, length: number): string {
  const end = bytes.indexOf(0, start);
  return bytes.toString('utf8', start, end === -1 ? start + length : Math.min(end, start + length));
}

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { RenderError } from '../../model/errors.ts';
import { readTar } from './tar.ts';

/** More than any chart has; helm itself refuses an unpacked one of 100 MiB. */
const MAX_PACKED_BYTES = 64 * 1024 * 1024;
const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;
const MAX_ENTRIES = 20_000;
/** YAML becomes ten to forty times smaller. */
const MAX_RATIO = 200;
const MIN_LIMIT_BYTES = 8 * 1024 * 1024;

/**
 * Unpacks a chart as helm packs it, without the directory in which everything lies: regular files only, all of them inside.
 *
 * @param archive absolute path of a .tgz
 * @param target absolute path of an empty directory
 * @throws RenderError for links, paths that lead out, too much of anything, and what is no archive
 */
export async function unpackChart(archive: string, target: string): Promise<void> {
  let files = 0;
  for (const { path, content } of readTar(await unzip(archive))) {
    if (++files > MAX_ENTRIES) throw new RenderError(`the chart holds more than ${MAX_ENTRIES} files`);
    const [, ...inside] = splitPath(path);
    const file = join(target, ...inside);
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, content, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      throw new RenderError(`the chart holds ${path}, which cannot stand beside the rest of it`, { cause: error });
    }
  }
}

async function unzip(archive: string): Promise<Buffer> {
  const { size } = await stat(archive);
  if (size > MAX_PACKED_BYTES) throw new RenderError(`the chart has ${size} bytes; the limit is ${MAX_PACKED_BYTES}`);
  const maxOutputLength = Math.min(MAX_UNPACKED_BYTES, Math.max(MIN_LIMIT_BYTES, size * MAX_RATIO));
  try {
    return gunzipSync(await readFile(archive), { maxOutputLength });
  } catch (error) {
    const isTooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    const reason = isTooLong ? `is larger than ${maxOutputLength} bytes when unpacked` : 'is no gzip file';
    throw new RenderError(`the chart ${reason}`, { cause: error });
  }
}

/** @throws RenderError for a path that leads out of the chart, to helm or to any system */
function splitPath(path: string): readonly string[] {
  const segments = path.split('/').filter((segment) => segment !== '.' && segment !== '');
  const isOdd = path.startsWith('/') || segments.includes('..') || /[\\\0]|^[a-z]:/i.test(path);
  if (isOdd || segments.length < 2) throw new RenderError(`the chart holds the path ${JSON.stringify(path)}`);
  return segments;
}

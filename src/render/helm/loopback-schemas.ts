import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { RenderError } from '../../model/errors.ts';

const SCHEMA_FILE = /(?:^|\/)values\.schema\.json$/;
const ARCHIVE = /\.tgz$/;
/** How the name of an archive stands in a tar header. */
const ARCHIVE_INSIDE = /\.tgz\0/;
/** More than charts have; helm's own limit for an unpacked one is lower. */
const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;

/** A reference, or what references are relative to, that leads to this machine. All of IPv6 counts as this machine. */
const REFERENCE =
  /"(?:\$?id|\$schema|\$ref|\$dynamicRef|\$recursiveRef)"\s*:\s*"\s*(https?:\/\/(?:[^"/?#]*@)?(?:localhost|127\.|\[)[^"]{0,200})/i;

/**
 * Refuses charts whose schema of values would make helm connect to this machine. Go sends what is for the loopback past any
 * proxy, so that the proxy that is none, which keeps helm from all other places, does not hold it back.
 *
 * Source: golang.org/x/net/http/httpproxy, useProxy
 *
 * @param files absolute paths; only schemas and packed charts among them are read
 * @throws RenderError for such a schema, and for a packed chart that cannot be looked into
 */
export async function refuseLoopbackSchemas(files: Iterable<string>): Promise<void> {
  for (const file of files) {
    const isArchive = ARCHIVE.test(file);
    if (!isArchive && !SCHEMA_FILE.test(file)) continue;
    const name = file.slice(file.lastIndexOf('/') + 1);
    const text = await readAll(file, name, isArchive);
    if (isArchive && ARCHIVE_INSIDE.test(text)) {
      throw new RenderError(`helm: the packed chart ${name} holds another packed chart, which is not looked into`);
    }
    const [, url] = REFERENCE.exec(withoutEscapes(text)) ?? [];
    if (url !== undefined) throw new RenderError(`helm: ${name} refers to ${url}, and nothing is fetched`);
  }
}

async function readAll(file: string, name: string, isArchive: boolean): Promise<string> {
  try {
    const content = await readFile(file);
    // Characters are bytes: names and addresses are ASCII, and nothing else is looked for.
    return (isArchive ? gunzipSync(content, { maxOutputLength: MAX_UNPACKED_BYTES }) : content).toString('latin1');
  } catch (error) {
    throw new RenderError(`helm: ${name} cannot be read`, { cause: error });
  }
}

/** What JSON may write otherwise. */
function withoutEscapes(text: string): string {
  return text
    .replace(/\\u00([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll('\\/', '/');
}

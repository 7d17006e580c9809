import { UsageError } from '../model/errors.ts';
import { type FetchUrl, readFetchUrl, type Scheme } from './fetch-url.ts';

/** What our user lets be fetched. */
export interface AllowList {
  /** Whether a URL lies below a pattern. */
  allows(url: FetchUrl): boolean;
  /** Whether any pattern leads to this port of a host by TLS, behind which no path can be seen. */
  allowsTunnel(host: string, port: string): boolean;
}

interface Pattern {
  readonly schemes: readonly Scheme[];
  readonly host: string;
  readonly port: string;
  readonly segments: readonly string[];
}

/** What a host alone stands for; all else is unprotected, or on this machine, and has to be spelled. */
const SAFE: readonly Scheme[] = ['https', 'ssh', 'oci'];
const HOST = /^([a-z\d][a-z\d.-]*)(?::(\d{1,5}))?$/i;

/**
 * Reads what may be fetched: hosts (`github.com`), or beginnings of URLs (`https://github.com/acme/`, `oci://ghcr.io/acme/`), which
 * end between two segments of a path.
 *
 * @throws UsageError for a text that is neither
 */
export function createAllowList(texts: readonly string[]): AllowList {
  const patterns = texts.map(readPattern);
  return {
    allows: (url) => patterns.some((pattern) => isBelow(url, pattern)),
    allowsTunnel: (host, port) => patterns.some((pattern) => leadsTo(pattern, host.toLowerCase(), port)),
  };
}

function readPattern(text: string): Pattern {
  const [, host, port = ''] = HOST.exec(text) ?? [];
  if (host !== undefined) return { schemes: SAFE, host: host.toLowerCase(), port, segments: [] };
  const url = readFetchUrl(text);
  if (!('problem' in url) && url.user === '' && /^[a-z]+:\/\//i.test(text)) return { ...url, schemes: [url.scheme] };
  throw new UsageError(
    `--allow-fetch: got ${text}, allowed: a host such as github.com, or the beginning of a URL such as https://github.com/acme/`,
  );
}

function isBelow(url: FetchUrl, { schemes, host, port, segments }: Pattern): boolean {
  if (!schemes.includes(url.scheme) || url.host !== host || url.port !== port) return false;
  return segments.every((segment, index) => {
    const own = url.segments[index];
    const isLast = index === segments.length - 1;
    return own === segment || (isLast && own !== undefined && withoutEnding(own) === withoutEnding(segment));
  });
}

/** One repository goes by both names. */
function withoutEnding(segment: string): string {
  return segment.replace(/\.git$/, '');
}

function leadsTo(pattern: Pattern, host: string, port: string): boolean {
  const isSecure = pattern.schemes.includes('https') || pattern.schemes.includes('oci');
  return isSecure && pattern.host === host && (pattern.port === '' ? '443' : pattern.port) === port;
}

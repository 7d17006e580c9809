/** A URL in parts, so that what is compared is what is asked for. */
export interface FetchUrl {
  readonly scheme: Scheme;
  /** Of SSH; empty when there is none. */
  readonly user: string;
  /** In lower case. */
  readonly host: string;
  /** Empty for the one that the scheme implies. */
  readonly port: string;
  /** The path between slashes, without empty ones. */
  readonly segments: readonly string[];
  /** Whether the path begins in the home of the user: `git@host:path`. */
  readonly isInHome: boolean;
}

export type Scheme = 'https' | 'http' | 'ssh' | 'oci' | 'git' | 'file';

/** What a text that is no URL to fetch lacks, for people. */
export interface NoUrl {
  readonly problem: string;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  https: '443',
  http: '80',
  ssh: '22',
  oci: '443',
  git: '9418',
};
/** Stricter than any standard: what programs read differently is no URL here. */
const PARTS =
  /^(https|http|ssh|oci|git|file):\/\/(?:([^/@]*)@)?([a-z\d][a-z\d.-]*|\[[\da-f:.]+\]|)(?::(\d{1,5}))?(\/.*|)$/i;
/** `git@host:path`, as scp has it. */
const SCP = /^(?:([^/@:]*)@)?([a-z\d][a-z\d.-]*):(?!\/\/)(.+)$/i;
const USER = /^[a-z\d_][\w.-]*$/i;
/** Characters that have no other meaning in a path. */
const SEGMENT = /^[\w.~!$&'()+,;=:@%-]+$/;

/**
 * Reads the URL of a repository or a chart. Dots in the path are resolved.
 *
 * @returns or why it is none: credentials, options, spaces, a scheme that starts a program
 */
export function readFetchUrl(text: string): FetchUrl | NoUrl {
  const [, scheme = 'ssh', user = '', host = '', port = '', path = ''] = PARTS.exec(text) ?? readScp(text) ?? [];
  const isInHome = !text.includes('://') && !path.startsWith('/');
  if (path === '' && host === '') return { problem: 'is no URL of https, ssh or oci' };
  const lower = scheme.toLowerCase() as Scheme;
  if ((host === '') !== (lower === 'file')) return { problem: 'names no host' };
  if (user !== '' && (lower !== 'ssh' || !USER.test(user))) {
    return { problem: 'has credentials in it, which do not belong into a repository' };
  }
  const segments = readSegments(path);
  if (segments === undefined) return { problem: 'has characters in it that programs read differently' };
  return {
    scheme: lower,
    user,
    host: host.toLowerCase(),
    port: port === DEFAULT_PORTS[lower] ? '' : port,
    segments,
    isInHome: isInHome && segments.length > 0,
  };
}

function readScp(text: string): readonly string[] | undefined {
  const [, user = '', host, path] = SCP.exec(text) ?? [];
  return host === undefined || path === undefined ? undefined : [text, 'ssh', user, host, '', path];
}

/** @returns nothing for a path that is not what it seems to be, or that leads above the root */
function readSegments(path: string): readonly string[] | undefined {
  const segments: string[] = [];
  for (const segment of path.split('/').filter((each) => each !== '')) {
    const decoded = segment.replaceAll(/%2e/gi, '.');
    if (!SEGMENT.test(segment) || /%(?:2f|5c|00|25|[^\da-f]|.[^\da-f])|%.?$/i.test(segment)) return undefined;
    if (decoded === '..') {
      if (segments.pop() === undefined) return undefined;
    } else if (decoded !== '.') segments.push(segment);
  }
  return segments;
}

/** The URL as it is handed to a program: no longer than it was written, and in only one way. */
export function writeFetchUrl({ scheme, user, host, port, segments, isInHome }: FetchUrl): string {
  if (isInHome) return `${user === '' ? '' : `${user}@`}${host}:${segments.join('/')}`;
  const authority = `${user === '' ? '' : `${user}@`}${host}${port === '' ? '' : `:${port}`}`;
  return [`${scheme}://${authority}`, ...segments].join('/');
}

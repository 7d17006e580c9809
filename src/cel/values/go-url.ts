import { parseIp } from './ip-address.ts';

/** A URL as Go sees it, with fewer demands than browsers have. */
export interface GoUrl {
  /** In lower case; empty for a mere path. */
  readonly scheme: string;
  /** What follows a scheme without a slash: `a@b.c` of `mailto:a@b.c`. */
  readonly opaque: string;
  /** Before an `@`. */
  readonly user: string | undefined;
  /** With the port. */
  readonly host: string;
  /** As it was written. */
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

/**
 * An absolute URL, or a path that begins with a slash.
 *
 * Source: go net/url/url.go, ParseRequestURI and then Parse
 *
 * @returns why it is none
 */
export function parseUrl(text: string): GoUrl | string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\0-\x1f\x7f]/.test(text)) return 'net/url: invalid control character in URL';
  if (text === '') return 'empty url';
  if (text.startsWith(':')) return 'missing protocol scheme';
  // A request has no fragment: first it is taken for a part of what is before it, which has to be right.
  const problem = parseParts(text, undefined, false);
  if (typeof problem === 'string') return problem;
  const [whole = '', fragment] = cut(text, '#');
  return parseParts(whole, fragment, true);
}

function parseParts(text: string, fragment: string | undefined, hasHosts: boolean): GoUrl | string {
  const [, scheme = '', afterScheme = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?([\s\S]*)$/.exec(text) ?? [];
  const [rest = '', query] = cut(afterScheme, '?');
  const parts = { scheme: scheme.toLowerCase(), opaque: '', user: undefined, host: '', path: rest, query, fragment };
  if (text === '*') return parts;
  if (!rest.startsWith('/')) return scheme === '' ? 'invalid URI for request' : { ...parts, opaque: rest, path: '' };
  const hasHost = rest.startsWith('//') && (scheme !== '' || (hasHosts && !rest.startsWith('///')));
  if (!hasHost) return checkPath(parts);
  const [, authority = '', path = ''] = /^\/\/([^/]*)([\s\S]*)$/.exec(rest) ?? [];
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const user = at < 0 ? undefined : authority.slice(0, at);
  return checkUser(user) ?? checkHost(host) ?? checkPath({ ...parts, user, host: decode(host), path });
}

function cut(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function checkPath(url: GoUrl): GoUrl | string {
  return badEscape(url.path) ?? url;
}

function badEscape(text: string): string | undefined {
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(text);
  return bad === null ? undefined : `invalid URL escape ${JSON.stringify(bad[0])}`;
}

function checkUser(user: string | undefined): string | undefined {
  if (user === undefined) return undefined;
  return /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user) ? badEscape(user) : 'net/url: invalid userinfo';
}

function checkHost(host: string): string | undefined {
  const [, name = '', port = ''] = /^(\[[\s\S]*\]|[^:]*)([\s\S]*)$/.exec(host) ?? [];
  if (host.startsWith('[') && !name.startsWith('[')) return "missing ']' in host";
  if (!/^(?::\d*)?$/.test(port)) return `invalid port ${JSON.stringify(port)} after host`;
  // Escapes may stand for what is not ASCII only; after `%25` there is a zone.
  const [address = ''] = name.startsWith('[') ? cut(name, '%25') : [name];
  const badEscapes = /%(?![89a-fA-F][0-9a-fA-F]).{0,2}/.exec(address);
  if (badEscapes !== null) return `invalid URL escape ${JSON.stringify(badEscapes[0])}`;
  const badCharacter = /[^A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"%\u0080-\uffff]/.exec(address);
  if (badCharacter !== null) return `invalid character ${JSON.stringify(badCharacter[0])} in host name`;
  const isAddress = !name.startsWith('[') || parseIp(address.replace(/^\[|\]$/g, ''))?.family === 6;
  return isAddress ? undefined : `invalid host: ParseAddr(${JSON.stringify(name.slice(1, -1))})`;
}

/** Without the port and the brackets of IPv6. */
export function hostnameOf({ host }: GoUrl): string {
  const bracketed = /^\[([\s\S]*)\]/.exec(host);
  return bracketed?.[1] ?? host.replace(/:\d*$/, '');
}

export function portOf({ host }: GoUrl): string {
  return /(?:^|[^:]|\]):(\d*)$/.exec(host)?.[1] ?? '';
}

/** The path as it was written, if it could be written so, else escaped. */
export function escapedPathOf({ path }: GoUrl): string {
  if (/^[A-Za-z0-9\-._~!$&'()*+,;=:@[\]%/]*$/.test(path) || path === '*') return path;
  const escaped = encodeURI(decode(path).toWellFormed());
  return escaped.replace(/[!'()*?#]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Values by key. What is not escaped rightly is left out. */
export function queryOf({ query }: GoUrl): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const pair of (query ?? '').split('&')) {
    if (pair === '' || pair.includes(';') || badEscape(pair) !== undefined) continue;
    const [key = '', value = ''] = cut(pair, '=').map((part) => decode(part?.replaceAll('+', ' ') ?? ''));
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  return values;
}

export function formatUrl(url: GoUrl): string {
  const scheme = url.scheme === '' ? '' : `${url.scheme}:`;
  const query = url.query === undefined ? '' : `?${url.query}`;
  const fragment = url.fragment === undefined || url.fragment === '' ? '' : `#${url.fragment}`;
  if (url.opaque !== '') return `${scheme}${url.opaque}${query}${fragment}`;
  const user = url.user === undefined ? '' : `${url.user}@`;
  const authority = scheme !== '' || url.host !== '' ? `//${user}${url.host}` : '';
  return `${scheme}${authority}${escapedPathOf(url)}${query}${fragment}`;
}

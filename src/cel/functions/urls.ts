import { CelError } from '../types.ts';
import { BOOL, listOf, mapOf, named, STRING } from '../typing/cel-type.ts';
import { globalFunction, method, type Overload } from '../typing/overload.ts';
import { escapedPathOf, formatUrl, type GoUrl, hostnameOf, parseUrl, portOf, queryOf } from '../values/go-url.ts';
import { CelMap } from '../values/map-value.ts';
import { NamedValue } from '../values/named-value.ts';

const URL_TYPE = named('kubernetes.URL');

/**
 * URLs.
 *
 * Source: k8s.io/apiserver/pkg/cel/library/urls.go
 */
export const URLS: readonly Overload[] = [
  globalFunction('url', [STRING], URL_TYPE, urlOf),
  globalFunction('isURL', [STRING], BOOL, (text: string) => typeof parseUrl(text) !== 'string'),
  method('getScheme', [URL_TYPE], STRING, ({ url }: UrlValue) => url.scheme),
  method('getHost', [URL_TYPE], STRING, ({ url }: UrlValue) => url.host),
  method('getHostname', [URL_TYPE], STRING, ({ url }: UrlValue) => hostnameOf(url)),
  method('getPort', [URL_TYPE], STRING, ({ url }: UrlValue) => portOf(url)),
  method('getEscapedPath', [URL_TYPE], STRING, ({ url }: UrlValue) => escapedPathOf(url)),
  method('getQuery', [URL_TYPE], mapOf(STRING, listOf(STRING)), getQuery),
];

class UrlValue extends NamedValue {
  readonly typeName = 'kubernetes.URL';
  readonly url: GoUrl;

  constructor(url: GoUrl) {
    super();
    this.url = url;
  }

  override isSameAs(other: NamedValue): boolean {
    return other instanceof UrlValue && this.toString() === other.toString();
  }

  override toString(): string {
    return formatUrl(this.url);
  }
}

function urlOf(text: string): UrlValue {
  const url = parseUrl(text);
  if (typeof url !== 'string') return new UrlValue(url);
  throw new CelError(`URL parse error during conversion from string: parse ${JSON.stringify(text)}: ${url}`);
}

function getQuery({ url }: UrlValue): CelMap {
  const map = new CelMap();
  for (const [key, values] of queryOf(url)) map.set(key, values);
  return map;
}

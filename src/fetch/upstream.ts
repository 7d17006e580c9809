/** Our user's own proxies, as programs take them from the environment. */
export interface Upstream {
  /** The proxy for a host, or nothing where it is reached directly. */
  proxyFor(scheme: 'https' | 'http', host: string): UpstreamProxy | undefined;
}

export interface UpstreamProxy {
  readonly isSecure: boolean;
  readonly host: string;
  readonly port: number;
  /** Value of the header Proxy-Authorization. */
  readonly authorization: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or the same in lower case. What is no URL of HTTP counts as none. */
export function readUpstream(env: Environment): Upstream {
  const direct = (env.NO_PROXY ?? env.no_proxy ?? '').split(',').map((entry) => entry.trim().toLowerCase());
  const proxies = {
    https: readProxy(env.HTTPS_PROXY ?? env.https_proxy),
    http: readProxy(env.HTTP_PROXY ?? env.http_proxy),
  };
  return { proxyFor: (scheme, host) => (isDirect(host, direct) ? undefined : proxies[scheme]) };
}

function readProxy(text: string | undefined): UpstreamProxy | undefined {
  if (text === undefined || text === '') return undefined;
  const whole = text.includes('://') ? text : `http://${text}`;
  if (!/^https?:/i.test(whole) || !URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  const isSecure = url.protocol === 'https:';
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return {
    isSecure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (isSecure ? 443 : 80),
    authorization: credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
  };
}

/** Hosts and domains; what is on this machine is never behind a proxy. */
function isDirect(host: string, direct: readonly string[]): boolean {
  if (host === 'localhost' || host === '[::1]' || host.startsWith('127.')) return true;
  return direct.some((entry) => {
    const domain = entry.replace(/^\*?\./, '').replace(/:\d+$/, '');
    return entry === '*' || (domain !== '' && (host === domain || host.endsWith(`.${domain}`)));
  });
}

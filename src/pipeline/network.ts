import { createAllowList } from '../fetch/allow-list.ts';
import { readFetchUrl } from '../fetch/fetch-url.ts';
import { type Gateway, openGateway } from '../fetch/gateway.ts';
import { readUpstream } from '../fetch/upstream.ts';
import { RenderError } from '../model/errors.ts';
import type { Network } from '../render/network.ts';
import { createSandbox } from '../render/sandbox.ts';

/** Of our user, and only for what fetches. */
export interface NetworkSettings {
  /** Hosts and beginnings of URLs; see `createAllowList`. */
  readonly allowFetch?: readonly string[] | undefined;
  /** Variables of which those for proxies, certificates and the SSH agent are looked at. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** The network of a session. */
export interface SessionNetwork extends Network {
  /**
   * Lets work reach allowed hosts by a proxy.
   *
   * @param work gets the proxy's URL
   * @throws RenderError of the work, with the hosts that it was not let to
   */
  withProxy<Result>(work: (proxy: string) => Promise<Result>): Promise<Result>;
  /**
   * Does work once in a session, so that all of a run sees one state of what is elsewhere.
   *
   * @param key says what is done, and to what
   */
  once<Result>(key: readonly string[], work: () => Promise<Result>): Promise<Result>;
  /** Value of SSL_CERT_FILE. */
  readonly certificates: string | undefined;
  /** Value of SSH_AUTH_SOCK. */
  readonly sshAgent: string | undefined;
}

/** @throws UsageError for a pattern that is none */
export function createNetwork({ allowFetch = [], environment = {} }: NetworkSettings): SessionNetwork {
  const allowList = createAllowList(allowFetch);
  const upstream = readUpstream(environment);
  const certificates = environment.SSL_CERT_FILE || undefined;
  const done = new Map<string, Promise<unknown>>();
  const withProxy = async <Result>(work: (proxy: string) => Promise<Result>): Promise<Result> => {
    const gateway = await openGateway(allowList, upstream);
    try {
      return await work(gateway.url);
    } catch (error) {
      throw explain(error, gateway);
    } finally {
      await gateway.close();
    }
  };
  return {
    certificates,
    sshAgent: environment.SSH_AUTH_SOCK || undefined,
    allows(url) {
      const read = readFetchUrl(url);
      return !('problem' in read) && allowList.allows(read);
    },
    withProxy,
    once<Result>(parts: readonly string[], work: () => Promise<Result>) {
      const key = JSON.stringify(parts);
      const result = (done.get(key) as Promise<Result> | undefined) ?? work();
      done.set(key, result);
      return result;
    },
    run: (work) =>
      withProxy(async (proxy) => {
        const sandbox = await createSandbox();
        const proxies = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, http_proxy: proxy, https_proxy: proxy };
        const trusted = certificates === undefined ? {} : { SSL_CERT_FILE: certificates };
        try {
          return await work({ ...sandbox, env: { ...sandbox.env, ...proxies, ...trusted } });
        } finally {
          await sandbox.dispose();
        }
      }),
  };
}

/** Programs only tell that their proxy said no. */
function explain(error: unknown, { refused, unreachable }: Gateway): unknown {
  const hosts = [...refused].sort().join(', ');
  const reasons = [
    ...(hosts === '' ? [] : [`it leads to ${hosts}, which --allow-fetch does not allow`]),
    ...[...unreachable].map(([host, reason]) => `${host} cannot be reached: ${reason}`),
  ];
  if (!(error instanceof RenderError) || reasons.length === 0) return error;
  return new RenderError(`${error.message} (${reasons.join('; ')})`, { cause: error.cause });
}

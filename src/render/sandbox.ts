import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A private place for renderers to run in: an empty home, no user configuration, no programs to start, no network. */
export interface Sandbox {
  readonly env: Readonly<Record<string, string>>;
  dispose(): Promise<void>;
}

/** A port that nothing listens on: HTTP clients that honour proxies get a refusal at once. */
const NO_PROXY_HERE = 'http://127.0.0.1:9';

/** Makes the sandbox of a run, readable by nobody else. */
export async function createSandbox(): Promise<Sandbox> {
  const home = await mkdtemp(join(tmpdir(), 'pss-gate-'));
  const directories = ['cache', 'config', 'data', 'plugins', 'bin'];
  for (const directory of directories) await mkdir(join(home, directory), { mode: 0o700 });
  return {
    env: {
      HOME: home,
      // An empty directory: kustomize would start git for remote bases, and helm for charts.
      PATH: join(home, 'bin'),
      TMPDIR: home,
      XDG_CACHE_HOME: join(home, 'cache'),
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_DATA_HOME: join(home, 'data'),
      HELM_CACHE_HOME: join(home, 'cache'),
      HELM_CONFIG_HOME: join(home, 'config'),
      HELM_DATA_HOME: join(home, 'data'),
      HELM_PLUGINS: join(home, 'plugins'),
      KUBECONFIG: '/dev/null',
      // Less garbage collection: heavy kustomize builds take a third less time, for a third more memory.
      GOGC: '400',
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      GIT_ALLOW_PROTOCOL: 'none',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      HTTP_PROXY: NO_PROXY_HERE,
      HTTPS_PROXY: NO_PROXY_HERE,
      http_proxy: NO_PROXY_HERE,
      https_proxy: NO_PROXY_HERE,
    },
    dispose: () => rm(home, { recursive: true, force: true }),
  };
}

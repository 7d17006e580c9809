import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CERTIFICATE,
  listenForConnections,
  playInternet,
  publish,
  serve,
  serveFiles,
  serveSecurely,
} from '../fetch/server.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { commit, git, repositoryWith } from '../git/fixture.ts';
import { application, check } from './fetch-run.ts';
import { chart, deployment } from './manifests.ts';
import type { CliResult } from './run-cli.ts';

const BAD = '          securityContext: {privileged: true}\n';

/** A repository on a web server, with a privileged pod at `v1.0.0` whose privilege is gone afterwards. */
async function published() {
  const root = repositoryWith({ 'd/a.yaml': deployment('old', BAD), 'values/x.yaml': 'privileged: true\n' });
  git(root, 'tag', '--annotate', '--message', 'x', 'v1.0.0');
  const first = git(root, 'rev-parse', 'HEAD');
  commit(root, { 'd/a.yaml': deployment('new') });
  git(root, 'tag', 'v1.1.0');
  const directory = temporaryDirectory();
  publish(root, directory, 'acme/tools');
  return { first, root, directory, server: await serveFiles(directory) };
}

/** Answers as another server does. */
function mirror(url: string): Parameters<typeof serve>[0] {
  return (request, response) =>
    void fetch(url + request.url).then(async (answer) =>
      response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer())),
    );
}

const reasonOf = ({ report }: CliResult, name: string) =>
  report.targets.filter((target) => target.name === name).map(({ status, reason }) => ({ status, reason }))[0];

const privilegedOf = ({ report }: CliResult) =>
  report.findings
    .filter(({ check: id }) => id === 'privileged')
    .map(({ target, resource, location }) => `${target.split('/')[1]} ${resource?.name} ${location?.file}`);

describe('a repository that may be fetched', () => {
  it('is rendered at the revision that the Application names', async () => {
    const { first, server } = await published();
    const url = `${server.url}/acme/tools.git`;
    const revisions = {
      branch: 'main',
      head: '',
      tag: 'v1.0.0',
      old: '1.0.*',
      new: '>=1',
      full: first,
      part: first.slice(0, 9),
    };
    const result = await check(
      Object.entries(revisions).map(([name, revision]) =>
        application(name, `repoURL: "${url}", targetRevision: "${revision}", path: d`),
      ),
      { allow: [`${server.url}/acme/`] },
    );
    expect(result.stderr).toBe('');
    expect(result.report.targets.map(({ status }) => status)).toEqual(Array(7).fill('evaluated'));
    expect(privilegedOf(result)).toEqual(['full', 'old', 'part', 'tag'].map((name) => `${name} old ${url}/d/a.yaml`));
    // Once for the list, and two or three times for each commit: a server without a program of its own cannot cut history.
    expect(server.requests.filter((request) => request.includes('/info/refs')).length).toBeLessThan(12);
  });

  it('gives value files to another source', async () => {
    const { server } = await published();
    const template = deployment('web', '          securityContext: {privileged: {{ .Values.privileged }}}\n');
    const sources = `sources:
    - {repoURL: "https://git.example/own", path: web, helm: {valueFiles: [$tools/values/x.yaml]}}
    - {repoURL: "${server.url}/acme/tools", ref: tools, targetRevision: v1.0.0}`;
    const result = await check([application('a', sources.replace('acme/tools', 'acme/tools.git'))], {
      allow: [server.url],
      files: chart('web', { 'd.yaml': template }),
    });
    expect(privilegedOf(result)).toEqual(['a web web/templates/d.yaml']);
  });

  it('is this one, where the clone does not hold what is named', async () => {
    const { server } = await published();
    const url = `${server.url}/acme/tools.git`;
    const files = { 'd/a.yaml': deployment('own'), '.pss-gate.yaml': `repository: {urls: ["${url}"]}\n` };
    const applications = ['main', 'v1.0.0', '9.*'].map((revision, index) =>
      application(`a${index}`, `repoURL: "${url}", targetRevision: "${revision}", path: d`),
    );
    const offline = await check(applications, { files });
    expect(offline.report.targets.map(({ status }) => status)).toEqual(['evaluated', 'skipped', 'skipped']);
    const result = await check(applications, { files, allow: [server.url] });
    expect(privilegedOf(result)).toEqual([`a1 old ${url}/d/a.yaml`]);
    expect(reasonOf(result, 'a2')).toEqual({ status: 'error', reason: "unable to resolve '9.*' to a commit SHA" });
  });

  it('is kept by commit: a full id is never asked for again, and concurrent runs do no harm', async () => {
    const { first, server } = await published();
    const cache = temporaryDirectory();
    const app = [application('a', `repoURL: "${server.url}/acme/tools.git", targetRevision: ${first}, path: d`)];
    const run = { allow: [server.url], cache };
    const results = await Promise.all([1, 2, 3].map(() => check(app, run)));
    for (const result of results) expect(privilegedOf(result)).toHaveLength(1);
    const asked = server.requests.length;
    expect(privilegedOf(await check(app, run))).toHaveLength(1);
    expect(server.requests.length).toBe(asked);
    const [place = ''] = await readdir(join(cache, 'fetched', 'git'));
    expect(await readdir(join(cache, 'fetched', 'git', place))).toEqual([first]);
  });

  it('costs only the targets that need it when it fails', async () => {
    const { server } = await published();
    const source = (path: string, revision = 'main') =>
      `repoURL: "${server.url}/${path}", targetRevision: ${revision}, path: d`;
    const result = await check(
      [
        application('gone', source('acme/gone.git')),
        application('unknown', source('acme/tools.git', 'nope')),
        application('commit', source('acme/tools.git', 'deadbeef'.repeat(5))),
        application('good', source('acme/tools.git', 'v1.0.0')),
      ],
      { allow: [server.url] },
    );
    expect(reasonOf(result, 'gone')).toEqual({
      status: 'error',
      reason: `git: repository '${server.url}/acme/gone.git/' not found`,
    });
    expect(reasonOf(result, 'unknown')?.reason).toBe("unable to resolve 'nope' to a commit SHA");
    expect(reasonOf(result, 'commit')?.reason).toContain('deadbeef');
    expect(privilegedOf(result)).toHaveLength(1);
  });

  it('is reached by TLS with the certificates of our user', async () => {
    const { directory } = await published();
    const files = await serveFiles(directory);
    const server = await serveSecurely(mirror(files.url));
    const app = [application('a', `repoURL: "${server.url}/acme/tools.git", targetRevision: v1.0.0, path: d`)];
    const run = { allow: [`${server.url}/acme`] };
    const trusted = await check(app, { ...run, env: { SSL_CERT_FILE: CERTIFICATE } });
    expect([reasonOf(trusted, 'a'), privilegedOf(trusted).length]).toEqual([{ status: 'evaluated' }, 1]);
    expect(reasonOf(await check(app, run), 'a')?.reason).toMatch(/^git: .*certificate/);
  });

  it('is reached by the proxy of our user', async () => {
    const { directory } = await published();
    const [files, canary] = [await serveFiles(directory), await listenForConnections()];
    const internet = await playInternet({
      'git.example': (path, response) => void response.writeHead(302, { location: `${canary.url}${path}` }).end(),
      'mirror.example': (path, response) => mirror(files.url)({ url: path } as never, response),
    });
    const source = (host: string) => `repoURL: "http://${host}/acme/tools.git", targetRevision: v1.0.0, path: d`;
    const result = await check(
      [application('moved', source('git.example')), application('a', source('mirror.example'))],
      { allow: ['http://git.example', 'http://mirror.example', canary.url], env: { HTTP_PROXY: internet.url } },
    );
    expect(privilegedOf(result)).toEqual(['a old http://mirror.example/acme/tools.git/d/a.yaml']);
    // Redirects are not followed, not even to what is allowed.
    expect(reasonOf(result, 'moved')?.reason).toContain('302');
    expect(canary.connections).toBe(0);
  });
});

describe('what may not be fetched', () => {
  it('opens no connection', async () => {
    const canary = await listenForConnections();
    const port = new URL(canary.url).port;
    const urls = [
      `${canary.url}/acme/tools.git`,
      `git://127.0.0.1:${port}/x`,
      `ssh://127.0.0.1:${port}/x`,
      `ssh://-oProxyCommand=touch%20x@127.0.0.1:${port}/x`,
      `ext::nc 127.0.0.1 ${port}`,
      `--upload-pack=touch x`,
      `https://user:secretsecret@127.0.0.1:${port}/x`,
      'file:///etc',
      '/etc',
    ];
    const applications = urls.map((url, index) => application(`a${index}`, `repoURL: "${url}", path: d`));
    const own = ['own', 'own2'].map((name) => application(name, 'repoURL: "https://git.example/own", path: d'));
    for (const allow of [[], ['127.0.0.1'], ['https://127.0.0.1/', 'http://127.0.0.1/', 'git.example']]) {
      const result = await check([...applications, ...own], { allow, files: { 'd/a.yaml': deployment('own') } });
      const targets = result.report.targets.filter(({ name }) => !name.startsWith('own'));
      expect(targets.map(({ status }) => status)).toEqual(urls.map(() => 'error'));
      expect(result.stdout).not.toContain('secretsecret');
      expect(result.code).toBe(3);
    }
    expect(canary.connections).toBe(0);
  });

  it('cannot be allowed by the repository', async () => {
    const canary = await listenForConnections();
    const files = { '.pss-gate.yaml': `allowFetch: [${canary.url}]\n` };
    const result = await check([application('a', `repoURL: "${canary.url}/x", path: d`)], { files });
    expect([result.code, canary.connections]).toEqual([2, 0]);
  });

  it('is not asked for when objects lead elsewhere', async () => {
    const canary = await listenForConnections();
    const { directory } = await published();
    const files = await serveFiles(directory);
    const server = await serve((request, response) => {
      if (request.url?.endsWith('/objects/info/http-alternates'))
        response.writeHead(200).end(`${canary.url}/acme/tools.git/objects/\n`);
      else if (request.url?.includes('/objects/')) response.writeHead(404).end();
      else mirror(files.url)(request, response);
    });
    const result = await check([application('a', `repoURL: "${server.url}/acme/tools.git", path: d`)], {
      allow: [server.url, canary.url],
    });
    expect([reasonOf(result, 'a')?.status, canary.connections]).toEqual(['error', 0]);
  });
});

import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chartRepository, packChart, registry } from '../fetch/charts.ts';
import { CERTIFICATE, listenForConnections, playInternet, serve, serveSecurely } from '../fetch/server.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { application, check } from './fetch-run.ts';
import { deployment } from './manifests.ts';
import type { CliResult } from './run-cli.ts';

const TEMPLATE = deployment(
  '{{ .Release.Name }}',
  '          securityContext: {privileged: {{ .Values.privileged }}}\n',
);

/** The chart `web`, privileged in version 1.0.0 only. */
const web = (version: string) => ({
  name: 'web',
  version,
  archive: packChart('web', version, {
    'values.yaml': `privileged: ${version === '1.0.0'}\n`,
    'values-bad.yaml': 'privileged: true\n',
    'templates/d.yaml': TEMPLATE,
  }),
});

const reasonsOf = ({ report }: CliResult) =>
  report.targets.map(({ name, status, reason }) => `${name} ${status} ${reason ?? ''}`);

const privilegedOf = ({ report }: CliResult) =>
  report.findings
    .filter(({ check: id }) => id === 'privileged')
    .map(({ target, resource, location }) => `${target.split('/')[1]} ${resource?.name} ${location?.file}`);

describe('a chart of a repository', () => {
  it('is rendered in the version that the Application names, with its options', async () => {
    const server = await serve(chartRepository(['1.0.0', '1.1.0', '2.0.0-rc1'].map(web)));
    const url = `${server.url}/stable`;
    const source = (version: string, more = '') => `repoURL: "${url}", chart: web, targetRevision: "${version}"${more}`;
    const result = await check(
      [
        application('exact', source('1.0.0')),
        application('range', source('1.*')),
        application('low', source('<1.1', ', helm: {releaseName: other}')),
        application('values', source('1.1.0', ', helm: {valueFiles: [values-bad.yaml]}')),
        application('object', source('^1', ', helm: {valuesObject: {privileged: true}}')),
        application('none', source('3.*')),
        application('out', source('1.0.0', ', helm: {valueFiles: [../../x.yaml]}')),
        application('empty', source('')),
      ],
      { allow: [url] },
    );
    expect(privilegedOf(result)).toEqual([
      `exact exact ${url}/web-1.0.0/templates/d.yaml`,
      `low other ${url}/web-1.0.0/templates/d.yaml`,
      `object object ${url}/web-1.1.0/templates/d.yaml`,
      `values values ${url}/web-1.1.0/templates/d.yaml`,
    ]);
    expect(reasonsOf(result).filter((reason) => reason.includes('error'))).toEqual([
      'empty error spec.source.targetRevision is required if the manifest source is a helm chart',
      expect.stringMatching(/^none error helm: chart "web" (?:matching|version) .*not found in/),
      expect.stringMatching(/^out error .*leads out of the repository/),
    ]);
  });

  it('takes values of a repository beside it', async () => {
    const server = await serve(chartRepository([web('1.1.0')]));
    const sources = `sources:
    - {repoURL: "${server.url}", chart: web, targetRevision: 1.1.0, helm: {valueFiles: [$values/prod.yaml]}}
    - {repoURL: "https://git.example/own", ref: values, path: d}`;
    const files = { 'prod.yaml': 'privileged: true\n', 'd/d.yaml': deployment('d') };
    const result = await check([application('a', sources)], { allow: [server.url], files });
    expect(privilegedOf(result)).toEqual([`a a ${server.url}/web-1.1.0/templates/d.yaml`]);
  });

  it('is kept by its exact version', async () => {
    const server = await serve(chartRepository([web('1.0.0')]));
    const cache = temporaryDirectory();
    const run = (version: string) =>
      check([application('a', `repoURL: "${server.url}", chart: web, targetRevision: "${version}"`)], {
        allow: [server.url],
        cache,
      });
    const first = await Promise.all([run('1.0.0'), run('1.0.0')]);
    const asked = server.requests.length;
    expect((await run('1.0.0')).stdout).toBe(first[0]?.stdout);
    expect(server.requests.length).toBe(asked);
    expect(privilegedOf(await run('*'))).toHaveLength(1);
    expect(server.requests.length).toBeGreaterThan(asked);
    const [place = ''] = await readdir(join(cache, 'fetched', 'charts'));
    expect(await readdir(join(cache, 'fetched', 'charts', place))).toEqual(['1.0.0']);
  });

  it('does not lead to a host that is not allowed, neither by its index nor by a redirect', async () => {
    const chart = web('1.0.0');
    const repository = (url?: string) => chartRepository([url === undefined ? chart : { ...chart, url }]);
    const asked: string[] = [];
    const internet = await playInternet({
      'charts.example': (path, response) =>
        repository('http://evil.example/web-1.0.0.tgz')({ url: path } as never, response),
      'moved.example': (path, response) =>
        void response.writeHead(302, { location: `http://evil.example${path}` }).end(),
      'evil.example': (path, response) => {
        asked.push(path);
        repository()({ url: path } as never, response);
      },
    });
    const applications = ['charts', 'moved'].map((name) =>
      application(name, `repoURL: "http://${name}.example", chart: web, targetRevision: 1.0.0`),
    );
    const allow = ['http://charts.example', 'http://moved.example'];
    const env = { HTTP_PROXY: internet.url };
    const refused = await check(applications, { allow, env });
    expect(reasonsOf(refused)).toEqual(
      ['charts', 'moved'].map((name) =>
        expect.stringMatching(
          new RegExp(`^${name} error helm: .*it leads to evil.example, which --allow-fetch does not allow`),
        ),
      ),
    );
    expect(asked).toEqual([]);
    const allowed = await check(applications, { allow: [...allow, 'http://evil.example'], env });
    expect(privilegedOf(allowed)).toHaveLength(2);
  });

  it.each([
    ['that leads out', packChart('web', '1.0.0', { '../../x': '' }), 'the chart holds the path "web/../../x"'],
    ['that is none', Buffer.from('nothing'), 'the chart is no gzip file'],
  ])('%s is refused', async (_, archive, reason) => {
    const server = await serve(chartRepository([{ name: 'web', version: '1.0.0', archive }]));
    const result = await check([application('a', `repoURL: "${server.url}", chart: web, targetRevision: 1.0.0`)], {
      allow: [server.url],
    });
    expect(reasonsOf(result)).toEqual([expect.stringContaining(reason)]);
    expect(result.code).toBe(3);
  });

  it.each(['--repo=http://127.0.0.1', '../web', 'http://127.0.0.1/web.tgz', 'a..b'])(
    'is not called %s',
    async (name) => {
      const canary = await listenForConnections();
      const source = `repoURL: "${canary.url}", chart: "${name}", targetRevision: 1.0.0`;
      const result = await check([application('a', source)], { allow: [canary.url] });
      expect(reasonsOf(result)).toEqual([`a error ${name} is no name of a chart`]);
      expect(canary.connections).toBe(0);
    },
  );

  it('is not fetched when nobody allows it', async () => {
    const canary = await listenForConnections();
    const { host } = new URL(canary.url);
    const applications = [
      application('http', `repoURL: "${canary.url}", chart: web, targetRevision: 1.0.0`),
      application('oci', `repoURL: "${host}/charts", chart: web, targetRevision: 1.0.0`),
      application('artifact', `repoURL: "oci://${host}/charts/web", path: ., targetRevision: 1.0.0`),
    ];
    for (const allow of [[], ['ghcr.io', 'http://127.0.0.1']]) {
      const result = await check(applications, { allow });
      expect(reasonsOf(result)).toEqual([
        `artifact error oci://${host}/charts/web is an OCI artifact; nothing is fetched, unless --allow-fetch lets it`,
        `http error ${canary.url} is the repository of the chart web; nothing is fetched, unless --allow-fetch lets it`,
        `oci error ${host}/charts is the repository of the chart web; nothing is fetched, unless --allow-fetch lets it`,
      ]);
    }
    expect(canary.connections).toBe(0);
  });
});

describe('a chart of a registry', () => {
  const applications = (host: string) => [
    application('chart', `repoURL: "${host}/acme/charts", chart: web, targetRevision: 1.0.0`),
    application('artifact', `repoURL: "oci://${host}/acme/charts/web", path: ., targetRevision: 1.0.0`),
    application('range', `repoURL: "oci://${host}/acme/charts/web", path: ., targetRevision: 1.*`),
  ];

  it('is rendered in the version that the Application names', async () => {
    const server = await serveSecurely(registry('acme/charts/web', ['1.0.0', '1.1.0'].map(web)));
    const { host } = new URL(server.url);
    const run = { allow: [`oci://${host}/acme/`], env: { SSL_CERT_FILE: CERTIFICATE } };
    const result = await check(applications(host), run);
    expect(reasonsOf(result).sort()).toEqual(['artifact evaluated ', 'chart evaluated ', 'range evaluated ']);
    expect(privilegedOf(result)).toEqual(
      ['artifact', 'chart'].map((name) => `${name} ${name} oci://${host}/acme/charts/web-1.0.0/templates/d.yaml`),
    );
    const distrusted = await check(applications(host).slice(0, 1), { allow: run.allow });
    expect(reasonsOf(distrusted)).toEqual([expect.stringMatching(/^chart error helm: .*certificate/)]);
  });

  it('is reached by the proxy of our user, which sees allowed hosts only', async () => {
    const answer = registry('acme/charts/web', [web('1.0.0')]);
    const server = await serveSecurely((request, response) =>
      request.url?.includes('/blobs/') && request.headers.host === 'registry.example'
        ? response.writeHead(307, { location: `https://charts.example${request.url}` }).end()
        : answer(request, response),
    );
    const internet = await playInternet({}, { 'registry.example:443': server.port, 'charts.example:443': server.port });
    const env = { SSL_CERT_FILE: CERTIFICATE, HTTPS_PROXY: internet.url };
    const applied = applications('registry.example').slice(0, 1);
    const refused = await check(applied, { allow: ['oci://registry.example/acme/'], env });
    expect(reasonsOf(refused)).toEqual([
      expect.stringMatching(/^chart error helm: .*it leads to charts.example, which --allow-fetch does not allow/),
    ]);
    expect(new Set(internet.requests)).toEqual(new Set(['CONNECT registry.example:443']));
    const allowed = await check(applied, { allow: ['oci://registry.example/acme/', 'charts.example'], env });
    expect(privilegedOf(allowed)).toHaveLength(1);
  });
});

describe('dependencies of a chart', () => {
  const chart = (dependencies: readonly Record<string, string>[], lock?: string) => ({
    'app/Chart.yaml': JSON.stringify({ apiVersion: 'v2', name: 'app', version: '1.0.0', dependencies }),
    'app/templates/d.yaml': deployment('app'),
    ...(lock === undefined ? {} : { 'app/Chart.lock': lock }),
  });
  const app = application('a', 'repoURL: "https://git.example/own", path: app');

  it('are fetched where all of their repositories are allowed, anew in every run', async () => {
    const http = await serve(chartRepository([web('1.0.0'), web('1.1.0')]));
    const oci = await serveSecurely(registry('acme/charts/other', [{ ...web('2.0.0'), archive: otherChart() }]));
    const { host } = new URL(oci.url);
    const dependencies = [
      { name: 'web', version: '<1.1', repository: `${http.url}/stable` },
      { name: 'other', version: '2.x', repository: `oci://${host}/acme/charts` },
    ];
    const cache = temporaryDirectory();
    const run = (...allow: readonly string[]) =>
      check([app], { files: chart(dependencies), allow, env: { SSL_CERT_FILE: CERTIFICATE }, cache });
    const result = await run(http.url, `oci://${host}`);
    expect(reasonsOf(result)).toEqual(['a evaluated ']);
    expect(privilegedOf(result)).toEqual([
      'a other app/charts/other/templates/d.yaml',
      'a a app/charts/web/templates/d.yaml',
    ]);
    const asked = http.requests.length;
    expect((await run(http.url, `oci://${host}`)).stdout).toBe(result.stdout);
    expect(http.requests.length).toBeGreaterThan(asked);
    expect(reasonsOf(await run(http.url))).toEqual([
      `a error helm: it needs other 2.x from oci://${host}/acme/charts, which charts/ does not hold: nothing is fetched; ` +
        'run helm dependency build and commit charts/, or let it be fetched by --allow-fetch',
    ]);
  });

  it('of a repository with TLS are fetched in the version of Chart.lock', async () => {
    const server = await serveSecurely(chartRepository([web('1.0.0'), web('1.1.0')]));
    const dependency = { name: 'web', repository: `${server.url}/stable`, version: '1.x' };
    const digest = createHash('sha256')
      .update(JSON.stringify([[dependency], [{ ...dependency, version: '1.0.0' }]].map((list) => list.map(inOrder))))
      .digest('hex');
    const lock = `dependencies:\n- {name: web, repository: "${dependency.repository}", version: 1.0.0}\ndigest: sha256:${digest}\n`;
    const result = await check([app], {
      files: chart([dependency], lock),
      allow: [server.url],
      env: { SSL_CERT_FILE: CERTIFICATE },
    });
    expect(reasonsOf(result)).toEqual(['a evaluated ']);
    expect(privilegedOf(result)).toHaveLength(1);
  });

  it('open no connection when one of them is not allowed', async () => {
    const canary = await listenForConnections();
    const dependencies = [{ name: 'web', version: '1.x', repository: canary.url }];
    for (const allow of [[], ['https://127.0.0.1'], [`${canary.url}/other`]]) {
      const result = await check([app], { files: chart(dependencies), allow });
      expect(reasonsOf(result)).toEqual([expect.stringContaining('nothing is fetched')]);
    }
    expect(canary.connections).toBe(0);
  });
});

/** As helm writes a dependency for the digest of its lock. */
function inOrder({ name, version, repository }: Record<string, string>) {
  return { name, version, repository };
}

function otherChart(): Buffer {
  const template = deployment('other', '          securityContext: {privileged: true}\n');
  return packChart('other', '2.0.0', { 'templates/d.yaml': template });
}

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chart, deployment } from './manifests.ts';
import { makeRepository, runCli } from './run-cli.ts';

const JOB = `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate-{{ randAlphaNum 5 | lower }}
spec:
  template:
    spec:
      containers: [{name: migrate, image: registry.example/migrate, securityContext: {privileged: true}}]
`;
const SECRET = `{{- $ca := genCA "web" 365 }}
apiVersion: v1
kind: Secret
metadata: {name: ca}
stringData:
  cert: {{ $ca.Cert | quote }}
  password: {{ randAlphaNum 20 | quote }}
`;

function dated(name: string): string {
  return deployment(name).replace(`name: ${name}\n`, `name: ${name}\n  annotations: {at: "{{ now }}"}\n`);
}

const privileged = (name: string) => deployment(name, '          securityContext: {privileged: true}\n');

/** The report of a run without a cache, and whether the next one is the same. */
async function checkTwice(files: Readonly<Record<string, string>>) {
  const root = await makeRepository(files);
  const run = (...args: readonly string[]) => runCli(['check', '.', '-o', 'json', ...args], { cwd: root });
  const once = await run('--no-cache');
  const again = await run('--no-cache');
  return {
    report: once.report,
    code: once.code,
    isSame: once.stdout === again.stdout && once.stdout !== '',
    run,
    once,
  };
}

const namesOf = ({ report }: Awaited<ReturnType<typeof checkTwice>>) => [
  ...new Set(report.findings.map(({ resource }) => `${resource?.kind} ${resource?.name}`)),
];

describe('a chart that renders differently each time', () => {
  it('makes the same report, in which a note says what is random', async () => {
    const templates = { 'job.yaml': JOB, 'secret.yaml': SECRET, 'web.yaml': dated('web') };
    const result = await checkTwice(chart('app', templates));
    expect(result.isSame).toBe(true);
    expect(namesOf(result)).toEqual(['Job migrate-…']);
    expect(result.report.targets.map(({ notes }) => notes)).toEqual([
      ['job', 'secret', 'web'].map(
        (name) =>
          `app/templates/${name}.yaml renders differently each time (genCA, now, randAlphaNum): what differs stands here as …`,
      ),
    ]);
    const cached = ['--cache-dir', join(await makeRepository({}), 'cache')];
    for (let runs = 0; runs < 2; runs++) expect((await result.run(...cached)).stdout).toBe(result.once.stdout);
  });

  it.each<[string, string, readonly string[]]>([
    ['the day', '{{ now | date "20060102" }}', ['Deployment web-…']],
    ['the second since 1970', '{{ now | unixEpoch }}', ['Deployment web-…']],
    ['letters in another order', '{{ shuffle "abcdefghijklm" }}', ['Deployment web-…']],
    ['nothing random in the end', '{{ default (randAlpha 5) "fixed" }}', ['Deployment web-fixed']],
  ])('has in its names %s', async (_, text, names) => {
    const result = await checkTwice(chart('app', { 'web.yaml': privileged('NAME').replaceAll('NAME', `web-${text}`) }));
    expect([result.isSame, namesOf(result)]).toEqual([true, names]);
  });

  it('is not evaluated where chance decides', async () => {
    const random = privileged('web').replace('privileged: true', 'runAsUser: {{ randInt 0 1000000 }}');
    const result = await checkTwice(chart('app', { 'web.yaml': random, 'other.yaml': deployment('other') }));
    expect([result.isSame, result.code]).toEqual([true, 3]);
    expect(result.report.targets.map(({ status, reason }) => [status, reason])).toEqual([
      [
        'error',
        'app/templates/web.yaml: spec.template.spec.containers[0].securityContext.runAsUser of Deployment web differs each time it is rendered, so that it cannot be judged (randInt)',
      ],
    ]);
    expect(result.report.summary.workloads).toBe(1);
  });

  it('may be one that a kustomization inflates', async () => {
    const inner = Object.entries(chart('inner', { 'job.yaml': JOB }, 'app/charts/inner'));
    const result = await checkTwice({
      'app/kustomization.yaml': 'helmCharts: [{name: inner, releaseName: inner}]\n',
      ...Object.fromEntries(inner),
      '.pss-gate.yaml': 'applications: {kustomizeBuildOptions: --enable-helm}\n',
    });
    expect([result.isSame, namesOf(result)]).toEqual([true, ['Job migrate-…']]);
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { expectGolden, expectNoOthers } from '../golden.ts';
import { runCli } from './run-cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Versions of renderers are those of the machine. */
function withoutVersions(text: string): string {
  return text
    .replaceAll(/(helm|kustomize)("?:? "?)v[\d.]+/g, '$1$2VERSION')
    .replaceAll(/(pss-gate |"version": ")\d+\.\d+\.\d+/g, '$1VERSION');
}

const check = (...args: string[]) => runCli(['check', 'test/sample', ...args], { cwd: ROOT });

describe('the sample repository', () => {
  const GOLDEN: [golden: string, args: string[]][] = [
    ['check.text', ['-o', 'text']],
    ['check.json', ['-o', 'json']],
    ['restricted.text', ['-o', 'text', '--level', 'restricted']],
  ];

  it.each(GOLDEN)('is reported as agreed: %s', async (golden, args) => {
    const result = await check(...args);
    expect([result.code, result.stderr]).toEqual([1, '']);
    expectGolden(`sample/${golden}`, withoutVersions(result.stdout));
  });

  it('has no golden file that no test writes', () => {
    expectNoOthers(
      'sample',
      GOLDEN.map(([golden]) => golden),
    );
  });

  it('passes nothing that cannot be judged', async () => {
    const { report } = await check('-o', 'json');
    expect(report.findings.filter(({ result }) => result === 'skip').map(({ resource }) => resource?.kind)).toEqual([
      'NightlyImport',
    ]);
    expect(report.summary.targets.error).toBe(0);
  });

  it('is a root of its own, because it has a configuration of its own', async () => {
    const [{ report }, within] = await Promise.all([
      check('-o', 'json'),
      runCli(['check', '-o', 'json'], { cwd: join(ROOT, 'test/sample') }),
    ]);
    expect(report.targets.map(({ path }) => path)).toContain('platform/toolbox');
    expect(JSON.parse(within.stdout)).toEqual(report);
  });
});

describe('the same tool in three namespaces', () => {
  let report: Report;
  beforeAll(async () => {
    ({ report } = await check('-o', 'json'));
  });

  /** What Pod Security says of the Deployment `toolbox` in a namespace. */
  function toolboxIn(namespace: string) {
    const found = report.findings.filter(
      ({ resource }) => resource?.name === 'toolbox' && resource.namespace === namespace,
    );
    const origin = report.namespaces.find(({ name }) => name === namespace)?.effective.enforce;
    return { enforce: origin, findings: found.map(({ check: id, result, effect }) => ({ check: id, result, effect })) };
  }

  it('is blocked where the label says restricted', () => {
    expect(toolboxIn('catalog-production')).toEqual({
      enforce: { level: 'restricted', version: 'latest', origin: 'platform/namespaces/shop.yaml:19' },
      findings: [
        {
          check: 'capabilities_restricted',
          result: 'fail',
          effect:
            'its pods will be refused: namespace catalog-production enforces restricted:latest (platform/namespaces/shop.yaml:19)',
        },
      ],
    });
  });

  it('passes where the label says privileged', () => {
    expect(toolboxIn('monitoring')).toEqual({
      enforce: { level: 'privileged', version: 'latest', origin: 'platform/namespaces/monitoring.yaml:7' },
      findings: [],
    });
  });

  it('is judged at the configured default where there is no label', () => {
    expect(toolboxIn('billing')).toEqual({
      enforce: { level: 'baseline', version: 'latest', origin: '.pss-gate.yaml:10' },
      findings: [
        {
          check: 'capabilities_baseline',
          result: 'fail',
          effect: 'its pods will be refused: namespace billing enforces baseline:latest (.pss-gate.yaml:10)',
        },
      ],
    });
  });

  it.each([
    ['catalog-production', 'platform/namespaces/shop.yaml', 'pod-security.kubernetes.io/enforce: restricted'],
    ['monitoring', 'platform/namespaces/monitoring.yaml', 'pod-security.kubernetes.io/enforce: privileged'],
    ['billing', '.pss-gate.yaml', 'enforce: baseline'],
  ])('the line that is named for %s says so', async (namespace, file, text) => {
    const { enforce } = toolboxIn(namespace);
    const line = Number(enforce?.origin.split(':')[1]);
    const lines = (await readFile(join(ROOT, 'test/sample', file), 'utf8')).split('\n');
    expect([enforce?.origin, lines[line - 1]?.trim()]).toEqual([`${file}:${line}`, text]);
  });

  it('breaks one control only, in every case', async () => {
    const { report: restricted } = await check('-o', 'json', '--level', 'restricted');
    const toolbox = restricted.findings.filter(({ resource }) => resource?.name === 'toolbox');
    expect(new Set(toolbox.map(({ resource, control }) => `${resource?.namespace}: ${control}`))).toEqual(
      new Set(['billing: Capabilities', 'catalog-production: Capabilities', 'monitoring: Capabilities']),
    );
    expect(new Set(toolbox.flatMap(({ fields }) => fields.map(({ found }) => found)))).toEqual(new Set(['NET_RAW']));
  });
});

describe('the manifests under argocd/', () => {
  it('pass at restricted', async () => {
    const { code, report } = await runCli(['check', 'argocd', '-o', 'json'], { cwd: ROOT });
    expect([code, report.verdict, report.summary.targets.total]).toEqual([0, 'pass', 1]);
  });
});

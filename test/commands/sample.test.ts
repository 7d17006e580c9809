import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { expectGolden } from '../golden.ts';
import { runCli } from './run-cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Versions of renderers are those of the machine. */
function withoutVersions(text: string): string {
  return text
    .replaceAll(/(helm|kustomize)("?:? "?)v[\d.]+/g, '$1$2VERSION')
    .replaceAll(/(pss-gate |"version": ")\d+\.\d+\.\d+/g, '$1VERSION');
}

describe('the sample repository', () => {
  it.each([
    ['text', 'restricted', 1],
    ['json', 'restricted', 1],
    ['text', 'baseline', 1],
  ])('is reported as agreed: %s at %s', async (format, level, code) => {
    const result = await runCli(['check', 'test/sample', '-o', format, '--level', level], { cwd: ROOT });
    expect([result.code, result.stderr]).toEqual([code, '']);
    expectGolden(`sample/${level}.${format}`, withoutVersions(result.stdout));
  });

  it('passes nothing that cannot be judged', async () => {
    const { report } = await runCli(['check', 'test/sample', '-o', 'json'], { cwd: ROOT });
    expect(report.findings.filter(({ result }) => result === 'skip').map(({ resource }) => resource?.kind)).toEqual([
      'NightlyImport',
    ]);
    expect(report.summary.targets.error).toBe(0);
  });
});

describe('the manifests under argocd/', () => {
  it('pass at restricted', async () => {
    const { code, report } = await runCli(['check', 'argocd', '-o', 'json'], { cwd: ROOT });
    expect([code, report.verdict, report.summary.targets.total]).toEqual([0, 'pass', 1]);
  });
});

import { describe, expect, it } from 'vitest';
import { chart, deployment } from './manifests.ts';
import { makeRepository, runCli } from './run-cli.ts';

describe('pss-gate render', () => {
  it('prints what check judges, so that judging it again gives the same', async () => {
    const root = await makeRepository({
      ...chart('web', { 'a.yaml': deployment('web', '') }),
      'odd/odd.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: odd, annotations: {a: "yes", b: "0777", c: "1e3"}}\nspec: {hostPID: yes, containers: [{name: "on"}]}\n',
    });
    const rendered = await runCli(['render', root]);
    expect([rendered.code, rendered.stderr]).toEqual([0, '']);
    const direct = await runCli(['check', root, '-o', 'json']);
    const again = await runCli(['check', '-', '-o', 'json'], { stdin: rendered.stdout });
    const messages = (result: typeof direct) => result.report.findings.map(({ message }) => message).sort();
    expect(messages(again)).toEqual(messages(direct));
    expect(again.report.summary.results).toEqual(direct.report.summary.results);
  });

  it('names the file of each manifest and prints JSON lines on demand', async () => {
    const root = await makeRepository({ ...chart('web', { 'a.yaml': deployment('web') }) });
    const yaml = await runCli(['render', root]);
    expect(yaml.stdout).toMatch(/^---\n# Source: web\/templates\/a\.yaml\napiVersion: apps\/v1\nkind: Deployment\n/);
    const json = await runCli(['render', root, '-o', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ kind: 'Deployment', metadata: { name: 'web' } });
  });

  it('is 3 with the reason on standard error when something cannot be rendered, and prints the rest', async () => {
    const root = await makeRepository({
      ...chart('bad', { 'a.yaml': '{{ fail "no" }}' }),
      'good/a.yaml': deployment('good'),
    });
    const result = await runCli(['render', root]);
    expect(result.code).toBe(3);
    expect(result.stdout).toContain('name: good');
    expect(result.stderr).toMatch(/^error: helm: .*no.* target=helm:bad\n$/);
  });

  it('is 3 when there is nothing, unless that is allowed', async () => {
    const root = await makeRepository({ 'README.md': '' });
    const strict = await runCli(['render', root]);
    expect([strict.code, strict.stderr]).toEqual([3, 'error: nothing to render; --allow-empty lets it pass\n']);
    expect((await runCli(['render', root, '--allow-empty'])).code).toBe(0);
  });
});

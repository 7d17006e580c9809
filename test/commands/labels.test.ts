import { execFileSync } from 'node:child_process';
import { chmod, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LabelsReport } from '../../src/model/labels-report.ts';
import { COMPLIANT, chart, deployment } from './manifests.ts';
import { makeRepository, runCli } from './run-cli.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

const POLICY = `namespaces:
  rules:
    - {name: baseline-by-default, default: baseline, version: v1.34}
    - {name: cards, match: {names: ["pci-*"]}, require: {enforce: restricted, warn: restricted}}
`;

const inNamespace = (name: string, text: string) => text.replace('metadata:\n', `metadata:\n  namespace: ${name}\n`);

async function labels(root: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await runCli(['labels', '.', '-o', 'json', ...args], { cwd: root });
  return { code, stdout, stderr, inventory: () => JSON.parse(stdout) as LabelsReport };
}

describe('labels', () => {
  it('tells for each namespace what is in force, who says so, what its workloads meet and what blocks the next level', async () => {
    const root = await makeRepository({
      'ns.yaml': `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: pay\n  labels:\n    ${ENFORCE}: baseline\n`,
      'a.yaml': inNamespace('pay', deployment('a', '')),
      'b.yaml': inNamespace('pay', deployment('b')),
      'c.yaml': inNamespace('pay', deployment('c', '          securityContext: {allowPrivilegeEscalation: false}\n')),
    });
    const { code, inventory } = await labels(root);
    expect(code).toBe(0);
    expect(inventory().namespaces).toEqual([
      {
        cluster: '',
        name: 'pay',
        effective: {
          enforce: { level: 'baseline', version: 'latest', origin: 'ns.yaml:6' },
          audit: { level: 'privileged', version: 'latest', origin: 'the Kubernetes default' },
          warn: { level: 'baseline', version: 'latest', origin: 'ns.yaml:6' },
        },
        workloads: 3,
        readiness: { strictest: 'baseline', blockers: 2 },
        labels: { [ENFORCE]: 'baseline' },
        declaredIn: ['ns.yaml:5'],
        blocked: {
          level: 'restricted',
          controls: [
            { control: 'Capabilities', workloads: ['Deployment/a', 'Deployment/c'] },
            { control: 'Privilege Escalation', workloads: ['Deployment/a'] },
          ],
        },
      },
    ]);
  });

  it('ends 1 for broken rules, 3 for what cannot be evaluated and where there is nothing, 0 where that is allowed', async () => {
    const broken = await makeRepository({
      '.pss-gate.yaml': POLICY,
      'ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n',
    });
    expect((await labels(broken)).code).toBe(1);
    const unreadable = await makeRepository({ 'ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a\n' });
    expect((await labels(unreadable)).code).toBe(3);
    const empty = await makeRepository({ 'README.md': '' });
    expect([(await labels(empty)).code, (await labels(empty, '--allow-empty')).code]).toEqual([3, 0]);
  });

  it('lists namespaces that only the cluster has', async () => {
    const root = await makeRepository({
      'live.txt': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: old}\n',
      'a.yaml': deployment('a'),
    });
    const { inventory } = await labels(root, '--namespaces', 'prod=live.txt');
    expect(inventory().namespaces.map(({ cluster, name }) => `${cluster}/${name}`)).toEqual(['/default', 'prod/old']);
  });
});

describe('labels --write', () => {
  const ODD = `# Who pays\r
apiVersion:   v1\r
kind: Namespace   # of course\r
metadata:\r
    name:    pci-pay  # the name\r
    # about labels\r
    labels:\r
          team:   "x"   # ours\r
          # the end\r
---\r
# the next one\r
apiVersion: v1\r
kind: Namespace\r
metadata: {name: web}`;

  it('adds only lines to a file that somebody formatted, and nothing the second time', async () => {
    const root = await makeRepository({ '.pss-gate.yaml': POLICY, 'ns.yaml': ODD });
    const first = await labels(root, '--write');
    const written = await readFile(join(root, 'ns.yaml'), 'utf8');
    expect(written).toBe(
      ODD.replace(
        '"x"   # ours\r\n',
        `"x"   # ours\r\n          ${ENFORCE}: restricted\r\n          ${ENFORCE}-version: v1.34\r\n          pod-security.kubernetes.io/warn: restricted\r\n          pod-security.kubernetes.io/warn-version: v1.34\r\n`,
      ).replace('{name: web}', `{name: web, labels: {${ENFORCE}: baseline, ${ENFORCE}-version: v1.34}}`),
    );
    expect(first.code).toBe(0);
    expect(first.inventory().namespaces.map(({ missing }) => [missing?.file, missing?.isWritten])).toEqual([
      ['ns.yaml', true],
      ['ns.yaml', true],
    ]);
    const second = await labels(root, '--write');
    expect(await readFile(join(root, 'ns.yaml'), 'utf8')).toBe(written);
    expect(second.inventory().namespaces.map(({ missing }) => missing)).toEqual([undefined, undefined]);
  });

  it('writes nothing unless it should', async () => {
    const root = await makeRepository({ '.pss-gate.yaml': POLICY, 'ns.yaml': ODD });
    const { code, inventory } = await labels(root);
    expect([code, await readFile(join(root, 'ns.yaml'), 'utf8')]).toEqual([1, ODD]);
    expect(inventory().namespaces.map(({ missing }) => [missing?.file, missing?.isWritten])).toEqual([
      ['ns.yaml', false],
      ['ns.yaml', false],
    ]);
  });

  it('adds to what a kustomization takes in, to managed metadata and to JSON', async () => {
    const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd}
spec:
  source: {repoURL: https://git.example/gitops.git, path: shop, targetRevision: main}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  syncPolicy:
    # made on the first sync
    syncOptions: [CreateNamespace=true]
`;
    const root = await makeRepository({
      '.pss-gate.yaml': POLICY,
      'k/kustomization.yaml': 'resources: [ns.yaml]\nlabels:\n  - pairs: {team: shop}\n',
      'k/ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n',
      'argocd/app.yaml': application,
      'shop/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
      'j/ns.json': '{\n  "apiVersion": "v1",\n  "kind": "Namespace",\n  "metadata": {\n    "name": "js"\n  }\n}\n',
    });
    expect((await labels(root, '--write')).code).toBe(0);
    const read = (path: string) => readFile(join(root, path), 'utf8');
    expect(await read('k/ns.yaml')).toBe(
      `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n  labels:\n    ${ENFORCE}: baseline\n    ${ENFORCE}-version: v1.34\n`,
    );
    const added = `    managedNamespaceMetadata:\n      labels:\n        ${ENFORCE}: baseline\n        ${ENFORCE}-version: v1.34\n`;
    const written = await read('argocd/app.yaml');
    expect(written).toContain(added);
    expect(written.replace(added, '')).toBe(application);
    expect(JSON.parse(await read('j/ns.json'))).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'js', labels: { [ENFORCE]: 'baseline', [`${ENFORCE}-version`]: 'v1.34' } },
    });
    expect((await labels(root)).code).toBe(0);
  });

  it('prints ready manifests for what it cannot edit', async () => {
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n  labels: {team: shop}\n';
    const root = await makeRepository({
      '.pss-gate.yaml': POLICY,
      ...chart('web', { 'ns.yaml': namespace }),
      'a.yaml': inNamespace('nowhere', deployment('a')),
    });
    const { inventory } = await labels(root, '--write');
    expect(inventory().namespaces.map(({ name, missing }) => [name, missing?.file, missing?.refusal])).toEqual([
      ['nowhere', undefined, 'nothing in this repository declares the namespace'],
      ['web', undefined, expect.stringContaining('web/templates/ns.yaml is rendered')],
    ]);
    const { stdout } = await runCli(['labels', '.', '-o', 'manifests'], { cwd: root });
    expect(stdout).toBe(
      `---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: nowhere\n  labels:\n    ${ENFORCE}: baseline\n    ${ENFORCE}-version: v1.34\n` +
        `---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n  labels:\n    team: shop\n    ${ENFORCE}: baseline\n    ${ENFORCE}-version: v1.34\n`,
    );
    // What is printed is what check would read.
    const again = await runCli(['render', '-'], { cwd: root, stdin: stdout });
    expect([again.code, again.stdout.match(/kind: Namespace/g)?.length]).toEqual([0, 2]);
  });

  it('keeps links and modes of files', async () => {
    const root = await makeRepository({
      '.pss-gate.yaml': POLICY,
      'shared/ns.txt': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n',
    });
    await chmod(join(root, 'shared/ns.txt'), 0o640);
    await symlink('shared/ns.txt', join(root, 'ns.yaml'));
    expect((await labels(root, '--write')).code).toBe(0);
    expect(execFileSync('readlink', [join(root, 'ns.yaml')], { encoding: 'utf8' }).trim()).toBe('shared/ns.txt');
    expect((await stat(join(root, 'shared/ns.txt'))).mode & 0o777).toBe(0o640);
    expect(await readFile(join(root, 'shared/ns.txt'), 'utf8')).toContain(`${ENFORCE}: baseline`);
  });

  it('leaves files of other encodings alone', async () => {
    const root = await makeRepository({ '.pss-gate.yaml': POLICY });
    const utf16 = Buffer.from('\ufeffapiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n', 'utf16le');
    await writeFile(join(root, 'ns.yaml'), utf16);
    const { inventory } = await labels(root, '--write');
    expect(inventory().namespaces[0]?.missing?.refusal).toBe('ns.yaml is not UTF-8 text');
    expect(await readFile(join(root, 'ns.yaml'))).toEqual(utf16);
  });
});

describe('labels --what-if', () => {
  const files = {
    'ns.yaml': `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: pay\n  labels:\n    ${ENFORCE}: privileged\n`,
    'a.yaml': inNamespace('pay', deployment('a', '')),
    'b.yaml': inNamespace('pay', deployment('b', '')),
    'c.yaml': inNamespace('pay', deployment('c', COMPLIANT)),
  };

  it('lists what would be refused in the words of admission, and ends 1', async () => {
    const root = await makeRepository(files);
    const { code, inventory } = await labels(root, '--what-if', 'pay=restricted:v1.30');
    expect(code).toBe(1);
    expect(inventory().whatIf).toEqual([
      {
        cluster: '',
        namespace: 'pay',
        standard: 'restricted:v1.30',
        warnings: [
          'existing pods in namespace "pay" violate the new PodSecurity enforce level "restricted:v1.30"',
          'Deployment/a (and 1 other pod): allowPrivilegeEscalation != false, unrestricted capabilities',
        ],
        refused: ['a', 'b'].map((name) => ({
          workload: `Deployment/${name}`,
          target: 'directory:.',
          detail:
            'allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"])',
        })),
      },
    ]);
  });

  it('ends 0 when nothing would be', async () => {
    const root = await makeRepository(files);
    const { code, inventory } = await labels(root, '--what-if', 'pay=baseline', '--what-if', 'other=restricted');
    expect([code, inventory().whatIf.map(({ warnings }) => warnings)]).toEqual([0, [[], []]]);
  });

  it.each([
    ['pay', 'expected NAMESPACE=LEVEL[:VERSION]'],
    ['pay=strict', 'must be one of privileged, baseline, restricted'],
    ['pay=baseline:1.30', 'must be "latest" or "v1.x"'],
    ['=baseline', 'expected NAMESPACE=LEVEL[:VERSION]'],
  ])('refuses %s', async (question, hint) => {
    const root = await makeRepository(files);
    const { code, stdout, stderr } = await labels(root, '--what-if', question);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(hint);
  });
});

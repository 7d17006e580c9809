import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEPLOYMENT, render, useCheckouts, writeFiles } from './checkout.ts';

useCheckouts();

const PATCH = '- {op: add, path: /spec/paused, value: true}';
const FILES = {
  'repo/app/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'repo/app/deployment.yaml': DEPLOYMENT,
  'repo/component/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n',
};

/** A program that can edit: it notes where and with what it was started, and prints the file when it builds. */
async function fakeKustomize(edit: string) {
  const directory = await writeFiles({ kustomize: '' });
  const file = join(directory, 'kustomize');
  const text = `#!/bin/sh
[ "$1" = build ] && { while read -r line; do echo "$line"; done < "$2/kustomization.yaml"; exit 0; }
echo "$(pwd -P) $(umask): $*" >> ${file}.log
${edit}
`;
  await writeFile(file, text);
  await chmod(file, 0o755);
  return { renderer: { file, version: 'v5.8.1', prefix: ['build'], edit: ['edit'] }, log: `${file}.log` };
}

describe('a kustomize that can edit', () => {
  it('edits the copy by the commands of Argo CD, in their order, which adds patches itself', async () => {
    const { renderer, log } = await fakeKustomize('');
    const options = {
      namePrefix: '-a-',
      images: ['nginx:2', 'other=x@sha256:aa'],
      replicas: [{ name: 'web', count: 2 }],
      commonLabels: { a: 'b c' },
      ...{ labelWithoutSelector: true, labelIncludeTemplates: true, forceCommonLabels: true },
      commonAnnotations: { d: 'e' },
      forceCommonAnnotations: true,
      namespace: 'n',
      patches: [{ patch: PATCH }],
      components: ['../*'],
    };
    const text = await render(FILES, { options, kustomize: renderer });
    expect(text).toContain(`patch: '${PATCH}'`);
    const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => line.slice(line.indexOf(': ') + 2))).toEqual([
      'edit set nameprefix -- -a-',
      'edit set image nginx:2 other=x@sha256:aa',
      'edit set replicas web=2',
      'edit add label --force --without-selector --include-templates a:b c',
      'edit add annotation --force d:e',
      'edit set namespace -- n',
      'edit add component ../*',
    ]);
    for (const line of lines) expect(line).toMatch(/\/scratch\/kustomize-\w+\/app /);
  });

  it('gives its reason without its help', async () => {
    const { renderer } = await fakeKustomize('printf "Error: it says no\\nUsage:\\n  kustomize edit\\n" >&2; exit 1');
    const rendered = render(FILES, { options: { namePrefix: 'a' }, kustomize: renderer });
    await expect(rendered).rejects.toThrow(/^kustomize: it says no$/);
  });
});

import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTemplateRenderer } from '../../../src/render/go-templates.ts';
import { findRenderers } from '../../../src/render/renderers.ts';
import { createSandbox, type Sandbox } from '../../../src/render/sandbox.ts';
import { expandSpec, nameOf, type SetTest, URL } from './sets.ts';

let sandbox: Sandbox;
let helm: Required<Pick<SetTest, 'renderTemplates'>>;

beforeAll(async () => {
  sandbox = await createSandbox();
  const cacheDirectory = join(homedir(), '.cache/pss-gate/renderers');
  const settings = { searchPath: process.env.PATH ?? '', cacheDirectory, workingDirectory: tmpdir() };
  const renderers = await findRenderers(settings, sandbox);
  helm = { renderTemplates: createTemplateRenderer({ renderers: async () => renderers, sandbox, timeoutMs: 60_000 }) };
});
afterAll(() => sandbox.dispose());

const clusters = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `Cluster_${index}`,
    server: `https://c${index}`,
    labels: { env: index % 2 === 0 ? 'dev' : 'prod' },
    annotations: {},
  }));

describe('an ApplicationSet with Go templates', () => {
  it('of a matrix of directories and clusters, with a patch', async () => {
    const spec = `
goTemplate: true
goTemplateOptions: [missingkey=error]
generators:
  - matrix:
      generators:
        - git: {repoURL: "${URL}", revision: HEAD, directories: [{path: apps/*}]}
        - clusters:
            selector: {matchLabels: {env: prod}}
            values: {app: "{{ .path.basename | upper }}", region: '{{ index .metadata.labels "region" | default "eu" }}'}
template:
  metadata:
    name: "{{ .path.basename | slugify 8 }}-{{ normalize .name }}"
    labels: {team: '{{ index .metadata.labels "team" }}'}
  spec:
    project: default
    source: {repoURL: "${URL}", path: "{{ .path.path }}", helm: {valuesObject: {app: "{{ .values.app }}", region: "{{ .values.region }}"}}}
    destination: {server: "{{ .server }}", namespace: '{{ dig "none" "pay" . }}'}
templatePatch: |
  spec:
    syncPolicy:
      automated: {prune: {{ eq .metadata.labels.env "prod" }}}
      syncOptions:
      {{- range $i, $segment := .path.segments }}
      - s{{ $i }}={{ $segment }}
      {{- end }}
`;
    const files = { 'apps/payment-service-api/x': '' };
    const { applications, problems } = await expandSpec(spec, {
      files,
      clusters: clusters(2),
      hasInventory: true,
      ...helm,
    });
    expect(problems).toEqual([]);
    expect(applications).toEqual([
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: {
          name: 'payment-cluster-1',
          namespace: 'argocd',
          labels: { team: '' },
          finalizers: ['resources-finalizer.argocd.argoproj.io'],
        },
        spec: {
          project: 'default',
          source: {
            repoURL: URL,
            path: 'apps/payment-service-api',
            helm: { valuesObject: { app: 'PAYMENT-SERVICE-API', region: 'eu' } },
          },
          destination: { server: 'https://c1', namespace: 'pay' },
          syncPolicy: { automated: { prune: true }, syncOptions: ['s0=apps', 's1=payment-service-api'] },
        },
      },
    ]);
  });

  it('for many clusters', async () => {
    const spec = `
goTemplate: true
goTemplateOptions: [missingkey=error]
generators: [{clusters: {values: {v: "{{ .name }}"}}}]
template:
  metadata: {name: "{{ normalize .name }}"}
  spec: {destination: {server: "{{ .server }}", namespace: "{{ .metadata.labels.env }}"}, source: {path: "c/{{ .values.v }}"}}
`;
    const { applications, problems } = await expandSpec(spec, { clusters: clusters(500), hasInventory: true, ...helm });
    expect(applications).toHaveLength(500);
    expect(applications.map(nameOf)).toContain('cluster-499');
    expect(problems).toEqual([
      'spec.generators[0].clusters: spec.template.spec.destination.namespace: map has no entry for key "metadata"',
    ]);
  });
});

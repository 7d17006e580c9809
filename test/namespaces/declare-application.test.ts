import { describe, expect, it } from 'vitest';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import { readApplication } from '../../src/applications/read-application.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import { declareManaged, locateManaged, type NamespaceOwner } from '../../src/namespaces/declare-application.ts';
import { manifestIn, renderedManifest } from './fixtures.ts';

const ENFORCE = `${LABEL_PREFIX}enforce`;
const WARN = `${LABEL_PREFIX}warn`;

const APPLICATION = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: payments, namespace: argocd}
spec:
  destination: {name: prod, namespace: pay}
  syncPolicy:
    managedNamespaceMetadata:
      labels:
        team: x
        ${ENFORCE}: baseline
    syncOptions: [CreateNamespace=true]
`;

const without = (text: string, ...parts: (string | RegExp)[]) =>
  parts.reduce<string>((rest, part) => rest.replace(part, ''), text);
const NO_OPTION = /\n {4}syncOptions.*/;
const NO_METADATA = / {4}managedNamespaceMetadata(?:.*\n){4}/;

function owner(manifest: Manifest): NamespaceOwner {
  const application = readApplication(manifest, []);
  if (application === undefined) throw new Error('expected an Application');
  return application;
}

const declareIn = (text: string) => declareManaged(owner(manifestIn(text, 'apps/pay.yaml')), 'apps');

describe('declareManaged', () => {
  it('says what the Application manages, and where', () => {
    const { locate, ...rest } = declareIn(APPLICATION) ?? { locate: undefined };
    expect(rest).toEqual({
      cluster: 'prod',
      name: 'pay',
      source: 'managed',
      target: 'apps',
      labels: { team: 'x', [ENFORCE]: 'baseline' },
      annotations: {},
      mistyped: [],
      editable: { file: 'apps/pay.yaml', kind: 'Application', name: 'payments', namespace: 'argocd' },
    });
    expect([locate?.(ENFORCE), locate?.(WARN), locate?.()]).toEqual([
      { file: 'apps/pay.yaml', line: 10 },
      { file: 'apps/pay.yaml', line: 8 },
      { file: 'apps/pay.yaml', line: 8 },
    ]);
  });

  it('says that it creates the namespace, when it manages nothing there', () => {
    const declared = declareIn(without(APPLICATION, NO_METADATA));
    expect(declared).toMatchObject({ source: 'created', name: 'pay', labels: {} });
    expect(declared?.locate()).toEqual({ file: 'apps/pay.yaml', line: 6 });
  });

  it.each<[name: string, text: string]>([
    ['it does not create the namespace', without(APPLICATION, NO_OPTION)],
    ['it says that it does not', APPLICATION.replace('=true', '=false')],
    ['its destination names none', APPLICATION.replace(', namespace: pay', '')],
  ])('says nothing when %s', (_, text) => {
    expect(declareIn(text)).toBeUndefined();
  });

  it('reads labels and annotations as in a Namespace', () => {
    const metadata = `labels: {${ENFORCE}: true, ${WARN}: null}\n      annotations: {${ENFORCE}: baseline}\n`;
    const declared = declareIn(APPLICATION.replace(/labels:\n(?:.*\n){2}/, metadata));
    expect(declared).toMatchObject({
      labels: { [ENFORCE]: 'true', [WARN]: '' },
      annotations: { [ENFORCE]: 'baseline' },
      mistyped: [ENFORCE],
    });
  });

  it('manages nothing with labels that are none', () => {
    expect(declareIn(APPLICATION.replace(/labels:\n(?:.*\n){2}/, 'labels: text\n'))).toMatchObject({
      source: 'managed',
      labels: {},
    });
  });

  it('leaves alone what an ApplicationSet made', () => {
    const generated: NamespaceOwner = { ...owner(manifestIn(APPLICATION, 'apps/pay.yaml')), isGenerated: true };
    const declared = declareManaged(generated, 'apps');
    expect(declared).toMatchObject({ source: 'managed', labels: { [ENFORCE]: 'baseline' } });
    expect(declared).not.toHaveProperty('editable');
  });

  it('knows no line, and nothing to edit, where the Application is rendered', () => {
    const declared = declareManaged(owner(renderedManifest(APPLICATION, 'chart/app.yaml')), 'chart');
    expect(declared).not.toHaveProperty('editable');
    expect(declared?.locate(ENFORCE)).toEqual({ file: 'chart/app.yaml' });
  });
});

describe('locateManaged', () => {
  it.each<[name: string, text: string, line: number]>([
    ['the labels', APPLICATION, 8],
    ['the metadata without labels', APPLICATION.replace(/labels:\n(?:.*\n){2}/, 'annotations: {}\n'), 7],
    ['the sync policy without metadata', without(APPLICATION, NO_METADATA), 6],
    ['the spec without a sync policy', without(APPLICATION, / {2}syncPolicy.*/s), 4],
  ])('finds %s, also where the Application does not create its namespace', (_, text, line) => {
    expect(locateManaged(owner(manifestIn(text, 'a.yaml')))).toEqual({ file: 'a.yaml', line });
  });
});

import { describe, expect, it } from 'vitest';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import { formatLocation } from '../../src/model/location.ts';
import { createTracer, type InputFile } from '../../src/namespaces/trace.ts';
import { type Labels, renderedManifest, withPrefix } from './fixtures.ts';

const ENFORCE = `${LABEL_PREFIX}enforce`;
const WARN = `${LABEL_PREFIX}warn`;

const namespace = (labels: string, name = 'pay') => `apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    ${labels}
`;

const files = (texts: Readonly<Record<string, string>>): InputFile[] =>
  Object.entries(texts).map(([path, text]) => ({ path, text }));

/** The trace of a rendered Namespace `pay`. */
const trace = (texts: Readonly<Record<string, string>>, labels: Labels = { enforce: 'baseline' }, name = 'pay') => {
  const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: withPrefix(labels) } };
  return createTracer(files(texts))(renderedManifest(JSON.stringify(object), 'overlay/kustomization.yaml'));
};

const place = (texts: Readonly<Record<string, string>>, labels?: Labels, key: string | undefined = ENFORCE) =>
  formatLocation(trace(texts, labels).locate(key));

const KUSTOMIZATION = 'resources: [../base/ns.yaml]\n';
const BASE = namespace(`${ENFORCE}: baseline`);
const RESTRICTED_BASE = namespace(`${ENFORCE}: restricted`);

describe('a label', () => {
  it.each<[name: string, texts: Record<string, string>, place: string]>([
    ['of a resource', { 'k.yaml': KUSTOMIZATION, 'base/ns.yaml': BASE }, 'base/ns.yaml:6'],
    [
      'of a resource in JSON',
      { 'base/ns.json': `{"kind": "Namespace", "metadata": {"name": "pay",\n"labels": {\n"${ENFORCE}": "baseline"}}}` },
      'base/ns.json:3',
    ],
    [
      'of one of several Namespaces in a file',
      { 'base/ns.yaml': `${namespace(`${ENFORCE}: baseline`, 'web')}---\n${BASE}` },
      'base/ns.yaml:13',
    ],
    [
      'of a List',
      {
        'base/ns.yaml': `kind: List\nitems:\n- kind: Namespace\n  metadata:\n    name: pay\n    labels: {${ENFORCE}: baseline}\n`,
      },
      'base/ns.yaml:6',
    ],
    [
      'of a patch that overrides a resource',
      { 'k.yaml': KUSTOMIZATION, 'overlay/patch.yaml': BASE, 'base/ns.yaml': RESTRICTED_BASE },
      'overlay/patch.yaml:6',
    ],
    [
      'of a resource that a patch adds to',
      { 'overlay/patch.yaml': namespace(`${WARN}: restricted`), 'base/ns.yaml': BASE },
      'base/ns.yaml:6',
    ],
    ['of the nearer of two that agree', { 'overlay/patch.yaml': BASE, 'base/ns.yaml': BASE }, 'overlay/patch.yaml:6'],
    [
      'of a patch of Namespaces by any name',
      { 'overlay/patch.yaml': namespace(`${ENFORCE}: baseline`, 'any') },
      'overlay/patch.yaml:6',
    ],
    [
      'of a resource whose name gets a prefix',
      { 'k.yaml': 'namePrefix: dev-\nresources: [ns.yaml]\n', 'ns.yaml': namespace(`${ENFORCE}: baseline`, 'y') },
      'ns.yaml:6',
    ],
    [
      'of a JSON patch in a file',
      {
        'k.yaml': 'patches: [{path: p.yaml, target: {kind: Namespace}}]\n',
        'p.yaml': '- op: replace\n  path: /metadata/labels/pod-security.kubernetes.io~1enforce\n  value: baseline\n',
        'base/ns.yaml': RESTRICTED_BASE,
      },
      'p.yaml:2',
    ],
    [
      'of a JSON patch in the kustomization',
      {
        'k.yaml':
          'patches:\n- target: {kind: Namespace}\n  patch: |\n    - op: add\n      path: /metadata/labels/pod-security.kubernetes.io~1enforce\n      value: baseline\n',
        'base/ns.yaml': namespace('team: x'),
      },
      'k.yaml:5',
    ],
    [
      'of a merge patch in the kustomization',
      {
        'k.yaml': `patches:\n- patch: |\n    kind: Namespace\n    metadata:\n      name: pay\n      labels:\n        ${ENFORCE}: baseline\n`,
        'ns.yaml': namespace('team: x'),
      },
      'k.yaml:7',
    ],
    [
      'of labels in the kustomization',
      {
        'k.yaml': `labels:\n- pairs:\n    ${ENFORCE}: baseline\nresources: [ns.yaml]\n`,
        'ns.yaml': namespace('team: x'),
      },
      'k.yaml:3',
    ],
    [
      'of commonLabels over those of the resource',
      { 'k.yaml': `commonLabels: {${ENFORCE}: baseline}\nresources: [ns.yaml]\n`, 'ns.yaml': RESTRICTED_BASE },
      'k.yaml:1',
    ],
    [
      'of a transformer',
      { 't.yaml': `kind: LabelTransformer\nlabels:\n  ${ENFORCE}: baseline\n`, 'ns.yaml': namespace('team: x') },
      't.yaml:3',
    ],
    [
      'of a template',
      {
        'chart/templates/ns.yaml': `kind: Namespace\nmetadata:\n  name: {{ .Release.Namespace }}\n  labels:\n    ${ENFORCE}: {{ .Values.level }}\n`,
      },
      'chart/templates/ns.yaml:5',
    ],
    [
      'of a template, where the value stands',
      {
        'ns.yaml': `kind: Namespace\n{{ if .Values.strict }}\n    ${ENFORCE}: restricted\n{{ else }}\n    ${ENFORCE}: baseline\n{{ end }}\n`,
      },
      'ns.yaml:5',
    ],
    [
      'of values',
      {
        'templates/ns.yaml': 'kind: Namespace\nlabels: {{ toYaml .Values.labels }}\n',
        'values.yaml': `labels:\n  ${ENFORCE}: baseline\n`,
      },
      'values.yaml:2',
    ],
    [
      'of the value that a template prints',
      {
        'chart/templates/ns.yaml': `kind: Namespace\nlabels:\n  ${ENFORCE}: {{ .Values.pod.security | quote }}\n`,
        'chart/values.yaml': 'replicas: 1\npod:\n  security: baseline\n',
      },
      'chart/values.yaml:3',
    ],
    [
      'of a template that prints a value which the chart does not set',
      {
        'chart/templates/ns.yaml': `kind: Namespace\nlabels:\n  ${ENFORCE}: {{ .Values.pod.security }}\n`,
        'chart/values.yaml': 'pod: {}\n',
      },
      'chart/templates/ns.yaml:3',
    ],
    [
      'of a template with values that cannot be read',
      {
        'chart/templates/ns.yaml': `kind: Namespace\nlabels:\n  ${ENFORCE}: {{ .Values.level }}\n`,
        'chart/values.yaml': 'level: [\n',
      },
      'chart/templates/ns.yaml:3',
    ],
    [
      'and not its version',
      {
        'chart/templates/ns.yaml': `kind: Namespace\nlabels:\n  ${ENFORCE}-version: {{ .v }}\n  ${ENFORCE}: {{ .level }}\n`,
      },
      'chart/templates/ns.yaml:4',
    ],
    [
      'and not its version in a JSON patch',
      {
        'p.yaml':
          '- op: add\n  path: /metadata/labels/pod-security.kubernetes.io~1enforce-version\n  value: latest\n- op: add\n  path: /metadata/labels/pod-security.kubernetes.io~1enforce\n  value: baseline\n',
        'base/ns.yaml': namespace('team: x'),
      },
      'p.yaml:5',
    ],
    [
      'and not what is commented out',
      { 'k.yaml': `# ${ENFORCE}: baseline\nlabels:\n- pairs:\n    # ${ENFORCE}: baseline\n    ${ENFORCE}: baseline\n` },
      'k.yaml:5',
    ],
    [
      'and not another kind’s',
      { 'pod.yaml': BASE.replace('kind: Namespace', 'kind: NamespaceClass'), 'ns.yaml': BASE },
      'ns.yaml:6',
    ],
    ['in a file that is broken elsewhere', { 'ns.yaml': `${BASE}---\na: [\n` }, 'ns.yaml:6'],
    [
      'in a file with Windows line ends',
      { 'k.yaml': `labels:\r\n- pairs:\r\n    ${ENFORCE}: baseline\r\n` },
      'k.yaml:3',
    ],
  ])('%s', (_, texts, expected) => {
    expect(place(texts)).toBe(expected);
  });

  it.each<[name: string, texts: Record<string, string>, labels: Labels, key: string | undefined, place: string]>([
    [
      'that is absent: the labels of the resource',
      { 'k.yaml': KUSTOMIZATION, 'ns.yaml': BASE },
      { enforce: 'baseline' },
      WARN,
      'ns.yaml:5',
    ],
    ['that the renderer removed: the labels of the resource', { 'ns.yaml': BASE }, { team: 'x' }, ENFORCE, 'ns.yaml:5'],
    ['no key: the labels of the resource', { 'k.yaml': KUSTOMIZATION, 'ns.yaml': BASE }, {}, undefined, 'ns.yaml:5'],
    [
      'that nobody writes: the labels of the resource',
      { 'ns.yaml': namespace('team: x') },
      { enforce: 'baseline' },
      ENFORCE,
      'ns.yaml:5',
    ],
    [
      'no resource: where a kind is',
      { 'k.yaml': 'a: b\n', 't.yaml': '{{ if .x }}\nkind: Namespace\n{{ end }}\n' },
      {},
      undefined,
      't.yaml:2',
    ],
    [
      'no resource: where a kind is in JSON',
      { 't.json': '{{ if .x }}\n{"kind": "Namespace"}\n' },
      {},
      undefined,
      't.json:2',
    ],
    [
      'no resource: not a kind that only begins so',
      { 't.yaml': '{{ if .x }}\nkind: NamespaceClass\n' },
      {},
      undefined,
      'overlay/kustomization.yaml',
    ],
    ['nothing at all: what was rendered', {}, { enforce: 'baseline' }, ENFORCE, 'overlay/kustomization.yaml'],
    [
      'nothing but other files: what was rendered',
      { 'k.yaml': KUSTOMIZATION, 'pod.yaml': 'kind: Pod\n' },
      { enforce: 'baseline' },
      ENFORCE,
      'overlay/kustomization.yaml',
    ],
  ])('%s', (_, texts, labels, key, expected) => {
    expect(formatLocation(trace(texts, labels).locate(key))).toBe(expected);
  });
});

describe('what can be edited', () => {
  const NS = { file: 'base/ns.yaml', kind: 'Namespace', name: 'pay', namespace: '' };

  it.each<[name: string, texts: Record<string, string>, editable: typeof NS | undefined]>([
    ['the resource', { 'k.yaml': KUSTOMIZATION, 'base/ns.yaml': BASE }, NS],
    ['the resource among others', { 'base/ns.yaml': `${namespace('team: x', 'web')}---\n${BASE}---\nkind: Pod\n` }, NS],
    [
      'the resource, wherever its labels come from',
      { 'k.yaml': `commonLabels: {${ENFORCE}: baseline}\n`, 'base/ns.yaml': namespace('team: x') },
      NS,
    ],
    ['not one of two resources', { 'base/ns.yaml': BASE, 'b.yaml': BASE }, undefined],
    ['not a resource that a patch changes', { 'patch.yaml': BASE, 'base/ns.yaml': BASE }, undefined],
    ['not a patch', { 'overlay/namespace-patch.yaml': BASE }, undefined],
    ['not a resource by another name', { 'base/ns.yaml': namespace('team: x', 'y') }, undefined],
    ['not a kustomization', { 'k.yaml': `labels: [{pairs: {${ENFORCE}: baseline}}]\n` }, undefined],
    ['nothing where nothing is', {}, undefined],
  ])('is %s', (_, texts, editable) => {
    expect(trace(texts).editable).toEqual(editable);
  });
});

import { describe, expect, it } from 'vitest';
import { formatPath } from '../../../src/model/field-path.ts';
import { findPodLike } from '../../../src/parse/workloads/pod-like.ts';
import { manifestOf } from './manifest.ts';

const POD = 'containers: [{name: app, image: app:1}]';

function find(apiVersion: string, kind: string, fields: string): string[] {
  return findPodLike(manifestOf(`{apiVersion: ${apiVersion}, kind: ${kind}, ${fields}}`).object).map(formatPath);
}

describe('in an unknown custom resource', () => {
  it.each<[name: string, fields: string, places: string[]]>([
    ['containers', `spec: {${POD}}`, ['spec']],
    ['init containers', 'spec: {initContainers: [{image: a}]}', ['spec']],
    ['ephemeral containers', 'spec: {ephemeralContainers: [{image: a}]}', ['spec']],
    ['sidecars', 'spec: {sidecars: [{image: a}]}', ['spec']],
    ['a template', `spec: {deploy: {template: {spec: {${POD}}}}}`, ['spec.deploy.template.spec']],
    ['several places', `spec: {a: {${POD}}, b: {c: {${POD}}}}`, ['spec.a', 'spec.b.c']],
    ['lists of pods', `spec: [{${POD}}, 1, {x: {${POD}}}]`, ['spec[0]', 'spec[2].x']],
    ['containers at the top', POD, ['']],
    ['two lists in one place', `spec: {${POD}, initContainers: [{image: a}]}`, ['spec']],
    ['a place within a place, the outer one', `spec: {${POD}, nested: {${POD}}}`, ['spec']],
    ['one container with an image among others', 'spec: {containers: [x, {name: a}, {image: a}]}', ['spec']],
    ['a value that stands in several places, once', `spec: {a: &pod {${POD}}, b: *pod}`, ['spec.a']],
    ['keys that need quotes', `spec: {a.b/c: {${POD}}}`, ['spec["a.b/c"]']],
  ])('%s', (_, fields, places) => {
    expect(find('example.com/v1', 'App', fields)).toEqual(places);
  });

  it.each([
    ['containers without images', 'spec: {containers: [{name: a}]}'],
    ['images that are no text', 'spec: {containers: [{image: {repository: a}}]}'],
    ['an empty list', 'spec: {containers: []}'],
    ['containers by name', 'spec: {containers: {app: {image: a}}}'],
    ['names of containers', 'spec: {containers: [app, sidecar]}'],
    ['one container', 'spec: {container: {image: a}}'],
    ['an image', 'spec: {image: a}'],
    ['text', 'spec: "containers: [{image: a}]"'],
    ['null', 'spec: {containers: null}'],
    ['nothing', 'spec: {}'],
  ])('not %s', (_, fields) => {
    expect(find('example.com/v1', 'App', fields)).toEqual([]);
  });

  it('however deep', () => {
    const depth = 100;
    const fields = `spec: ${'{a: '.repeat(depth)}{${POD}}${'}'.repeat(depth)}`;
    expect(find('example.com/v1', 'App', fields)).toEqual([`spec${'.a'.repeat(depth)}`]);
  });
});

describe('by group and kind', () => {
  it.each([
    ['example.com/v1', 'App'],
    ['cluster.x-k8s.io/v1', 'Machine'],
    ['argoproj.io/v1alpha1', 'Experiment'],
    ['argoproj.io/v1alpha1', 'EventSource'],
    ['apps.kruise.io/v1alpha1', 'SidecarSet'],
    ['tekton.dev/v1', 'Task'],
    ['helm.toolkit.fluxcd.io/v2', 'HelmRelease'],
    ['kyverno.example.com/v1', 'ClusterPolicy'],
    ['notk8s.io.example.com/v1', 'App'],
    ['mykyverno.io/v1', 'App'],
  ])('%s %s is looked into', (apiVersion, kind) => {
    expect(find(apiVersion, kind, `spec: {${POD}}`)).toEqual(['spec']);
  });

  it.each([
    ['v1', 'ConfigMap'],
    ['v1', 'Thing'],
    ['apps/v1', 'ControllerRevision'],
    ['policy/v1', 'PodSecurityPolicy'],
    ['node.k8s.io/v1', 'RuntimeClass'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
    ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy'],
    ['kyverno.io/v1', 'ClusterPolicy'],
    ['policies.kyverno.io/v1', 'ValidatingPolicy'],
    ['constraints.gatekeeper.sh/v1beta1', 'K8sRequiredLabels'],
    ['templates.gatekeeper.sh/v1', 'ConstraintTemplate'],
    ['mutations.gatekeeper.sh/v1', 'Assign'],
    ['argoproj.io/v1alpha1', 'Application'],
    ['argoproj.io/v1alpha1', 'ApplicationSet'],
  ])('%s %s is not, for it writes about pods or is no custom resource', (apiVersion, kind) => {
    expect(find(apiVersion, kind, `spec: {${POD}}`)).toEqual([]);
  });
});

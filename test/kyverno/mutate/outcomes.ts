import { expect, it } from 'vitest';
import { type PatchOutcome, patchStrategicMerge } from '../../../src/kyverno/mutate/patch-strategic-merge.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';

export type Case = readonly [title: string, object: KubernetesObject, patch: unknown, outcome: PatchOutcome];

export const UNCHANGED: PatchOutcome = { status: 'skip', message: 'no patches applied' };

export function patched(object: KubernetesObject): PatchOutcome {
  return { status: 'pass', message: 'resource patched', object };
}

export function failed(message: string): PatchOutcome {
  return { status: 'error', message: `failed to patch resource: ${message}` };
}

export function namespace(labels?: Readonly<Record<string, unknown>>): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: labels === undefined ? { name: 'shop' } : { name: 'shop', labels },
  };
}

export function pod(spec: unknown): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec };
}

/** Of a kind that is not built in. */
export function custom(spec: unknown): KubernetesObject {
  return { apiVersion: 'example.com/v1', kind: 'Foo', metadata: { name: 'f' }, spec };
}

/** Cases and outcomes are those of Kyverno 1.19. */
export function itAnswers(cases: readonly Case[]): void {
  it.each<Case>(cases)('%s', (_, object, patch, outcome) => {
    const before = JSON.stringify([object, patch]);
    expect(patchStrategicMerge(object, patch)).toEqual(outcome);
    expect(JSON.stringify([object, patch])).toBe(before);
  });
}

import { expect, it } from 'vitest';
import { isEverApplied } from '../../../src/applications/after-generation/hooks.ts';

const ARGO = 'argocd.argoproj.io/hook';
const HELM = 'helm.sh/hook';

it.each<[Record<string, unknown>, boolean]>([
  [{}, true],
  [{ other: 'x' }, true],
  [{ [HELM]: 'pre-install' }, true],
  [{ [HELM]: 'pre-upgrade,post-install' }, true],
  [{ [HELM]: 'post-upgrade' }, true],
  [{ [HELM]: 'pre-delete' }, true],
  [{ [HELM]: 'post-delete' }, true],
  [{ [HELM]: 'crd-install' }, true],
  [{ [HELM]: 'crd-install,test' }, false],
  [{ [HELM]: 'test' }, false],
  [{ [HELM]: 'test-success' }, false],
  [{ [HELM]: 'test, pre-install' }, true],
  [{ [HELM]: 'pre-rollback,post-rollback' }, false],
  [{ [HELM]: '' }, false],
  [{ [ARGO]: 'PreSync' }, true],
  [{ [ARGO]: 'SyncFail' }, true],
  [{ [ARGO]: 'PreDelete' }, true],
  [{ [ARGO]: 'PostDelete' }, true],
  [{ [ARGO]: 'Skip' }, false],
  [{ [ARGO]: ' Skip , Skip' }, false],
  [{ [ARGO]: 'Skip,PreSync' }, true],
  [{ [ARGO]: 'Skip,PostDelete' }, true],
  [{ [ARGO]: '' }, false],
  [{ [ARGO]: 'presync' }, false],
  [{ [ARGO]: 'Sync', [HELM]: 'test' }, true],
  [{ [ARGO]: 'Skip', [HELM]: 'pre-install' }, false],
  [{ [ARGO]: 'unknown', [HELM]: 'pre-install' }, true],
  [{ [ARGO]: 'unknown', [HELM]: 'crd-install' }, false],
  [{ [ARGO]: null }, false],
  [{ [HELM]: 'test', number: 5 }, true],
])('%j is applied: %s', (annotations, expected) => {
  expect(isEverApplied({ apiVersion: 'v1', kind: 'Pod', metadata: { annotations } })).toBe(expected);
});

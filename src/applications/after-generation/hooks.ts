import { isRecord, type KubernetesObject } from '../../model/manifest.ts';

const ARGO_HOOK = 'argocd.argoproj.io/hook';
const HELM_HOOK = 'helm.sh/hook';

const SYNC_PHASES = ['PreSync', 'Sync', 'PostSync', 'SyncFail'];
/** Hooks of helm that run with a sync. */
const HELM_SYNC_HOOKS = ['pre-install', 'pre-upgrade', 'post-upgrade', 'post-install'];

/**
 * Whether Argo CD ever applies an object. It does not apply helm's tests and other hooks that it does not know, nor what
 * is marked `Skip`. Hooks that run when the Application is deleted count: their pods are pods.
 *
 * Source: gitops-engine pkg/sync/hook/hook.go, pkg/sync/ignore/ignore.go, pkg/sync/sync_phase.go; argo-cd
 * controller/hook.go, isHookOfType
 */
export function isEverApplied(object: KubernetesObject): boolean {
  const annotations = annotationsOf(object);
  const argoHooks = listOf(annotations[ARGO_HOOK]);
  const helmHooks = listOf(annotations[HELM_HOOK]);
  if (argoHooks.some((hook) => hook === 'PreDelete' || hook === 'PostDelete')) return true;
  if (helmHooks.some((hook) => hook === 'pre-delete' || hook === 'post-delete')) return true;
  const runs = argoHooks.some((hook) => SYNC_PHASES.includes(hook));
  // An annotation of Argo CD that names no hook leaves the word to helm's.
  if (runs || argoHooks.includes('Skip')) return runs;
  if (helmHooks.some((hook) => HELM_SYNC_HOOKS.includes(hook))) return true;
  const isHook = ARGO_HOOK in annotations || (HELM_HOOK in annotations && annotations[HELM_HOOK] !== 'crd-install');
  return !isHook;
}

function listOf(value: string | undefined): readonly string[] {
  return (value ?? '').split(',').map((item) => item.trim());
}

/** Annotations of which one is no text are none at all to Argo CD; null is an empty text. */
function annotationsOf({ metadata }: KubernetesObject): Readonly<Record<string, string>> {
  const annotations = isRecord(metadata) ? metadata.annotations : undefined;
  if (!isRecord(annotations)) return {};
  const entries = Object.entries(annotations).map(([key, value]) => [key, value ?? ''] as const);
  return entries.every((entry): entry is readonly [string, string] => typeof entry[1] === 'string')
    ? Object.fromEntries(entries)
    : {};
}

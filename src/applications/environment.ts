import type { Application, ApplicationSource } from '../model/application.ts';

/** The namespace of Argo CD itself, unless configured otherwise. */
export const CONTROL_PLANE = 'argocd';

/** How Argo CD calls an Application inside: with its namespace when that is not the control plane's. */
export function instanceName({ name, namespace }: Application, controlPlane: string): string {
  return namespace === '' || namespace === controlPlane ? name : `${namespace}_${name}`;
}

/**
 * The variables that a render sees, and that some fields of a source may name.
 *
 * Source: argo-cd reposerver/repository/repository.go, newEnv
 * @param revision full id of the commit; empty when it is not known
 */
export function buildEnvironment(
  application: Application,
  { repoUrl, path, targetRevision }: ApplicationSource,
  revision: string,
  controlPlane: string,
): Readonly<Record<string, string>> {
  return {
    ARGOCD_APP_NAME: instanceName(application, controlPlane),
    ARGOCD_APP_NAMESPACE: application.destination.namespace,
    ARGOCD_APP_PROJECT_NAME: application.project,
    ARGOCD_APP_REVISION: revision,
    ARGOCD_APP_REVISION_SHORT: revision.slice(0, 7),
    ARGOCD_APP_REVISION_SHORT_8: revision.slice(0, 8),
    ARGOCD_APP_SOURCE_REPO_URL: repoUrl,
    ARGOCD_APP_SOURCE_PATH: path ?? '',
    ARGOCD_APP_SOURCE_TARGET_REVISION: targetRevision,
  };
}

/** As API servers say it. Source: k8s.io/apimachinery pkg/api/errors/errors.go, NewNotFound */
export function notFound(apiVersion: string, resource: string, name: string): string {
  return `${qualified(apiVersion, resource)} "${name}" not found`;
}

/** `deployments.apps`; for kinds of the core group the name alone. */
export function qualified(apiVersion: string, resource: string): string {
  const [version, ...others] = apiVersion.split('/').reverse();
  const group = version === undefined ? '' : others.join('/');
  return group === '' ? resource : `${resource}.${group}`;
}

/** What is wrong with an apiVersion. Source: k8s.io/apimachinery pkg/runtime/schema/group_version.go */
export function apiVersionProblem(apiVersion: string): string | undefined {
  return apiVersion.split('/').length > 2 ? `unexpected GroupVersion string: ${apiVersion}` : undefined;
}

/** What was asked for, in words: `v1 configmaps default/settings`. */
export function describeObject(apiVersion: string, resource: string, namespace: string, name = ''): string {
  const place = [namespace, name].filter((part) => part !== '').join('/');
  return `${apiVersion} ${resource}${place === '' ? '' : ` ${place}`}`;
}

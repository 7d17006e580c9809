/** What a path of the API server names. */
export interface ApiPath {
  readonly apiVersion: string;
  /** As in URLs: `configmaps`. */
  readonly resource: string;
  /** Empty for all namespaces, or none. */
  readonly namespace: string;
  /** Empty for a list. */
  readonly name: string;
}

/**
 * Reads `/api/v1/…` and `/apis/apps/v1/…`: objects, and lists of them.
 *
 * @returns nothing for other paths, subresources, and paths with a query
 *
 * Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris
 */
export function parseApiPath(path: string): ApiPath | undefined {
  const [, apiVersion, rest] = CORE.exec(path) ?? GROUP.exec(path) ?? [];
  if (apiVersion === undefined || rest === undefined) return undefined;
  const parts = rest.split('/');
  const [first = '', second = '', ...others] = parts;
  const isInNamespace = first === 'namespaces' && parts.length > 2;
  const [resource = '', name = '', ...more] = isInNamespace ? others : parts;
  if (resource === '' || more.length > 0) return undefined;
  return { apiVersion, resource, namespace: isInNamespace ? second : '', name };
}

const CORE = /^\/api\/([^/?]+)\/([^?]+?)\/?$/;
const GROUP = /^\/apis\/([^/?]+\/[^/?]+)\/([^?]+?)\/?$/;

/**
 * As `parseApiPath`, by the lights of Kyverno's CLI, for which a Namespace is no object.
 *
 * @returns nothing where it fails
 *
 * Source: kyverno pkg/clients/dclient/client.go, rawAbsPathForFakeClient
 */
export function parseApiPathAsCli(path: string): ApiPath | undefined {
  const parts = path.replace(/^\//, '').split('/');
  const isCore = parts[0] === 'api' && parts.length >= 2;
  if (!isCore && (parts[0] !== 'apis' || parts.length < 3)) return undefined;
  const apiVersion = isCore ? (parts[1] ?? '') : `${parts[1]}/${parts[2]}`;
  const rest = parts.slice(isCore ? 2 : 3);
  const isInNamespace = rest[0] === 'namespaces' && rest.length >= 2;
  const [resource = '', name = ''] = isInNamespace ? rest.slice(2) : rest;
  if (resource === '') return undefined;
  return { apiVersion, resource, namespace: isInNamespace ? (rest[1] ?? '') : '', name };
}

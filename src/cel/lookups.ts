/** What a question came to. */
export type LookupResult =
  /** Plain JSON; null for what does not exist. */
  | { readonly value: unknown }
  /** Asked, and refused; the reason as Kyverno has it. */
  | { readonly error: string }
  /** Nobody here knows; what was asked for, and why that is not known. */
  | { readonly unknown: string };

/**
 * Answers what expressions ask a cluster, a registry or a network.
 *
 * Source: github.com/kyverno/sdk/extensions/cel/libs: resource, imagedata, globalcontext, http
 */
export interface CelLookups {
  /**
   * @param resource as in URLs: `configmaps`
   * @param namespace empty for what is in no namespace
   */
  getResource(apiVersion: string, resource: string, namespace: string, name: string): LookupResult;
  /** A list object, with `items`. */
  listResources(
    apiVersion: string,
    resource: string,
    namespace: string,
    labels: Readonly<Record<string, string>>,
  ): LookupResult;
  getImageData(image: string): LookupResult;
  /** @param projection empty for the whole entry */
  getGlobalReference(name: string, projection: string): LookupResult;
  /** An object with `body` and `statusCode`. */
  request(method: 'GET' | 'POST', url: string): LookupResult;
}

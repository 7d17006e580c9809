/**
 * Errors as Kubernetes prints a list of them: one as it is, several as `[first, second]`, a repeated text once.
 *
 * Source: k8s.io/apimachinery/pkg/util/errors, Aggregate
 */
export function formatAggregate(messages: readonly string[]): string {
  const distinct = [...new Set(messages)];
  return distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`;
}

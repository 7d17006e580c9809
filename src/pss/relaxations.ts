import type { EvaluatePod } from './check.ts';

/** Lets pods pass that say they are for Windows, where the rule has no meaning. A node selector does not say so. */
export function unlessWindows(evaluate: EvaluatePod): EvaluatePod {
  return (pod) => (pod.spec.os?.name === 'windows' ? undefined : evaluate(pod));
}

/** Lets pods pass that run in a user namespace, where root is not the node's root. */
export function unlessUserNamespace(evaluate: EvaluatePod): EvaluatePod {
  return (pod) => (pod.spec.hostUsers === false ? undefined : evaluate(pod));
}

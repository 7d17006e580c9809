import type { KubernetesObject } from '../../model/manifest.ts';
import { once } from '../evaluation/rule-context.ts';
import type { VariableContext } from '../variables/context.ts';

/** Variables after the object has been changed. */
export function withObject(context: () => VariableContext, object: KubernetesObject): () => VariableContext {
  return once(() => replace(context(), 'request.object', object));
}

/** Variables of a rule that changes an object other than that of the request. */
export function withTarget(context: () => VariableContext, target: KubernetesObject): () => VariableContext {
  return once(() => context().with('target', target));
}

/** A value in place of another, where `withPath` would merge the two. */
function replace(context: VariableContext, path: string, value: unknown): VariableContext {
  return context.withPath(path, null).withPath(path, value);
}

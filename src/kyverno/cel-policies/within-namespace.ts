import { builtInKind } from '../kinds.ts';
import type { PolicyInfo } from '../types.ts';
import type { Target } from './target.ts';

/** Which objects are within reach of a policy: all of them, or those of its own namespace. */
export interface Reach {
  concerns(apiVersion: unknown, kind: string): boolean;
  includes(target: Target): boolean;
}

const EVERYWHERE: Reach = { concerns: () => true, includes: () => true };

export function limitToNamespace({ namespace, kind }: PolicyInfo): Reach {
  if (!kind.startsWith('Namespaced')) return EVERYWHERE;
  const own = namespace === '' ? 'default' : namespace;
  return {
    concerns: (apiVersion, of) => builtInKind(apiVersion, of)?.isNamespaced !== false,
    includes: (target) => target.namespace === own,
  };
}

import type { LookupResult } from '../../lookups/lookups.ts';
import type { VariableContext } from '../context.ts';
import { VariableError } from '../errors.ts';
import { applyJmesPath, explaining, fillInText, type OutsideEntry, unwrap } from './entry.ts';

/**
 * What a GlobalContextEntry holds, or a projection of it: `entry.projection`.
 *
 * Source: kyverno pkg/engine/context/loaders/globalcontext.go
 */
export function loadGlobalReference(
  entry: OutsideEntry,
  context: VariableContext,
  policyNamespace: string,
  find: (name: string, projection: string) => LookupResult,
): unknown {
  const { name, definition } = entry;
  if (policyNamespace !== '')
    throw new VariableError(`context entry ${name}: globalReference is not allowed in namespaced policies`);
  return explaining(`failed to marshal APICall data for context entry ${name}`, () => {
    const complaint = 'failed to substitute variables';
    const [of = '', projection = ''] = fillInText(definition.name, context, complaint).split('.');
    const jmesPath = fillInText(definition.jmesPath, context, complaint);
    const found = unwrap(find(of, projection), entry);
    return applyJmesPath(jmesPath, found, `failed to apply JMESPath ${jmesPath} for context entry ${name}`);
  });
}

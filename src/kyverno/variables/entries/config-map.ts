import { isRecord } from '../../../model/manifest.ts';
import type { LookupResult } from '../../lookups/lookups.ts';
import type { VariableContext } from '../context.ts';
import { VariableError } from '../errors.ts';
import { explaining, fillInText, type OutsideEntry, unwrap } from './entry.ts';

/**
 * `data` and `metadata` of a ConfigMap. A policy of a namespace sees those of the namespace only.
 *
 * Source: kyverno pkg/engine/context/loaders/configmap.go
 */
export function loadConfigMap(
  entry: OutsideEntry,
  context: VariableContext,
  policyNamespace: string,
  find: (namespace: string, name: string) => LookupResult,
): unknown {
  return explaining(`failed to retrieve config map for context entry ${entry.name}`, () => {
    const name = readText(entry, 'name', context);
    const namespace = readText(entry, 'namespace', context) || policyNamespace || 'default';
    if (policyNamespace !== '' && namespace !== policyNamespace)
      throw new VariableError(
        `context entry ${entry.name}: configMap namespace "${namespace}" is different from policy namespace "${policyNamespace}"`,
      );
    const found = unwrap(find(namespace, name), entry, `failed to get configmap ${namespace}/${name} `);
    const { data = null, metadata = null } = isRecord(found) ? found : {};
    return { data, metadata };
  });
}

function readText({ name, definition }: OutsideEntry, field: 'name' | 'namespace', context: VariableContext): string {
  const written = definition[field] ?? '';
  const complaint = `failed to substitute variables in context ${name} configMap.${field} ${String(written)}`;
  return fillInText(written, context, complaint);
}

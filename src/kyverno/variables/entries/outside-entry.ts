import type { VariableContext } from '../context.ts';
import { asksApiServer, loadPath, recordedCall } from './api-call.ts';
import { loadConfigMap } from './config-map.ts';
import type { EntrySources, OutsideEntry } from './entry.ts';
import { loadGlobalReference } from './global-reference.ts';
import { loadImageData } from './image-registry.ts';

/**
 * Adds an entry whose value is looked up when an expression first mentions it.
 *
 * @returns nothing where entries of this sort are not looked up
 * @throws VariableError for a recorded answer that is a failure
 */
export function withOutsideEntry(
  entry: OutsideEntry,
  context: VariableContext,
  sources: EntrySources,
): VariableContext | undefined {
  const load = loaderOf(entry, context, sources);
  return load && context.withLazy(entry.name, load);
}

type Load = () => unknown;

function loaderOf(
  entry: OutsideEntry,
  context: VariableContext,
  { lookups, namespace }: EntrySources,
): Load | undefined {
  const { getConfigMap, getGlobalReference, getImageData } = lookups;
  switch (entry.source) {
    case 'configMap':
      return getConfigMap && (() => loadConfigMap(entry, context, namespace, getConfigMap));
    case 'globalReference':
      return getGlobalReference && (() => loadGlobalReference(entry, context, namespace, getGlobalReference));
    case 'imageRegistry':
      return getImageData && (() => loadImageData(entry, context, getImageData));
    case 'apiCall':
      return callLoaderOf(entry, context, { lookups, namespace });
  }
}

function callLoaderOf(
  entry: OutsideEntry,
  context: VariableContext,
  { lookups: { findResponse, getPath }, namespace }: EntrySources,
): Load | undefined {
  const recorded = findResponse && recordedCall(entry, context, findResponse);
  if (recorded !== undefined) return () => recorded.value;
  return getPath && asksApiServer(entry) ? () => loadPath(entry, context, namespace, getPath) : undefined;
}

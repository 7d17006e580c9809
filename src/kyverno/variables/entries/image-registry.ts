import type { LookupResult } from '../../lookups/lookups.ts';
import type { VariableContext } from '../context.ts';
import { applyJmesPath, fillInText, type OutsideEntry, unwrap } from './entry.ts';

/**
 * What a registry says of an image.
 *
 * Source: kyverno pkg/engine/context/loaders/imagedata.go
 */
export function loadImageData(
  entry: OutsideEntry,
  context: VariableContext,
  find: (reference: string) => LookupResult,
): unknown {
  const { name, definition } = entry;
  const fill = (written: unknown) =>
    fillInText(written, context, `failed to substitute variables in context entry ${name} ${String(written)}`);
  const reference = fill(definition.reference);
  const jmesPath = fill(definition.jmesPath);
  const data = unwrap(find(reference), entry, `failed to fetch image descriptor: ${reference}, error`);
  const complaint = `failed to apply JMESPath (${jmesPath}) results to context entry ${name}, error`;
  return applyJmesPath(jmesPath, data, complaint);
}

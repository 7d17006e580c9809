import { isRecord } from '../../../model/manifest.ts';
import type { PatchOperation } from './json-patch.ts';

export function toAppliedObject(value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new Error('stub');
  return value;
}
export function toPatchOperations(value: unknown): readonly PatchOperation[] {
  return value as PatchOperation[];
}

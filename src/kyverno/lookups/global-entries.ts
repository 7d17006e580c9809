import { isRecord } from '../../model/manifest.ts';
import { compileExpression } from '../variables/jmespath/expression.ts';
import type { LookupResult } from './lookups.ts';

/** A GlobalContextEntry of which a suite says what it holds. */
export interface GlobalEntry {
  readonly name: string;
  readonly value: unknown;
}

/** An entry as it is written. */
export interface GlobalEntrySource {
  readonly name: string;
  /** An object, or a list of Kubernetes objects. */
  readonly data: unknown;
  /** A JMESPath expression for the part of the data that counts; empty for all. */
  readonly fieldPath: string;
  /** JMESPath expressions that make what policies see, if there are any. */
  readonly projections: readonly { readonly name: string; readonly path: string }[];
}

/**
 * Source: kyverno cmd/cli/kubectl-kyverno/store/gctx_resolve.go
 *
 * @throws VariableError for an expression that has no value
 */
export function resolveGlobalEntry({ name, data, fieldPath, projections }: GlobalEntrySource): GlobalEntry {
  const root = fieldPath === '' ? data : compileExpression(fieldPath).evaluate(data);
  if (projections.length === 0) return { name, value: root };
  const value = Object.fromEntries(projections.map((each) => [each.name, compileExpression(each.path).evaluate(root)]));
  return { name, value };
}

/** As classic policies see it. Source: kyverno cmd/cli/kubectl-kyverno/store/mock.go */
export function project({ value }: GlobalEntry, projection: string): LookupResult {
  if (projection === '') return { value };
  if (!isRecord(value))
    return { error: `global context mock: projection "${projection}" requested but value is not an object` };
  if (!Object.hasOwn(value, projection)) return { error: `global context mock: projection "${projection}" not found` };
  return { value: value[projection] };
}

/** As policies in CEL see it. Source: kyverno pkg/cel/libs/fake_context.go, GetGlobalReference */
export function projectForCel({ name, value }: GlobalEntry, projection: string): LookupResult {
  if (projection === '') return { value };
  const missing = `projection "${projection}" not found in global context entry "${name}"`;
  if (!isRecord(value)) return { error: `${missing}: stored value is not an object` };
  return Object.hasOwn(value, projection) ? { value: value[projection] } : { error: missing };
}

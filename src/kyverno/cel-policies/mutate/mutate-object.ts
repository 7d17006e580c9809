import type { CelProgram } from '../../../cel/types.ts';
import { type CelType, UNTYPED } from '../../../cel/typing/cel-type.ts';
import { isRecord, type KubernetesObject } from '../../../model/manifest.ts';
import { child, type FieldProblem } from '../../read/problem.ts';
import { compileExpression, type Expected } from '../expression.ts';
import type { Scope } from '../scope.ts';
import type { Mutation } from '../spec.ts';
import type { Activation } from '../variables.ts';
import { toAppliedObject, toPatchOperations } from './cel-values.ts';
import { applyJsonPatch, PatchError } from './json-patch.ts';
import { mergeRuleOf } from './merge-schema.ts';
import { findAtomics, findNonText, MergeError, mergeStructurally } from './structural-merge.ts';

/**
 * Changes an object, which is not changed in place.
 *
 * @param activation with what the expression sees; `object` is the object as it is by now
 * @throws an error with Kyverno's text when the mutation cannot be computed or does not apply
 */
export type ObjectMutator = (object: KubernetesObject, activation: Activation) => KubernetesObject;

const EXPECTED: Readonly<Record<'applyConfiguration' | 'jsonPatch', Expected>> = {
  applyConfiguration: { isMet: (type) => isObject(type, 'Object'), name: 'of type Object' },
  jsonPatch: { isMet: (type) => type.kind === 'list' && isObject(type.element, 'JSONPatch'), name: 'of type list' },
};

function isObject(type: CelType, name: string): boolean {
  return type === UNTYPED || (type.kind === 'object' && type.name === name);
}

/** Source: kyverno pkg/cel/policies/mpol/compiler/{policy,applyconfig,json,smd}.go */
export function compileMutations(
  scope: Scope,
  mutations: readonly Mutation[],
  replacesAtomics: boolean,
  problems: FieldProblem[],
): readonly ObjectMutator[] {
  return mutations.flatMap((mutation, index) => {
    const field = mutation.patchType === 'JSONPatch' ? 'jsonPatch' : 'applyConfiguration';
    const expression = mutation[field]?.expression;
    if (expression === undefined) return [];
    const path = child(`spec.mutations[${index}].${field}`, 'expression');
    const program = compileExpression(scope, expression, EXPECTED[field], path, problems);
    if (program === undefined) return [];
    return [field === 'jsonPatch' ? jsonPatcher(program) : applyConfigurator(program, replacesAtomics)];
  });
}

function jsonPatcher(program: CelProgram): ObjectMutator {
  return (object, activation) => {
    const operations = toPatchOperations(program.run(activation));
    try {
      return asObject(applyJsonPatch(object, operations));
    } catch (error) {
      throw error instanceof PatchError ? new Error(`JSON Patch: ${error.message}`, { cause: error }) : error;
    }
  };
}

function applyConfigurator(program: CelProgram, replacesAtomics: boolean): ObjectMutator {
  return (object, activation) => {
    const patch = toAppliedObject(program.run(activation));
    const rule = mergeRuleOf(object.apiVersion, object.kind);
    const wrong = findNonText(patch, rule);
    if (wrong !== undefined)
      throw new Error(`error applying patch: failed to convert patch object to typed object: ${wrong}`);
    const atomics = replacesAtomics ? [] : findAtomics(patch, rule);
    if (atomics.length > 0)
      throw new Error(
        `error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: ${atomics.join(', ')}`,
      );
    try {
      const { apiVersion, kind } = object;
      return asObject(mergeStructurally(object, { ...patch, apiVersion, kind }, rule));
    } catch (error) {
      throw error instanceof MergeError ? new Error(`error applying patch: ${error.message}`, { cause: error }) : error;
    }
  };
}

function asObject(value: unknown): KubernetesObject {
  if (!isRecord(value) || typeof value.kind !== 'string') throw new Error('the result is no Kubernetes object');
  return value as KubernetesObject;
}

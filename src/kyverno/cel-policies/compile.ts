import type { CelLookups } from '../../cel/lookups.ts';
import type { KubernetesObject, Manifest } from '../../model/manifest.ts';
import type { CompiledPolicy } from '../compiled-policy.ts';
import type { PolicyProblem } from '../types.ts';
import { compileDocument } from './compile-document.ts';
import { documentType } from './documents.ts';
import { readSupplements } from './supplements.ts';

export interface CelPolicySettings {
  /** Whether what is not supported counts as a skip, not as an error. */
  readonly ignoresUnsupported: boolean;
  /**
   * Whether policies do what they do in a cluster: a ValidatingAdmissionPolicy is in force where a binding says so, and a policy for
   * JSON is for no Kubernetes object. Else what they do for the Kyverno CLI, which applies them all.
   */
  readonly requiresBinding: boolean;
  /** Objects that bindings of policies may refer to as parameters. */
  readonly params?: readonly KubernetesObject[];
  /** Where what is in no request is looked up, if anywhere. */
  readonly lookups?: CelLookups | undefined;
  /** Milliseconds since 1970, for exceptions that expire; without it they do not. */
  readonly now?: number;
}

export interface CelPolicies {
  readonly policies: readonly CompiledPolicy[];
  /** What is wrong with policies, which are then not among those that are compiled. */
  readonly problems: readonly PolicyProblem[];
  /** What is worth knowing, though nothing is wrong. */
  readonly notes: readonly string[];
}

/** Whether a document is a policy written in CEL, a binding or an exception of one. */
export function isCelPolicyDocument(object: KubernetesObject): boolean {
  return documentType(object) !== undefined;
}

/** Policies written in CEL, in the order of their documents. Other documents are passed over. */
export function compileCelPolicies(documents: readonly Manifest[], settings: CelPolicySettings): CelPolicies {
  const supplements = readSupplements(documents, settings);
  const compiled = documents.map((manifest) => compileDocument(manifest, supplements, settings));
  return {
    policies: compiled.flatMap(({ policy }) => policy ?? []),
    problems: [...supplements.problems, ...compiled.flatMap(({ problems }) => problems)],
    notes: [...supplements.notes, ...compiled.flatMap(({ notes }) => notes)],
  };
}

import type { KubernetesObject, Manifest } from '../model/manifest.ts';
import { kindOf, memoizeByKind } from './by-kind.ts';
import { compileCelPolicies, isCelPolicyDocument } from './cel-policies/compile.ts';
import { compileClassicPolicies } from './classic-policies.ts';
import type { CompiledClassicPolicy } from './classic-policy.ts';
import type { CompiledPolicy, MutationResponse } from './compiled-policy.ts';
import { classicKind } from './documents.ts';
import { prepareRequest, withChangedObject } from './evaluation/prepared-request.ts';
import type { PolicyLookups } from './lookups/lookups.ts';
import { deprecationNotes, idleNotes } from './notes.ts';
import type { KyvernoMode, PolicyInfo, PolicyProblem, PolicyRequest, PolicyResponse } from './types.ts';

export interface EngineSettings {
  readonly mode: KyvernoMode;
  /** Whether rules that cannot be evaluated here are skips, not errors. */
  readonly ignoresUnsupported: boolean;
  /** Whether a ValidatingAdmissionPolicy needs a binding, as it does in a cluster. */
  readonly requiresBinding?: boolean;
  /** Objects that policies may refer to as parameters. */
  readonly params?: readonly KubernetesObject[];
  /** Where policies look up what is in no request; without it that is not supported. */
  readonly lookups?: PolicyLookups | undefined;
  /** Milliseconds since 1970, for exceptions that expire; without it they do not. */
  readonly now?: number;
}

/** All policies that there are. */
export interface PolicyEngine {
  readonly policies: readonly PolicyInfo[];
  /** What people should know of the policies, in sentences. */
  readonly notes: readonly string[];
  /** Whether any policy may match objects of a kind. */
  concerns(apiVersion: string, kind: string): boolean;
  /** Whether any policy may change objects of a kind. */
  mutates(apiVersion: string, kind: string): boolean;
  /** How many rules there are, generated ones included; a policy written in CEL that validates counts as one. */
  readonly ruleCount: number;
  /** How many exceptions there are, of all kinds. */
  readonly exceptionCount: number;
  /** @returns the answers of the policies that had one, in the order of the documents */
  validate(request: PolicyRequest): readonly PolicyResponse[];
  /**
   * Every policy changes what those before it made of the object.
   *
   * @returns the object of the request where nothing changed
   * @throws TypeError for a request without an object
   */
  mutate(request: PolicyRequest): Mutated;
}

export interface Mutated {
  readonly object: KubernetesObject;
  readonly responses: readonly MutationResponse[];
}

/**
 * Makes an engine of the policies, bindings and exceptions among documents.
 *
 * @returns problems with all that cannot be used; the engine has the rest
 */
export function createEngine(
  documents: readonly Manifest[],
  settings: EngineSettings,
): { readonly engine: PolicyEngine; readonly problems: readonly PolicyProblem[] } {
  const classic = compileClassicPolicies(documents, { ...settings, params: settings.params ?? [] });
  const cel = compileCelPolicies(documents, { ...settings, requiresBinding: settings.requiresBinding ?? false });
  const policies = inOrder([...classic.policies, ...cel.policies.map(withMutates)], documents);
  const validating = cel.policies.filter(({ info }) => !isMutating(info));
  return {
    engine: engineOf(policies, {
      notes: [...classic.notes, ...deprecationNotes(documents), ...idleNotes(documents), ...cel.notes],
      ruleCount: classic.ruleCount + validating.length,
      exceptionCount: documents.filter(({ object }) => object.kind === 'PolicyException').length,
    }),
    problems: [...classic.problems, ...cel.problems],
  };
}

/** Whether an object is a policy, a binding or an exception of a kind that we know. */
export function isPolicyDocument(object: KubernetesObject): boolean {
  return classicKind(object) !== undefined || isCelPolicyDocument(object);
}

function withMutates(policy: CompiledPolicy): CompiledClassicPolicy {
  const { info } = policy;
  return {
    info,
    concerns: (apiVersion, kind) => policy.concerns(apiVersion, kind),
    mutates: (apiVersion, kind) => isMutating(info) && policy.concerns(apiVersion, kind),
    validate: (request) => policy.validate(request),
    mutate: (request) => policy.mutate(request),
  };
}

function isMutating({ kind }: PolicyInfo): boolean {
  return kind.includes('Mutating');
}

/** Policies in the order of the documents that they were made of. */
function inOrder(
  policies: readonly CompiledClassicPolicy[],
  documents: readonly Manifest[],
): readonly CompiledClassicPolicy[] {
  const positions = new Map(
    documents.map(({ object, source }, index) => [
      `${source.file} ${source.lineOf([])} ${object.kind} ${nameIn(object)}`,
      index,
    ]),
  );
  const positionOf = ({ info }: CompiledClassicPolicy): number =>
    positions.get(`${info.file} ${info.line} ${info.kind} ${info.name}`) ?? 0;
  return policies.toSorted((a, b) => positionOf(a) - positionOf(b));
}

function nameIn({ metadata }: KubernetesObject): unknown {
  return typeof metadata === 'object' && metadata !== null && 'name' in metadata ? metadata.name : undefined;
}

function engineOf(
  policies: readonly CompiledClassicPolicy[],
  facts: Pick<PolicyEngine, 'notes' | 'ruleCount' | 'exceptionCount'>,
): PolicyEngine {
  const concerned = memoizeByKind((apiVersion, kind) => policies.filter((policy) => policy.concerns(apiVersion, kind)));
  const mutating = memoizeByKind((apiVersion, kind) => policies.filter((policy) => policy.mutates(apiVersion, kind)));
  return {
    policies: policies.map(({ info }) => info),
    ...facts,
    concerns: (apiVersion, kind) => concerned(apiVersion, kind).length > 0,
    mutates: (apiVersion, kind) => mutating(apiVersion, kind).length > 0,
    validate: (given) => {
      const asked = concerned(...kindOf(given));
      if (asked.length === 0) return [];
      const { request } = prepareRequest(given);
      return asked.map((policy) => policy.validate(request)).filter((response) => response !== undefined);
    },
    mutate: (request) => mutateInTurn(mutating(...kindOf(request)), request),
  };
}

function mutateInTurn(policies: readonly CompiledClassicPolicy[], request: PolicyRequest): Mutated {
  if (request.object === undefined) throw new TypeError('a request without an object cannot be mutated');
  let object = request.object;
  const responses: MutationResponse[] = [];
  for (const policy of policies) {
    const response = policy.mutate(object === request.object ? request : withChangedObject(request, object));
    if (response === undefined) continue;
    responses.push(response);
    object = response.object;
  }
  return { object, responses };
}

import { createEnvironment } from '../../cel/environment.ts';
import type { CelLookups } from '../../cel/lookups.ts';
import type { CelEnvironment } from '../../cel/types.ts';
import type { CelType, ObjectType } from '../../cel/typing/cel-type.ts';
import { readYaml } from '../../parse/yaml/read.ts';

/** What expressions of a policy may use. */
export interface Scope {
  readonly environment: CelEnvironment;
  /** Makes a variable of the policy known to expressions that are compiled from then on, as `variables.name`. */
  declare(name: string, type: CelType): void;
}

const REQUEST = ['object', 'oldObject', 'request', 'namespaceObject', 'variables'];

const PURPOSES = {
  /** Kyverno's policies that validate. */
  validating: { variables: [...REQUEST, 'exceptions'], kyverno: true },
  /** Kyverno's policies that change objects. */
  mutating: { variables: [...REQUEST, 'exceptions'], kyverno: true, objectTypes: true },
  /** Policies of Kubernetes. */
  admission: { variables: [...REQUEST, 'authorizer'] },
  /** Policies of Kubernetes and rules of classic policies, as Kyverno evaluates them. */
  rule: { variables: [...REQUEST, 'authorizer'], kyverno: true },
};

export interface ScopeOptions {
  readonly hasParams?: boolean;
  /** Where what is in no request is looked up, if anywhere. */
  readonly lookups?: CelLookups | undefined;
  /** Of the policy; empty for one of the whole cluster. */
  readonly namespace?: string;
}

/** A scope for one policy, so far without variables of its own. */
export function createScope(
  purpose: keyof typeof PURPOSES,
  { hasParams = false, lookups, namespace = '' }: ScopeOptions = {},
): Scope {
  const declared = new Map<string, CelType>();
  const variables: ObjectType = { kind: 'object', name: 'kyverno.variables', field: (name) => declared.get(name) };
  const options = PURPOSES[purpose];
  return {
    environment: createEnvironment({
      ...options,
      variables: hasParams ? [...options.variables, 'params'] : options.variables,
      types: { variables },
      parseYaml: readYaml,
      lookups,
      namespace,
    }),
    declare: (name, type) => declared.set(name, type),
  };
}

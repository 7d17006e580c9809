import type { RuleValues } from '../types.ts';

/**
 * What stands for a cluster: values of variables, namespaces, subresources.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/apis/v1alpha1/values_spec.go
 */
export interface SuiteValues {
  /** By dotted name, for all policies and resources. */
  readonly global: Values;
  /** By the name of the policy. */
  readonly policies: ReadonlyMap<string, PolicyValues>;
  /** Labels by the name of the namespace. */
  readonly namespaceLabels: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Annotations by the name of the namespace, where there are any. */
  readonly namespaceAnnotations?: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly subresources: readonly Subresource[];
}

export type Values = Readonly<Record<string, unknown>>;

export interface PolicyValues {
  /** By the name of the resource, whatever its namespace. */
  readonly resources: ReadonlyMap<string, Values>;
  /** By the name of the rule as it is after auto-generation. */
  readonly rules: ReadonlyMap<string, RuleValues>;
}

/** An object that is sent to a subresource: a Scale to `deployments/scale`. */
export interface Subresource {
  /** Of that object. */
  readonly apiVersion: string;
  readonly kind: string;
  /** `scale` */
  readonly name: string;
  /** Of the resource that has it. */
  readonly parent: { readonly apiVersion: string; readonly kind: string };
}

export const NO_VALUES: SuiteValues = {
  global: {},
  policies: new Map(),
  namespaceLabels: new Map(),
  subresources: [],
};

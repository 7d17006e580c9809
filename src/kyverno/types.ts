import type { KubernetesObject } from '../model/manifest.ts';

/**
 * `strict` judges as the Pod Security Standards of Kubernetes do; `compat` gives Kyverno's own results, quirks included. They
 * differ in `validate.podSecurity` only.
 */
export type KyvernoMode = 'strict' | 'compat';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** What a policy is asked about: the admission request that a cluster would see, as far as it is known. */
export interface PolicyRequest {
  readonly operation: Operation;
  /** Absent for DELETE. */
  readonly object?: KubernetesObject | undefined;
  /** Before an UPDATE or a DELETE. */
  readonly oldObject?: KubernetesObject | undefined;
  /** Empty for the object itself. */
  readonly subresource: string;
  /** What has the subresource, and is what policies name: the Deployment of `deployments/scale`, to which a Scale is sent. */
  readonly parent?: { readonly apiVersion: string; readonly kind: string } | undefined;
  /** Whether objects of this kind live in a namespace. */
  readonly isNamespaced: boolean;
  /** Of the object; `default` when its kind is namespaced and it names none, empty when it is in none. */
  readonly namespace: string;
  /** Of that namespace; for a Namespace its own. Empty when nothing is known of it. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** Of that namespace, where they are known. */
  readonly namespaceAnnotations?: Readonly<Record<string, string>> | undefined;
  /** Who asks. Absent offline, where policies that depend on it do not match. */
  readonly user?: UserInfo | undefined;
  /**
   * Values for variables from a values file, by dotted name (`request.operation`, `dictionary.data.env`), which win over what
   * is known.
   */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** Of single rules, by the name of policy and rule; win over `values`. */
  readonly ruleValues?: ((policy: string, rule: string) => RuleValues | undefined) | undefined;
}

export interface RuleValues {
  readonly values: Readonly<Record<string, unknown>>;
  /** Lists of values for the elements of foreach, by dotted name. */
  readonly foreachValues: Readonly<Record<string, readonly unknown[]>>;
}

export interface UserInfo {
  readonly username: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, unknown>>;
  /** `namespace:name` */
  readonly roles: readonly string[];
  readonly clusterRoles: readonly string[];
}

export type RuleStatus = 'pass' | 'fail' | 'warn' | 'error' | 'skip';

/**
 * What one rule answers. That a rule does not apply is no answer at all, which is not the same as `skip`.
 *
 * Source: kyverno pkg/engine/api/ruleresponse.go
 */
export interface RuleResponse {
  /** As it is after auto-generation; empty for policies written in CEL, which have no rules. */
  readonly rule: string;
  readonly type: 'validate' | 'mutate' | 'verifyImages' | 'generate';
  readonly status: RuleStatus;
  readonly message: string;
  /** For policy reports. */
  readonly properties: Readonly<Record<string, string>>;
  /** Of a failed podSecurity rule: the checks that were broken. */
  readonly brokenChecks?: readonly BrokenCheck[] | undefined;
  /** Where in the object a pattern does not match: `/spec/containers/0/image/`. */
  readonly failedPath?: string | undefined;
  /** What a rule needs that cannot be had here, so that it was not judged. */
  readonly unsupported?: string | undefined;
  /** `namespace/name` of the exceptions that made it a skip. */
  readonly exceptions?: readonly string[] | undefined;
  /** Of a mutation that changed something. */
  readonly patched?: KubernetesObject | undefined;
}

/** A check of the Pod Security Standards as a podSecurity rule found it broken. */
export interface BrokenCheck {
  readonly id: string;
  /** As policies write it in controlName; empty when it has none. */
  readonly control: string;
  readonly reason: string;
  readonly detail: string;
  readonly fields: readonly BrokenField[];
}

export interface BrokenField {
  /** From the object that was judged: `spec.template.spec.containers[0].securityContext.privileged`. */
  readonly path: string;
  /** Undefined when a value is required and there is none, or none is named. */
  readonly found?: unknown;
}

/** What a cluster does with an object that breaks a rule. */
export type Action = 'enforce' | 'warn' | 'audit';

/** What one policy answers about one request. */
export interface PolicyResponse {
  readonly policy: PolicyInfo;
  readonly responses: readonly RuleResponse[];
  /** For the namespace of the request, by the effective name of the rule. */
  readonly actionOf: (rule: string) => Action;
}

/** What reports say of a policy. */
export interface PolicyInfo {
  /** `ClusterPolicy`, `Policy`, `ValidatingPolicy`, `ValidatingAdmissionPolicy` … */
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
  /** Empty for a policy of the whole cluster. */
  readonly namespace: string;
  /** `name`, or `namespace/name`. */
  readonly key: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** As in reports of Kyverno: `kyverno`, `KyvernoValidatingPolicy`, `ValidatingAdmissionPolicy` … */
  readonly source: string;
  /** Where it is written. */
  readonly file: string;
  readonly line?: number | undefined;
}

/** Something wrong with a policy or an exception, so that it cannot be used. */
export interface PolicyProblem {
  readonly file: string;
  readonly line?: number | undefined;
  /** Kind and name of the policy. */
  readonly policy: string;
  /** Field at fault: `spec.rules[0].validate.podSecurity.exclude[0].controlName`. */
  readonly path: string;
  readonly message: string;
}

import type { LabelSelector } from '../read/rule.ts';

/** Policies written in CEL as their shapes have decoded them: what a shape requires is there, and nothing is null. */

export interface ResourceRule {
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly operations?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly scope?: 'Cluster' | 'Namespaced' | '*';
}

export interface MatchResources {
  readonly resourceRules?: readonly ResourceRule[];
  readonly excludeResourceRules?: readonly ResourceRule[];
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  readonly matchPolicy?: 'Exact' | 'Equivalent';
}

export interface NamedExpression {
  readonly name: string;
  readonly expression: string;
}

export interface Validation {
  readonly expression: string;
  readonly message?: string;
  readonly messageExpression?: string;
}

export interface AuditAnnotation {
  readonly key: string;
  readonly valueExpression: string;
}

export type ValidationAction = 'Deny' | 'Warn' | 'Audit';

interface Enabled {
  readonly enabled?: boolean;
}

/** What all policies have that Kyverno evaluates itself. */
export interface KyvernoSpec {
  readonly matchConstraints?: MatchResources;
  readonly matchConditions?: readonly NamedExpression[];
  readonly variables?: readonly NamedExpression[];
  readonly auditAnnotations?: readonly AuditAnnotation[];
  readonly failurePolicy?: 'Fail' | 'Ignore';
  readonly evaluation?: { readonly mode?: string; readonly admission?: Enabled; readonly background?: Enabled };
  readonly autogen?: { readonly podControllers?: { readonly controllers?: readonly string[] } };
}

export interface ValidatingPolicySpec extends KyvernoSpec {
  readonly validations?: readonly Validation[];
  readonly validationActions?: readonly ValidationAction[];
}

export interface Mutation {
  readonly patchType: 'ApplyConfiguration' | 'JSONPatch';
  readonly applyConfiguration?: { readonly expression?: string };
  readonly jsonPatch?: { readonly expression?: string };
}

export interface MutatingPolicySpec extends KyvernoSpec {
  readonly mutations?: readonly Mutation[];
  readonly targetMatchConstraints?: MatchResources & { readonly expression?: string };
  readonly evaluation?: KyvernoSpec['evaluation'] & {
    readonly mutateExisting?: Enabled;
    readonly useServerSideApply?: boolean;
  };
}

export interface ExceptionSpec {
  readonly policyRefs: readonly { readonly name: string; readonly kind: string }[];
  readonly matchConditions?: readonly NamedExpression[];
  readonly images?: readonly string[];
  readonly allowedValues?: readonly string[];
  readonly reportResult?: 'skip' | 'pass';
  readonly expiresAt?: string;
}

export interface ParamKind {
  readonly apiVersion: string;
  readonly kind: string;
}

export interface ParamRef {
  readonly name?: string;
  readonly namespace?: string;
  readonly selector?: LabelSelector;
  readonly parameterNotFoundAction?: 'Allow' | 'Deny';
}

export interface AdmissionPolicySpec {
  readonly paramKind?: ParamKind;
  readonly matchConstraints?: MatchResources;
  readonly matchConditions?: readonly NamedExpression[];
  readonly variables?: readonly NamedExpression[];
  readonly validations?: readonly Validation[];
  readonly auditAnnotations?: readonly AuditAnnotation[];
  readonly failurePolicy?: 'Fail' | 'Ignore';
}

export interface BindingSpec {
  readonly policyName: string;
  readonly paramRef?: ParamRef;
  readonly matchResources?: MatchResources;
  readonly validationActions?: readonly ValidationAction[];
}

export interface CelRule {
  readonly expressions?: readonly Validation[];
  readonly variables?: readonly NamedExpression[];
  readonly auditAnnotations?: readonly AuditAnnotation[];
  readonly paramKind?: ParamKind;
  readonly paramRef?: ParamRef;
}

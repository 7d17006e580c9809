/**
 * Classic policies as they are written, decoded: everything that a shape requires is there, and nothing is null.
 *
 * Source: kyverno api/kyverno/v1, https://kyverno.io/docs/crds/
 */

export type FailureAction = 'Audit' | 'Enforce' | 'audit' | 'enforce';

export interface PolicySpec {
  readonly rules: readonly Rule[];
  readonly applyRules?: 'All' | 'One';
  readonly validationFailureAction?: FailureAction;
  readonly validationFailureActionOverrides?: readonly FailureActionOverride[];
  readonly admission?: boolean;
  readonly background?: boolean;
  readonly failurePolicy?: string;
  readonly webhookTimeoutSeconds?: number;
  readonly webhookConfiguration?: {
    readonly failurePolicy?: string;
    readonly timeoutSeconds?: number;
    readonly matchConditions?: readonly unknown[];
  };
  readonly mutateExistingOnPolicyUpdate?: boolean;
  readonly generateExistingOnPolicyUpdate?: boolean;
}

export interface FailureActionOverride {
  readonly action?: FailureAction;
  readonly namespaces?: readonly string[];
  readonly namespaceSelector?: LabelSelector;
}

export interface Rule {
  readonly name: string;
  readonly match: MatchResources;
  readonly exclude?: MatchResources;
  /** Conditions, of which the room `conditions` knows the shape. */
  readonly preconditions?: unknown;
  readonly celPreconditions?: readonly unknown[];
  readonly context?: readonly ContextEntry[];
  readonly imageExtractors?: unknown;
  readonly reportProperties?: Readonly<Record<string, string>>;
  readonly skipBackgroundRequests?: boolean;
  readonly validate?: Validation;
  readonly mutate?: Mutation;
  readonly generate?: Readonly<Record<string, unknown>>;
  readonly verifyImages?: readonly ImageVerification[];
}

/** `any`, `all`, or the fields of a filter themselves. */
export interface MatchResources extends ResourceFilter {
  readonly any?: readonly ResourceFilter[];
  readonly all?: readonly ResourceFilter[];
}

export interface ResourceFilter extends UserFilter {
  readonly resources?: ResourceDescription;
}

export interface UserFilter {
  readonly roles?: readonly string[];
  readonly clusterRoles?: readonly string[];
  readonly subjects?: readonly Subject[];
}

export interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface ResourceDescription {
  readonly kinds?: readonly string[];
  readonly name?: string;
  readonly names?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly selector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly operations?: readonly string[];
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelRequirement[];
}

export interface LabelRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface ContextEntry {
  readonly name: string;
  readonly variable?: { readonly value?: unknown; readonly jmesPath?: string; readonly default?: unknown };
  readonly configMap?: { readonly name: string; readonly namespace?: string };
  readonly apiCall?: Readonly<Record<string, unknown>>;
  readonly imageRegistry?: { readonly reference: string; readonly jmesPath?: string };
  readonly globalReference?: { readonly name: string; readonly jmesPath?: string };
}

export interface Validation {
  readonly message?: string;
  readonly failureAction?: FailureAction;
  readonly failureActionOverrides?: readonly FailureActionOverride[];
  readonly allowExistingViolations?: boolean;
  readonly pattern?: unknown;
  readonly anyPattern?: unknown;
  readonly deny?: Deny;
  readonly foreach?: readonly ValidateForeach[];
  readonly podSecurity?: PodSecurity;
  readonly cel?: Cel;
  readonly manifests?: Readonly<Record<string, unknown>>;
  /** Has no effect since Kyverno 1.19. */
  readonly assert?: unknown;
}

export interface Deny {
  readonly conditions?: unknown;
}

export interface PodSecurity {
  readonly level?: string;
  readonly version?: string;
  readonly exclude?: readonly PodSecurityControl[];
}

export interface PodSecurityControl {
  readonly controlName: string;
  readonly images?: readonly string[];
  readonly restrictedField?: string;
  readonly values?: readonly string[];
}

export interface Cel {
  readonly expressions?: readonly { readonly expression: string }[];
  readonly paramKind?: { readonly apiVersion?: string; readonly kind?: string };
  readonly paramRef?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly selector?: LabelSelector;
    readonly parameterNotFoundAction?: string;
  };
  readonly auditAnnotations?: readonly { readonly key: string; readonly valueExpression: string }[];
}

export interface ValidateForeach {
  readonly list?: string;
  readonly elementScope?: boolean;
  readonly context?: readonly ContextEntry[];
  readonly preconditions?: unknown;
  readonly pattern?: unknown;
  readonly anyPattern?: unknown;
  readonly deny?: Deny;
  readonly foreach?: readonly ValidateForeach[];
}

export interface Mutation {
  readonly mutateExistingOnPolicyUpdate?: boolean;
  readonly targets?: readonly MutationTarget[];
  readonly patchStrategicMerge?: unknown;
  /** YAML or JSON text. */
  readonly patchesJson6902?: string;
  readonly foreach?: readonly MutateForeach[];
}

export interface MutationTarget {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly selector?: LabelSelector;
  readonly context?: readonly ContextEntry[];
  readonly preconditions?: unknown;
}

export interface MutateForeach {
  readonly list?: string;
  readonly order?: 'Ascending' | 'Descending';
  readonly context?: readonly ContextEntry[];
  readonly preconditions?: unknown;
  readonly patchStrategicMerge?: unknown;
  readonly patchesJson6902?: string;
  readonly foreach?: readonly MutateForeach[];
}

export interface ImageVerification {
  /** Deprecated: one reference. */
  readonly image?: string;
  readonly imageReferences?: readonly string[];
  readonly skipImageReferences?: readonly string[];
  readonly failureAction?: FailureAction;
}

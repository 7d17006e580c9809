import { LABEL_SELECTOR } from '../read/match-shape.ts';
import {
  BOOLEAN,
  listOf,
  type ObjectShape,
  object,
  oneOf,
  openObject,
  type Shape,
  TEXT,
  TEXTS,
} from '../read/shape.ts';

/**
 * Policies written in CEL as their custom resource definitions and Kubernetes' API want them.
 *
 * Source: kyverno/api policies.kyverno.io, k8s.io/api admissionregistration
 */

const RESOURCE_RULES: Shape = listOf(
  object({
    apiGroups: TEXTS,
    apiVersions: TEXTS,
    operations: listOf(oneOf('CREATE', 'UPDATE', 'DELETE', 'CONNECT', '*')),
    resources: TEXTS,
    resourceNames: TEXTS,
    scope: oneOf('Cluster', 'Namespaced', '*'),
  }),
);

const MATCH_RESOURCES_FIELDS: Readonly<Record<string, Shape>> = {
  resourceRules: RESOURCE_RULES,
  excludeResourceRules: RESOURCE_RULES,
  namespaceSelector: LABEL_SELECTOR,
  objectSelector: LABEL_SELECTOR,
  matchPolicy: oneOf('Exact', 'Equivalent'),
};

const MATCH_RESOURCES: Shape = object(MATCH_RESOURCES_FIELDS);
const NAMED_EXPRESSIONS: Shape = listOf(object({ name: TEXT, expression: TEXT }, ['name', 'expression']));
const VALIDATIONS: Shape = listOf(
  object({ expression: TEXT, message: TEXT, messageExpression: TEXT, reason: TEXT }, ['expression']),
);
const AUDIT_ANNOTATIONS: Shape = listOf(object({ key: TEXT, valueExpression: TEXT }, ['key', 'valueExpression']));
const FAILURE_POLICY: Shape = oneOf('Fail', 'Ignore');
const VALIDATION_ACTIONS: Shape = listOf(oneOf('Deny', 'Warn', 'Audit'));
const ENABLED: Shape = object({ enabled: BOOLEAN });
const POD_CONTROLLERS: Shape = object({ controllers: TEXTS });
const PARAM_KIND: Shape = object({ apiVersion: TEXT, kind: TEXT }, ['apiVersion', 'kind']);
const PARAM_REF: Shape = object({
  name: TEXT,
  namespace: TEXT,
  selector: LABEL_SELECTOR,
  parameterNotFoundAction: oneOf('Allow', 'Deny'),
});

/** The fields of Kubernetes objects that decide nothing here are left to others. */
function policyDocument(spec: Shape, required: readonly string[] = ['spec']): ObjectShape {
  return openObject({ metadata: openObject({ name: TEXT, namespace: TEXT }, ['name']), spec }, [
    'metadata',
    ...required,
  ]);
}

export const VALIDATING_POLICY = policyDocument(
  object({
    matchConstraints: MATCH_RESOURCES,
    matchConditions: NAMED_EXPRESSIONS,
    variables: NAMED_EXPRESSIONS,
    validations: VALIDATIONS,
    auditAnnotations: AUDIT_ANNOTATIONS,
    failurePolicy: FAILURE_POLICY,
    validationActions: VALIDATION_ACTIONS,
    webhookConfiguration: openObject({}),
    evaluation: object({ mode: TEXT, admission: ENABLED, background: ENABLED }),
    autogen: object({ podControllers: POD_CONTROLLERS, validatingAdmissionPolicy: ENABLED }),
  }),
);

export const MUTATING_POLICY = policyDocument(
  object({
    matchConstraints: MATCH_RESOURCES,
    matchConditions: NAMED_EXPRESSIONS,
    variables: NAMED_EXPRESSIONS,
    mutations: listOf(
      object(
        {
          patchType: oneOf('ApplyConfiguration', 'JSONPatch'),
          applyConfiguration: object({ expression: TEXT }),
          jsonPatch: object({ expression: TEXT }),
        },
        ['patchType'],
      ),
    ),
    auditAnnotations: AUDIT_ANNOTATIONS,
    targetMatchConstraints: object({ ...MATCH_RESOURCES_FIELDS, expression: TEXT }),
    targetMatchConditions: NAMED_EXPRESSIONS,
    failurePolicy: FAILURE_POLICY,
    reinvocationPolicy: oneOf('Never', 'IfNeeded'),
    webhookConfiguration: openObject({}),
    evaluation: object({
      mode: TEXT,
      admission: ENABLED,
      background: ENABLED,
      mutateExisting: ENABLED,
      skipBackgroundRequests: BOOLEAN,
      useServerSideApply: BOOLEAN,
    }),
    autogen: object({ podControllers: POD_CONTROLLERS, mutatingAdmissionPolicy: ENABLED }),
  }),
);

export const CEL_EXCEPTION = policyDocument(
  object(
    {
      policyRefs: listOf(object({ name: TEXT, kind: TEXT }, ['name', 'kind'])),
      matchConditions: NAMED_EXPRESSIONS,
      images: TEXTS,
      allowedValues: TEXTS,
      reportResult: oneOf('skip', 'pass'),
      expiresAt: TEXT,
      properties: openObject({}),
      evaluationMode: TEXT,
    },
    ['policyRefs'],
  ),
);

export const VALIDATING_ADMISSION_POLICY = policyDocument(
  object({
    paramKind: PARAM_KIND,
    matchConstraints: MATCH_RESOURCES,
    matchConditions: NAMED_EXPRESSIONS,
    variables: NAMED_EXPRESSIONS,
    validations: VALIDATIONS,
    auditAnnotations: AUDIT_ANNOTATIONS,
    failurePolicy: FAILURE_POLICY,
  }),
);

export const BINDING = policyDocument(
  object(
    {
      policyName: TEXT,
      paramRef: PARAM_REF,
      matchResources: MATCH_RESOURCES,
      validationActions: VALIDATION_ACTIONS,
    },
    ['policyName'],
  ),
);

/** What `validate.cel` of a ClusterPolicy says. */
export const CEL_RULE = object({
  generate: BOOLEAN,
  expressions: VALIDATIONS,
  variables: NAMED_EXPRESSIONS,
  auditAnnotations: AUDIT_ANNOTATIONS,
  paramKind: PARAM_KIND,
  paramRef: PARAM_REF,
});

export const CEL_PRECONDITIONS = NAMED_EXPRESSIONS;

/** Policies of which only what they match is of use. */
export const MATCHING_POLICY = policyDocument(openObject({ matchConstraints: MATCH_RESOURCES }));

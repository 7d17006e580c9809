import { LABEL_SELECTOR, MATCH_V1, MATCH_V2 } from './match-shape.ts';
import {
  ANY,
  BOOLEAN,
  listOf,
  type ObjectShape,
  object,
  oneOf,
  openObject,
  type Shape,
  TEXT,
  TEXT_MAP,
  TEXTS,
} from './shape.ts';

const CONTEXT: Shape = listOf(
  object(
    {
      name: TEXT,
      variable: object({ value: ANY, jmesPath: TEXT, default: ANY }),
      configMap: object({ name: TEXT, namespace: TEXT }, ['name']),
      apiCall: openObject({ urlPath: TEXT, method: oneOf('GET', 'POST'), jmesPath: TEXT }),
      imageRegistry: openObject({ reference: TEXT, jmesPath: TEXT }, ['reference']),
      globalReference: object({ name: TEXT, jmesPath: TEXT }, ['name']),
    },
    ['name'],
  ),
);

const OVERRIDES: Shape = listOf(
  object({
    action: oneOf('audit', 'enforce', 'Audit', 'Enforce'),
    namespaces: TEXTS,
    namespaceSelector: LABEL_SELECTOR,
  }),
);

const DENY: Shape = object({ conditions: ANY });

/** Below the first level the definition has no schema, so that unknown fields are kept. */
const NESTED_VALIDATE_FOREACH: Shape = listOf({
  type: 'object',
  fields: () => ({ ...VALIDATE_FOREACH, deny: openObject({ conditions: ANY }) }),
  required: [],
  isOpen: true,
});

const VALIDATE_FOREACH: Readonly<Record<string, Shape>> = {
  list: TEXT,
  elementScope: BOOLEAN,
  context: CONTEXT,
  preconditions: ANY,
  pattern: ANY,
  anyPattern: ANY,
  deny: DENY,
  foreach: NESTED_VALIDATE_FOREACH,
};

const NESTED_MUTATE_FOREACH: Shape = listOf({
  type: 'object',
  fields: () => MUTATE_FOREACH,
  required: [],
  isOpen: true,
});

const MUTATE_FOREACH: Readonly<Record<string, Shape>> = {
  list: TEXT,
  order: oneOf('Ascending', 'Descending'),
  context: CONTEXT,
  preconditions: ANY,
  patchStrategicMerge: ANY,
  patchesJson6902: TEXT,
  foreach: NESTED_MUTATE_FOREACH,
};

const MATCH_CONDITIONS: Shape = listOf(object({ name: TEXT, expression: TEXT }, ['name', 'expression']));

const CEL: Shape = object({
  generate: BOOLEAN,
  expressions: listOf(
    object({ expression: TEXT, message: TEXT, messageExpression: TEXT, reason: TEXT }, ['expression']),
  ),
  paramKind: object({ apiVersion: TEXT, kind: TEXT }),
  paramRef: object({ name: TEXT, namespace: TEXT, parameterNotFoundAction: TEXT, selector: LABEL_SELECTOR }),
  auditAnnotations: listOf(object({ key: TEXT, valueExpression: TEXT }, ['key', 'valueExpression'])),
  variables: listOf(object({ name: TEXT, expression: TEXT }, ['name', 'expression'])),
});

const VALIDATE: Shape = object({
  message: TEXT,
  failureAction: oneOf('Audit', 'Enforce'),
  failureActionOverrides: OVERRIDES,
  allowExistingViolations: BOOLEAN,
  pattern: ANY,
  anyPattern: ANY,
  deny: DENY,
  foreach: listOf(object(VALIDATE_FOREACH)),
  podSecurity: object({
    level: oneOf('privileged', 'baseline', 'restricted'),
    version: TEXT,
    exclude: listOf(
      object({ controlName: TEXT, images: TEXTS, restrictedField: TEXT, values: TEXTS }, ['controlName']),
    ),
  }),
  cel: CEL,
  manifests: openObject({ attestors: listOf(ANY) }),
  assert: ANY,
});

const MUTATE: Shape = object({
  mutateExistingOnPolicyUpdate: BOOLEAN,
  targets: listOf(
    object({
      apiVersion: TEXT,
      kind: TEXT,
      name: TEXT,
      namespace: TEXT,
      uid: TEXT,
      selector: LABEL_SELECTOR,
      context: CONTEXT,
      preconditions: ANY,
    }),
  ),
  patchStrategicMerge: ANY,
  patchesJson6902: TEXT,
  foreach: listOf(object(MUTATE_FOREACH)),
});

const VERIFY_IMAGES: Shape = listOf(
  openObject({
    image: TEXT,
    imageReferences: TEXTS,
    skipImageReferences: TEXTS,
    failureAction: oneOf('Audit', 'Enforce'),
  }),
);

function ruleShape(match: Shape): ObjectShape {
  return object(
    {
      name: { type: 'text', longest: 63 },
      match,
      exclude: match,
      preconditions: ANY,
      celPreconditions: MATCH_CONDITIONS,
      context: CONTEXT,
      imageExtractors: { type: 'map', item: listOf(openObject({ path: TEXT }, ['path'])) },
      reportProperties: TEXT_MAP,
      skipBackgroundRequests: BOOLEAN,
      validate: VALIDATE,
      mutate: MUTATE,
      generate: openObject({}),
      verifyImages: VERIFY_IMAGES,
    },
    ['name', 'match'],
  );
}

function specShape(match: Shape): ObjectShape {
  return object({
    rules: listOf(ruleShape(match)),
    applyRules: oneOf('All', 'One'),
    failurePolicy: oneOf('Ignore', 'Fail'),
    validationFailureAction: oneOf('audit', 'enforce', 'Audit', 'Enforce'),
    validationFailureActionOverrides: OVERRIDES,
    emitWarning: BOOLEAN,
    admission: BOOLEAN,
    background: BOOLEAN,
    schemaValidation: BOOLEAN,
    webhookTimeoutSeconds: { type: 'integer', from: 1, to: 30 },
    mutateExistingOnPolicyUpdate: BOOLEAN,
    generateExistingOnPolicyUpdate: BOOLEAN,
    generateExisting: BOOLEAN,
    useServerSideApply: BOOLEAN,
    webhookConfiguration: object({
      failurePolicy: oneOf('Ignore', 'Fail'),
      timeoutSeconds: { type: 'integer', from: 1, to: 30 },
      matchConditions: MATCH_CONDITIONS,
    }),
  });
}

/**
 * `spec` of ClusterPolicy and Policy. `generate` and `verifyImages`, which cannot be evaluated, are open, so that nothing is
 * said of a field in them.
 *
 * Source: kyverno config/crds/kyverno/kyverno.io_clusterpolicies.yaml
 */
export const SPEC_V1: ObjectShape = specShape(MATCH_V1);
export const SPEC_V2BETA1: ObjectShape = specShape(MATCH_V2);

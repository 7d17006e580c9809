import { groupOf } from '../../../model/manifest.ts';

/**
 * How values of a place are merged. Without a word objects are merged field by field, and lists are replaced as a whole.
 */
export interface MergeRule {
  /** Of an object that is replaced as a whole. */
  readonly isAtomic?: true;
  /** Of a list: the fields that tell its items apart; none where the items are values. */
  readonly keys?: readonly string[];
  readonly item?: MergeRule;
  readonly fields?: Readonly<Record<string, MergeRule>>;
  /** Of an object whose values are all texts, as labels are. */
  readonly hasTexts?: true;
}

export const DEFAULT_RULE: MergeRule = {};

const ATOMIC: MergeRule = { isAtomic: true };
const SET: MergeRule = { keys: [] };

function fields(of: Readonly<Record<string, MergeRule>>): MergeRule {
  return { fields: of };
}

function listBy(keys: readonly string[], item: MergeRule = DEFAULT_RULE): MergeRule {
  return { keys, item };
}

/**
 * Lists and objects that are not merged by default.
 *
 * Source: k8s.io/client-go v0.36 applyconfigurations/internal/internal.go, which comes of the markers listType, listMapKey,
 * structType and mapType in k8s.io/api
 */
const TEXTS: MergeRule = { hasTexts: true };
const METADATA = fields({
  annotations: TEXTS,
  finalizers: SET,
  labels: TEXTS,
  ownerReferences: listBy(['uid'], ATOMIC),
});
const CONDITIONS = fields({ conditions: listBy(['type']) });

const ENV = listBy(
  ['name'],
  fields({
    valueFrom: fields({
      configMapKeyRef: ATOMIC,
      fieldRef: ATOMIC,
      fileKeyRef: ATOMIC,
      resourceFieldRef: ATOMIC,
      secretKeyRef: ATOMIC,
    }),
  }),
);

const CONTAINERS = listBy(
  ['name'],
  fields({
    env: ENV,
    ports: listBy(['containerPort', 'protocol']),
    resources: fields({ claims: listBy(['name']) }),
    volumeDevices: listBy(['devicePath']),
    volumeMounts: listBy(['mountPath']),
  }),
);

const CLAIM_SPEC = fields({ dataSource: ATOMIC, selector: ATOMIC });
const SECRET_REF = fields({ secretRef: ATOMIC });

const VOLUMES = listBy(
  ['name'],
  fields({
    cephfs: SECRET_REF,
    cinder: SECRET_REF,
    csi: fields({ nodePublishSecretRef: ATOMIC }),
    ephemeral: fields({ volumeClaimTemplate: fields({ metadata: METADATA, spec: CLAIM_SPEC }) }),
    flexVolume: SECRET_REF,
    iscsi: SECRET_REF,
    rbd: SECRET_REF,
    scaleIO: SECRET_REF,
    storageos: SECRET_REF,
  }),
);

const POD_SPEC = fields({
  affinity: fields({ nodeAffinity: fields({ requiredDuringSchedulingIgnoredDuringExecution: ATOMIC }) }),
  containers: CONTAINERS,
  ephemeralContainers: CONTAINERS,
  hostAliases: listBy(['ip']),
  imagePullSecrets: listBy(['name'], ATOMIC),
  initContainers: CONTAINERS,
  nodeSelector: ATOMIC,
  resourceClaims: listBy(['name']),
  resources: fields({ claims: listBy(['name']) }),
  schedulingGates: listBy(['name']),
  topologySpreadConstraints: listBy(['topologyKey', 'whenUnsatisfiable'], fields({ labelSelector: ATOMIC })),
  volumes: VOLUMES,
});

const POD_TEMPLATE = fields({ metadata: METADATA, spec: POD_SPEC });
const CONTROLLER = fields({ selector: ATOMIC, template: POD_TEMPLATE });
const SELECTOR = fields({ selector: ATOMIC });
const MATCH_CONDITIONS = listBy(['name']);
const WEBHOOKS = listBy(
  ['name'],
  fields({ matchConditions: MATCH_CONDITIONS, namespaceSelector: ATOMIC, objectSelector: ATOMIC }),
);

/** Of `spec`, by group and kind. */
const SPECS: Readonly<Record<string, MergeRule>> = {
  '/Node': fields({ podCIDRs: SET }),
  '/PersistentVolume': fields({
    azureFile: DEFAULT_RULE,
    cephfs: SECRET_REF,
    claimRef: ATOMIC,
    nodeAffinity: fields({ required: ATOMIC }),
  }),
  '/PersistentVolumeClaim': CLAIM_SPEC,
  '/Pod': POD_SPEC,
  '/ReplicationController': CONTROLLER,
  '/Service': fields({ ports: listBy(['port', 'protocol']), selector: ATOMIC }),
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': fields({
    matchConditions: MATCH_CONDITIONS,
    matchConstraints: ATOMIC,
    paramKind: ATOMIC,
    variables: listBy(['name'], ATOMIC),
  }),
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': fields({
    matchResources: ATOMIC,
    paramRef: ATOMIC,
    validationActions: SET,
  }),
  'apps/DaemonSet': CONTROLLER,
  'apps/Deployment': CONTROLLER,
  'apps/ReplicaSet': CONTROLLER,
  'apps/StatefulSet': CONTROLLER,
  'batch/CronJob': fields({ jobTemplate: fields({ metadata: METADATA, spec: CONTROLLER }) }),
  'batch/Job': CONTROLLER,
  'networking.k8s.io/Ingress': fields({
    defaultBackend: fields({ resource: ATOMIC, service: fields({ port: ATOMIC }) }),
  }),
  'networking.k8s.io/NetworkPolicy': fields({ podSelector: ATOMIC }),
  'policy/PodDisruptionBudget': SELECTOR,
  'storage.k8s.io/CSIDriver': fields({ volumeLifecycleModes: SET }),
  'storage.k8s.io/CSINode': fields({ drivers: listBy(['name']) }),
};

/** Of fields beside `spec`, by group and kind. */
const OTHERS: Readonly<Record<string, Readonly<Record<string, MergeRule>>>> = {
  '/PodTemplate': { template: POD_TEMPLATE },
  '/ServiceAccount': { secrets: listBy(['name'], ATOMIC) },
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': { webhooks: WEBHOOKS },
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': { webhooks: WEBHOOKS },
  'node.k8s.io/RuntimeClass': { scheduling: fields({ nodeSelector: ATOMIC }) },
  'rbac.authorization.k8s.io/ClusterRoleBinding': { roleRef: ATOMIC },
  'rbac.authorization.k8s.io/RoleBinding': { roleRef: ATOMIC },
};

/** How objects of a kind are merged. */
export function mergeRuleOf(apiVersion: unknown, kind: string): MergeRule {
  const key = `${groupOf(apiVersion)}/${kind}`;
  return fields({ ...OTHERS[key], metadata: METADATA, spec: SPECS[key] ?? DEFAULT_RULE, status: CONDITIONS });
}

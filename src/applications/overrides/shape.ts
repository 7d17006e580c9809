/** Type of a value in an Application, as Argo CD's Go types have it. */
export type Shape =
  | 'string'
  | 'boolean'
  | 'integer or string'
  /** Any JSON, taken as it is. */
  | 'any'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const STRINGS: Shape = { list: 'string' };

const HELM: Shape = {
  fields: {
    valueFiles: STRINGS,
    parameters: { list: { fields: { name: 'string', value: 'string', forceString: 'boolean' } } },
    releaseName: 'string',
    values: 'string',
    fileParameters: { list: { fields: { name: 'string', path: 'string' } } },
    version: 'string',
    passCredentials: 'boolean',
    ignoreMissingValueFiles: 'boolean',
    skipCrds: 'boolean',
    valuesObject: 'any',
    namespace: 'string',
    kubeVersion: 'string',
    apiVersions: STRINGS,
    skipTests: 'boolean',
    skipSchemaValidation: 'boolean',
  },
};

const SELECTOR: Shape = {
  fields: {
    group: 'string',
    version: 'string',
    kind: 'string',
    name: 'string',
    namespace: 'string',
    annotationSelector: 'string',
    labelSelector: 'string',
  },
};

const KUSTOMIZE: Shape = {
  fields: {
    namePrefix: 'string',
    nameSuffix: 'string',
    images: STRINGS,
    commonLabels: { map: 'string' },
    version: 'string',
    commonAnnotations: { map: 'string' },
    forceCommonLabels: 'boolean',
    forceCommonAnnotations: 'boolean',
    namespace: 'string',
    commonAnnotationsEnvsubst: 'boolean',
    replicas: { list: { fields: { name: 'string', count: 'integer or string' } } },
    patches: { list: { fields: { path: 'string', patch: 'string', target: SELECTOR, options: { map: 'boolean' } } } },
    components: STRINGS,
    ignoreMissingComponents: 'boolean',
    labelWithoutSelector: 'boolean',
    kubeVersion: 'string',
    apiVersions: STRINGS,
    labelIncludeTemplates: 'boolean',
  },
};

const JSONNET_VARIABLES: Shape = { list: { fields: { name: 'string', value: 'string', code: 'boolean' } } };

const DIRECTORY: Shape = {
  fields: {
    recurse: 'boolean',
    jsonnet: { fields: { extVars: JSONNET_VARIABLES, tlas: JSONNET_VARIABLES, libs: STRINGS } },
    exclude: 'string',
    include: 'string',
  },
};

const PLUGIN: Shape = {
  fields: {
    name: 'string',
    env: { list: { fields: { name: 'string', value: 'string' } } },
    parameters: { list: { fields: { name: 'string', string: 'string', map: { map: 'string' }, array: STRINGS } } },
  },
};

/**
 * A source of an Application.
 *
 * Source: argo-cd v3.5.1 pkg/apis/application/v1alpha1/types.go, ApplicationSource
 */
export const SOURCE: Shape = {
  fields: {
    repoURL: 'string',
    path: 'string',
    targetRevision: 'string',
    helm: HELM,
    kustomize: KUSTOMIZE,
    directory: DIRECTORY,
    plugin: PLUGIN,
    chart: 'string',
    ref: 'string',
    name: 'string',
    tagPrefix: 'string',
  },
};

import { LATEST } from '../pss/versions.ts';
import type { Settings } from './schema.ts';
import { DEFAULT_UNKNOWN, LABEL_FINDING_DEFAULTS, LABEL_FINDINGS } from './vocabulary.ts';

export { type FindingMode, KYVERNO_MODES, LABEL_FINDINGS, type LabelFinding } from './vocabulary.ts';

/** What a configuration file says, with all defaults filled in. */
export type Config = DeepReadonly<Settings>;

/** A rule for the labels of namespaces. */
export type NamespaceRule = Config['namespaces']['rules'][number];

/** Conditions on a namespace, all of which have to hold; one that is absent is none. */
export type Match = NamespaceRule['match'][number];

/** A PodSecurityConfiguration whose fields nobody has checked yet. */
export type AdmissionSettings = NonNullable<Config['admission']>;

/** Name of the configuration file at the root of a repository. */
export const CONFIG_FILE = '.pss-gate.yaml';

/**
 * What holds without a configuration file. Written out, and held together with the schema by a test, so that runs without
 * a file need not load zod, which takes some 50 ms.
 */
export const DEFAULT_CONFIG: Config = {
  workloads: [],
  repository: { urls: [] },
  applications: {
    controlPlaneNamespace: 'argocd',
    external: 'error',
    unowned: true,
    kustomizeBuildOptions: '',
    newGitFileGlobbing: false,
    allowOutOfBoundsSymlinks: false,
    disabledTypes: [],
    resourceExclusions: [],
    resourceInclusions: [],
  },
  clusters: [],
  controllers: 'enforce',
  namespaces: {
    unknown: { level: DEFAULT_UNKNOWN, version: LATEST },
    findings: Object.fromEntries(
      LABEL_FINDINGS.map((name) => [name, LABEL_FINDING_DEFAULTS[name][0]]),
    ) as Config['namespaces']['findings'],
    rules: [],
  },
  policies: { files: [], context: [], kyvernoMode: 'strict', unsupported: 'error' },
};

type DeepReadonly<Value> = Value extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value;

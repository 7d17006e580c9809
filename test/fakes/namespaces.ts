import type { AdmissionConfiguration } from '../../src/admission/configuration.ts';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import { DEFAULT_POLICY, type Policy, type Standard } from '../../src/admission/policy.ts';
import type { NamespaceDeclaration } from '../../src/model/namespace.ts';
import type { Mode } from '../../src/model/report.ts';
import { createNamespaces, type NamespaceState, type Namespaces } from '../../src/namespaces/state.ts';
import { parseLevel } from '../../src/pss/levels.ts';
import { parseVersion } from '../../src/pss/versions.ts';

/** `baseline`, or `baseline:v1.30`. */
export function standard(text: string): Standard {
  const [level = '', version = 'latest'] = text.split(':');
  return { level: parseLevel(level).value, version: parseVersion(version).value };
}

/** Labels without their prefix: `enforce`, `warn-version`. */
export type ShortLabels = Readonly<Record<string, string>>;

/**
 * A Namespace manifest in a file of its own name, whose labels stand one below the other from line 6.
 *
 * @param changes for other sources and clusters
 */
export function declareNamespace(
  name: string,
  labels: ShortLabels,
  changes: Partial<NamespaceDeclaration> = {},
): NamespaceDeclaration {
  const keys = Object.keys(labels).map((key) => LABEL_PREFIX + key);
  const file = `namespaces/${name}.yaml`;
  return {
    cluster: '',
    name,
    source: 'manifest',
    target: 'directory:namespaces',
    labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [LABEL_PREFIX + key, value])),
    annotations: {},
    mistyped: [],
    locate: (key = '') => ({ file, line: keys.includes(key) ? 6 + keys.indexOf(key) : 3 }),
    ...changes,
  };
}

/** How the one cluster of a test is configured; as Kubernetes ships it, unless something is said. */
export interface TestCluster {
  /** What holds in a namespace about which nothing is known; `restricted` when nobody says. */
  readonly unknown?: string;
  readonly defaults?: Readonly<Partial<Record<Mode, string>>>;
  readonly exemptNamespaces?: readonly string[];
  readonly exemptRuntimeClasses?: readonly string[];
}

/** The namespaces of a run, as the pipeline makes them. */
export function createTestNamespaces(
  declarations: readonly NamespaceDeclaration[],
  { unknown = 'restricted', defaults, exemptNamespaces = [], exemptRuntimeClasses = [] }: TestCluster = {},
): Namespaces {
  const isConfigured = defaults !== undefined || exemptNamespaces.length + exemptRuntimeClasses.length > 0;
  const configuration: AdmissionConfiguration = {
    defaults: readDefaults(defaults ?? {}),
    exemptions: { usernames: [], namespaces: exemptNamespaces, runtimeClasses: exemptRuntimeClasses },
  };
  return createNamespaces(declarations, {
    admissionOf: () => ({
      configuration,
      originOf: (mode) => (isConfigured ? `admission.yaml: defaults.${mode}` : 'the Kubernetes default'),
      exemptionsOrigin: 'admission.yaml:9',
      isConfigured,
    }),
    unknown: standard(unknown),
    unknownOrigin: 'nothing is known of it; by default',
  });
}

function readDefaults(defaults: NonNullable<TestCluster['defaults']>): Policy {
  const entries = Object.entries(defaults).map(([mode, text]) => [mode, standard(text)]);
  return { ...DEFAULT_POLICY, ...Object.fromEntries(entries) };
}

/** The state of the only namespace that these labels declare. */
export function stateOf(labels: ShortLabels, cluster?: TestCluster, name = 'shop'): NamespaceState {
  return createTestNamespaces([declareNamespace(name, labels)], cluster).of('', name);
}

import { DEFAULT_CONFIGURATION, readPodSecurityValue } from '../../src/admission/configuration.ts';
import { LABEL_KEYS, LABEL_PREFIX } from '../../src/admission/labels.ts';
import { formatStandard } from '../../src/admission/policy.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import type { NamespaceDeclaration } from '../../src/model/namespace.ts';
import {
  type ClusterAdmission,
  createNamespaces,
  type NamespaceSettings,
  type NamespaceState,
} from '../../src/namespaces/state.ts';
import { parseManifests } from '../../src/parse/manifests.ts';
import { sourceOfFile } from '../../src/parse/sources.ts';
import { LATEST } from '../../src/pss/versions.ts';

export type Labels = Readonly<Record<string, string>>;

/** Labels with full keys: `enforce` stands for `pod-security.kubernetes.io/enforce`. */
export function withPrefix(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [fullKey(key), value]));
}

export function fullKey(key: string): string {
  return LABEL_KEYS.includes(LABEL_PREFIX + key) ? LABEL_PREFIX + key : key;
}

export type Facts = Partial<NamespaceDeclaration> & { readonly file?: string };

/**
 * What a source says of the namespace `pay`. It stands in a file that is called like the source, with `labels:` on line 5
 * and the labels from line 6.
 */
export function declaration(
  source: NamespaceDeclaration['source'],
  labels: Labels = {},
  { file = `${source}.yaml`, ...facts }: Facts = {},
): NamespaceDeclaration {
  const full = withPrefix(labels);
  const keys = Object.keys(full);
  return {
    cluster: '',
    name: 'pay',
    source,
    target: file.replace('.yaml', ''),
    labels: full,
    annotations: {},
    mistyped: [],
    locate: (key = '') => ({ file, line: 6 + keys.indexOf(key) }),
    ...facts,
  };
}

/** A cluster whose administrator nobody asked. */
export const UNCONFIGURED: ClusterAdmission = {
  configuration: DEFAULT_CONFIGURATION,
  originOf: () => 'Kubernetes',
  exemptionsOrigin: 'Kubernetes',
  isConfigured: false,
};

/** A cluster with some defaults, and namespaces that it exempts. */
export function configured(defaults: Labels, exempt: readonly string[] = []): ClusterAdmission {
  return {
    configuration: readPodSecurityValue({ defaults, exemptions: { namespaces: exempt } }).configuration,
    originOf: (mode) => `default of ${mode}`,
    exemptionsOrigin: 'admission.yaml:9',
    isConfigured: true,
  };
}

export function settingsFor(admission: ClusterAdmission = UNCONFIGURED): NamespaceSettings {
  return {
    admissionOf: () => admission,
    unknown: { level: 'restricted', version: LATEST },
    unknownOrigin: 'nobody knows',
  };
}

/** The namespace `pay`, from all that is said of it, or from the labels of its manifest. */
export function stateOf(
  said: Labels | readonly NamespaceDeclaration[],
  admission: ClusterAdmission = UNCONFIGURED,
): NamespaceState {
  const declarations = Array.isArray(said) ? said : [declaration('manifest', said as Labels)];
  const [{ cluster = '', name = 'pay' } = {}] = declarations;
  return createNamespaces(declarations, settingsFor(admission)).of(cluster, name);
}

/** What is in force, as `enforce audit warn`. */
export function inForce({ policy: { enforce, audit, warn } }: NamespaceState): string {
  return [enforce, audit, warn].map(formatStandard).join(' ');
}

/** Manifests of a file. */
export function manifestsIn(text: string, file = 'ns.yaml'): readonly Manifest[] {
  return parseManifests(text, sourceOfFile(file)).manifests;
}

/** The only manifest of a file. */
export function manifestIn(text: string, file?: string): Manifest {
  const [manifest, ...others] = manifestsIn(text, file);
  if (manifest === undefined || others.length > 0) throw new Error(`expected one manifest, got ${others.length + 1}`);
  return manifest;
}

/** The only manifest that a renderer printed, which has no lines. */
export function renderedManifest(text: string, file = 'kustomization.yaml'): Manifest {
  const { object } = manifestIn(text, file);
  return { object, source: { file, lineOf: () => undefined } };
}

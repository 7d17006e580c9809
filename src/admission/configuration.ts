import type { FieldPath } from '../model/field-path.ts';
import { isRecord } from '../model/manifest.ts';
import { YamlError } from '../parse/yaml/construct.ts';
import { readYaml } from '../parse/yaml/read.ts';
import { ADMISSION_SCHEME, POD_SECURITY_GROUP, POD_SECURITY_SCHEME } from './configuration-shapes.ts';
import { decodeObject, peekType, UnknownObjectError } from './decode-object.ts';
import type { Exemptions } from './exemptions.ts';
import type { Decoded } from './json-decode.ts';
import { writeJson } from './json-text.ts';
import { DEFAULT_POLICY, type Policy } from './policy.ts';
import { readDefaults, validateExemptions } from './validate-configuration.ts';

export { AdmissionConfigurationError } from './configuration-error.ts';

/** How a cluster's administrator configured Pod Security Admission. */
export interface AdmissionConfiguration {
  /** For namespaces that lack the label. */
  readonly defaults: Policy;
  readonly exemptions: Exemptions;
}

/** What an API server does that was given no configuration. */
export const DEFAULT_CONFIGURATION: AdmissionConfiguration = {
  defaults: DEFAULT_POLICY,
  exemptions: { usernames: [], namespaces: [], runtimeClasses: [] },
};

/** A configuration, and where it is written. */
export interface ConfigurationSource {
  readonly configuration: AdmissionConfiguration;
  /** From the top of the file to the PodSecurityConfiguration; that of another file when `file` names one. */
  readonly path: FieldPath;
  /** Whether there is a PodSecurityConfiguration at all; without one the configuration is the default. */
  readonly isConfigured: boolean;
  /** Another file that an AdmissionConfiguration refers to, as written there; absent for the file itself. */
  readonly file?: string;
}

/**
 * Reads a PodSecurityConfiguration: YAML or JSON, of any version. Empty text is the default configuration; text with
 * nothing but comments is an error.
 *
 * Source: k8s.io/pod-security-admission/admission/api/load, LoadFromData
 * @throws AdmissionConfigurationError
 */
export function readPodSecurityConfiguration(text: string): ConfigurationSource {
  return { configuration: loadConfiguration(text), path: [], isConfigured: text !== '' };
}

/**
 * Reads what the flag `--admission-control-config-file` of kube-apiserver names, or a PodSecurityConfiguration.
 *
 * Source: k8s.io/apiserver/pkg/admission, ReadAdmissionConfiguration
 * @param readPath reads the file that the entry of the plugin names, given its path as written: relative to this file
 * @throws AdmissionConfigurationError, and what `readPath` throws
 */
export function readAdmissionFile(text: string, readPath: (path: string) => string): ConfigurationSource {
  if (text === '' || isPodSecurityConfiguration(text)) return readPodSecurityConfiguration(text);
  const plugins = decodePlugins(text);
  const index = plugins.findIndex(({ name }) => name === PLUGIN);
  const { configuration, path } = plugins[index] ?? {};
  if (configuration !== undefined) {
    const place = ['plugins', index, 'configuration'];
    return { configuration: loadConfiguration(configuration), path: place, isConfigured: true };
  }
  if (path === undefined || path === '') return NOT_CONFIGURED;
  return { ...readPodSecurityConfiguration(readPath(path)), file: path };
}

/**
 * Reads a PodSecurityConfiguration that is written inside another file. It may leave out apiVersion and kind; null is the
 * default configuration.
 *
 * @throws AdmissionConfigurationError
 */
export function readPodSecurityValue(value: unknown): ConfigurationSource {
  if (value === undefined || value === null) return NOT_CONFIGURED;
  const type = { apiVersion: `${POD_SECURITY_GROUP}/v1`, kind: KIND };
  return readPodSecurityConfiguration(writeJson(isRecord(value) ? { ...type, ...value } : value));
}

const NOT_CONFIGURED: ConfigurationSource = { configuration: DEFAULT_CONFIGURATION, path: [], isConfigured: false };
const PLUGIN = 'PodSecurity';
const KIND = 'PodSecurityConfiguration';

/** Told by its kind or group; a file that is neither is taken for what kube-apiserver expects. */
function isPodSecurityConfiguration(text: string): boolean {
  const { apiVersion, kind } = peekType(text);
  return kind === KIND || (kind === '' && apiVersion.startsWith(`${POD_SECURITY_GROUP}/`));
}

interface Plugin {
  readonly name?: string;
  readonly path?: string;
  /** JSON text. */
  readonly configuration?: string;
}

function decodePlugins(text: string): readonly Plugin[] {
  try {
    const { plugins = [] } = (decodeObject(text, ADMISSION_SCHEME) ?? {}) as { readonly plugins?: readonly Plugin[] };
    return plugins.map((plugin) => plugin ?? {});
  } catch (error) {
    if (error instanceof UnknownObjectError && isLegacy(text)) return [];
    throw error;
  }
}

/** A file of two old plugins, which kube-apiserver passes to them as it is. */
function isLegacy(text: string): boolean {
  try {
    const value = readYaml(text);
    return isRecord(value) && ['imagePolicy', 'podNodeSelectorPluginConfig'].some((key) => Object.hasOwn(value, key));
  } catch (error) {
    if (error instanceof YamlError) return false;
    throw error;
  }
}

function loadConfiguration(text: string): AdmissionConfiguration {
  if (text === '') return DEFAULT_CONFIGURATION;
  const { defaults, exemptions } = (decodeObject(text, POD_SECURITY_SCHEME) ?? {}) as Fields;
  const configuration = {
    defaults: readDefaults(defaults ?? {}),
    exemptions: {
      usernames: namesIn(exemptions?.usernames),
      namespaces: namesIn(exemptions?.namespaces),
      runtimeClasses: namesIn(exemptions?.runtimeClasses),
    },
  };
  validateExemptions(configuration.exemptions);
  return configuration;
}

/** A PodSecurityConfiguration as its shape decodes it. */
interface Fields {
  readonly defaults?: Readonly<Record<string, string>>;
  readonly exemptions?: Readonly<Record<'usernames' | 'namespaces' | 'runtimeClasses', readonly Decoded[] | undefined>>;
}

/** A null among names is an empty name to upstream. */
function namesIn(list: readonly Decoded[] = []): readonly string[] {
  return list.map((name) => (typeof name === 'string' ? name : ''));
}

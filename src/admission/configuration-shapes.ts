import type { Scheme } from './decode-object.ts';
import type { Shape } from './json-decode.ts';

/** API group of PodSecurityConfiguration. */
export const POD_SECURITY_GROUP = 'pod-security.admission.config.k8s.io';

/** Its versions, the newest first; they have the same fields. */
export const POD_SECURITY_VERSIONS = ['v1', 'v1beta1', 'v1alpha1'] as const;

const STRING: Shape = { kind: 'string' };
const STRINGS: Shape = { kind: 'list', item: STRING };

function podSecurityConfiguration(version: string): Shape {
  return {
    kind: 'struct',
    package: version,
    name: 'PodSecurityConfiguration',
    fields: {
      apiVersion: STRING,
      kind: STRING,
      defaults: {
        kind: 'struct',
        package: version,
        name: 'PodSecurityDefaults',
        fields: {
          enforce: STRING,
          'enforce-version': STRING,
          audit: STRING,
          'audit-version': STRING,
          warn: STRING,
          'warn-version': STRING,
        },
      },
      exemptions: {
        kind: 'struct',
        package: version,
        name: 'PodSecurityExemptions',
        fields: { usernames: STRINGS, namespaces: STRINGS, runtimeClasses: STRINGS },
      },
    },
  };
}

/** Source: k8s.io/pod-security-admission/admission/api/scheme */
export const POD_SECURITY_SCHEME: Scheme = {
  name: 'k8s.io/pod-security-admission/admission/api/scheme/scheme.go:31',
  kinds: new Map(
    POD_SECURITY_VERSIONS.map((version) => [
      `${POD_SECURITY_GROUP}/${version} PodSecurityConfiguration`,
      podSecurityConfiguration(version),
    ]),
  ),
  others: new Map(),
};

function admissionConfiguration(version: string): Shape {
  const plugin: Shape = {
    kind: 'struct',
    package: version,
    name: 'AdmissionPluginConfiguration',
    fields: { name: STRING, path: STRING, configuration: { kind: 'raw' } },
  };
  return {
    kind: 'struct',
    package: version,
    name: 'AdmissionConfiguration',
    fields: { apiVersion: STRING, kind: STRING, plugins: { kind: 'list', item: plugin } },
  };
}

/**
 * Other configurations of the API server, which someone may name by mistake. Upstream decodes them before it refuses them,
 * so that it may complain of one of their fields instead.
 */
const OTHER_CONFIGURATIONS = [
  ['apiserver.config.k8s.io/v1', ['Authentication', 'Authorization', 'Encryption', 'Tracing']],
  ['apiserver.config.k8s.io/v1alpha1', ['Authentication', 'Authorization', 'Tracing']],
  ['apiserver.k8s.io/v1alpha1', ['EgressSelector']],
] as const;

/** Source: k8s.io/apiserver/pkg/server/options/admission.go, configScheme */
export const ADMISSION_SCHEME: Scheme = {
  name: 'pkg/server/options/admission.go:51',
  kinds: new Map([
    ['apiserver.config.k8s.io/v1 AdmissionConfiguration', admissionConfiguration('v1')],
    ['apiserver.k8s.io/v1alpha1 AdmissionConfiguration', admissionConfiguration('v1alpha1')],
  ]),
  others: new Map([
    ...OTHER_CONFIGURATIONS.flatMap(([version, kinds]) =>
      kinds.map((kind) => [`${version} ${kind}Configuration`, `apiserver.${kind}Configuration`] as const),
    ),
    ['v1 EncryptionConfig', 'apiserver.EncryptionConfiguration'] as const,
  ]),
};

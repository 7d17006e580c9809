import { describe, expect, it } from 'vitest';
import {
  AdmissionConfigurationError,
  DEFAULT_CONFIGURATION,
  readAdmissionFile,
  readPodSecurityConfiguration,
  readPodSecurityValue,
} from '../../src/admission/configuration.ts';

/** What upstream answers to whole files is in configuration-vectors.test.ts. */
const CONFIGURATION = 'apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\n';
const ADMISSION = 'apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\n';
const ENFORCING = `${CONFIGURATION}defaults: {enforce: baseline}\n`;

function noFile(path: string): string {
  throw new Error(`nobody asked for ${path}`);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ').trimEnd();
}

describe('readAdmissionFile', () => {
  const nested = `${ADMISSION}plugins:\n- name: Other\n- name: PodSecurity\n  configuration:\n${indent(ENFORCING)}\n`;
  const referred = `${ADMISSION}plugins:\n- name: PodSecurity\n  path: a.yaml\n`;
  it.each([
    ['a PodSecurityConfiguration', ENFORCING, { path: [], isConfigured: true }],
    ['one inside', nested, { path: ['plugins', 1, 'configuration'], isConfigured: true }],
    ['one in another file', referred, { path: [], file: 'a.yaml', isConfigured: true }],
  ])('says where it found %s', (_, text, place) => {
    const { configuration, ...rest } = readAdmissionFile(text, () => ENFORCING);
    expect(configuration.defaults.enforce.level).toBe('baseline');
    expect(rest).toEqual(place);
  });

  it.each([
    ['empty text', ''],
    ['no plugins', ADMISSION],
    ['other plugins', `${ADMISSION}plugins:\n- name: Other\n  path: a.yaml\n`],
  ])('takes the default for %s', (_, text) => {
    expect(readAdmissionFile(text, noFile)).toEqual({
      configuration: DEFAULT_CONFIGURATION,
      path: [],
      isConfigured: false,
    });
  });

  it('lets errors of reading another file through', () => {
    expect(() => readAdmissionFile(referred, noFile)).toThrow('nobody asked for a.yaml');
  });

  it.each([
    ['a group without a kind', 'apiVersion: pod-security.admission.config.k8s.io/v1\n', "Object 'Kind' is missing in"],
    ['a kind without a group', 'kind: PodSecurityConfiguration\n', "Object 'apiVersion' is missing in"],
    ['neither', 'defaults: {}\n', "Object 'Kind' is missing in"],
    ['what is no YAML', ': [', 'yaml: line 1: '],
  ])('refuses %s', (_, text, message) => {
    expect(() => readAdmissionFile(text, noFile)).toThrow(message);
    expect(() => readAdmissionFile(text, noFile)).toThrow(AdmissionConfigurationError);
  });
});

describe('readPodSecurityConfiguration', () => {
  it('takes the default for empty text only', () => {
    expect(readPodSecurityConfiguration('').configuration).toBe(DEFAULT_CONFIGURATION);
    expect(() => readPodSecurityConfiguration('#\n')).toThrow("Object 'Kind' is missing in '#\n'");
  });
});

describe('readPodSecurityValue', () => {
  it.each([
    ['null', null],
    ['nothing', undefined],
    ['an empty object', {}],
    ['empty objects', { defaults: {}, exemptions: {} }],
  ])('takes the default for %s', (_, value) => {
    expect(readPodSecurityValue(value).configuration).toEqual(DEFAULT_CONFIGURATION);
  });

  it('reads an object without a type', () => {
    const { configuration } = readPodSecurityValue({
      defaults: { warn: 'baseline' },
      exemptions: { usernames: ['a'] },
    });
    expect(configuration.defaults.warn.level).toBe('baseline');
    expect(configuration.exemptions.usernames).toEqual(['a']);
  });

  it.each([
    [
      'another version',
      { apiVersion: 'pod-security.admission.config.k8s.io/v2' },
      'no kind "PodSecurityConfiguration" is registered for version "pod-security.admission.config.k8s.io/v2"',
    ],
    ['an unknown field', { default: {} }, 'strict decoding error: unknown field "default"'],
    [
      'a wrong type',
      { defaults: { 'warn-version': 1.2 } },
      'json: cannot unmarshal number into Go struct field PodSecurityDefaults.defaults.warn-version of type string',
    ],
    [
      'a wrong level',
      { defaults: { warn: 'x' } },
      'PodSecurity configuration error: warn: must be one of privileged, baseline, restricted',
    ],
    [
      'a wrong name',
      { exemptions: { namespaces: ['a.b'] } },
      'PodSecurity invalid: exemptions.namespaces[0]: Invalid value: "a.b": must not contain dots',
    ],
    ['a text', 'baseline', "couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value"],
  ])('refuses %s', (_, value, message) => {
    expect(() => readPodSecurityValue(value)).toThrow(message);
    expect(() => readPodSecurityValue(value)).toThrow(AdmissionConfigurationError);
  });

  it('takes __proto__ for a field like any other', () => {
    expect(() => readPodSecurityValue(JSON.parse('{"__proto__": {}}'))).toThrow('unknown field "__proto__"');
  });
});

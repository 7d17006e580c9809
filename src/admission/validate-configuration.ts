import { checkLabel, checkSubdomain } from '../model/kubernetes-names.ts';
import type { Mode } from '../model/report.ts';
import { parseLevel } from '../pss/levels.ts';
import { goQuote } from '../pss/text.ts';
import { parseVersion } from '../pss/versions.ts';
import { formatAggregate } from './aggregate.ts';
import { AdmissionConfigurationError } from './configuration-error.ts';
import type { Exemptions } from './exemptions.ts';
import { MODES } from './labels.ts';
import type { Policy } from './policy.ts';

/**
 * The policy that the `defaults` of a configuration name. An empty field has its own default: warnings do not follow what
 * is enforced, as they do for labels.
 *
 * Source: k8s.io/pod-security-admission/admission/api, ToPolicy
 * @param defaults the six fields as written
 * @throws AdmissionConfigurationError that lists every value that is no level or version
 */
export function readDefaults(defaults: Readonly<Record<string, string>>): Policy {
  const errors: string[] = [];
  const read = (mode: Mode) => {
    const level = parseLevel(defaults[mode] || 'privileged');
    const version = parseVersion(defaults[`${mode}-version`] || 'latest');
    if (level.error !== undefined) errors.push(`${mode}: ${level.error}`);
    if (version.error !== undefined) errors.push(`${mode}-version: ${version.error}`);
    return [mode, { level: level.value, version: version.value }] as const;
  };
  const policy = Object.fromEntries(MODES.map(read)) as Policy;
  if (errors.length > 0) {
    throw new AdmissionConfigurationError(`PodSecurity configuration error: ${formatAggregate(errors)}`);
  }
  return policy;
}

/**
 * Checks the names of exemptions.
 *
 * Source: k8s.io/pod-security-admission/admission/api/validation, ValidatePodSecurityConfiguration
 * @throws AdmissionConfigurationError that lists every name that can be none, and every repeated one
 */
export function validateExemptions({ namespaces, runtimeClasses, usernames }: Exemptions): void {
  const errors = [
    ...validateNames('namespaces', namespaces, checkLabel),
    ...validateNames('runtimeClasses', runtimeClasses, checkSubdomain),
    ...validateNames('usernames', usernames, (name) => (name === '' ? ['username must not be empty'] : [])),
  ];
  if (errors.length > 0) throw new AdmissionConfigurationError(`PodSecurity invalid: ${formatAggregate(errors)}`);
}

function validateNames(
  field: keyof Exemptions,
  names: readonly string[],
  validate: (name: string) => readonly string[],
): readonly string[] {
  const valid = new Set<string>();
  return names.flatMap((name, index) => {
    const path = `exemptions.${field}[${index}]`;
    const problems = validate(name);
    if (problems.length > 0) return [`${path}: Invalid value: ${goQuote(name)}: ${problems.join(', ')}`];
    if (valid.has(name)) return [`${path}: Duplicate value: ${goQuote(name)}`];
    valid.add(name);
    return [];
  });
}

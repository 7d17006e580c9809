import type { KubernetesObject } from '../../model/manifest.ts';
import type { KyvernoMode } from '../types.ts';
import { describeFieldError, type FieldError, fieldText } from './field-error.ts';
import type { RemainingControl } from './remaining.ts';
import type { PodSecurityRule } from './rule.ts';
import { pathInObject, type SubjectPaths } from './subject.ts';

/**
 * The message of a failed rule.
 *
 * Source: kyverno pkg/engine/handlers/validation/validate_pss.go; pkg/pss/evaluate.go, FormatChecksPrint
 * @param rule its name after auto-generation
 * @param fieldOf how the field of an error is written
 */
export function failureMessage(
  rule: string,
  { level, version }: PodSecurityRule,
  controls: readonly RemainingControl[],
  fieldOf: (error: FieldError) => string,
): string {
  const parts = controls.map(({ reason, errors }) => {
    const list = errors.map((error) => describeFieldError(error, fieldOf(error))).join(', ');
    return `(Forbidden reason: ${reason}, field error list: [${list}])`;
  });
  return `Validation rule '${rule}' failed. It violates PodSecurity "${level}:${version}": ${parts.join('')}`;
}

/** How messages about an object write its fields. */
export function fieldWriter(
  { kind }: KubernetesObject,
  paths: SubjectPaths,
  mode: KyvernoMode,
): (error: FieldError) => string {
  return mode === 'compat' ? compatWriter(kind) : ({ path }) => fieldText(pathInObject(path, paths));
}

/**
 * Kyverno replaces text, wherever it stands in the path: annotations are always those of a pod template.
 *
 * Source: kyverno pkg/engine/handlers/validation/validate_pss.go, convertChecks
 */
function compatWriter(kind: string): (error: FieldError) => string {
  const spec = COMPAT_SPEC[kind] ?? 'spec.template.spec';
  return ({ field }) => field.replaceAll('spec', spec).replaceAll('metadata', 'spec.template.metadata');
}

const COMPAT_SPEC: Readonly<Record<string, string>> = {
  Pod: 'spec',
  CronJob: 'spec.jobTemplate.spec.template.spec',
};

import { formatPath } from '../../model/field-path.ts';
import type { KubernetesObject } from '../../model/manifest.ts';
import { parseLevel } from '../../pss/levels.ts';
import { viewPod } from '../../pss/pod.ts';
import { LATEST, parseVersion, type Version } from '../../pss/versions.ts';
import type { BrokenCheck, KyvernoMode, RuleResponse } from '../types.ts';
import { COMPAT } from './compat.ts';
import { controlNameOf } from './controls.ts';
import { type BrokenControl, findBroken, findHidden } from './dialect.ts';
import { applyExclusions } from './exclusions.ts';
import { type FieldError, NIL } from './field-error.ts';
import { failureMessage, fieldWriter } from './message.ts';
import { propertiesOf } from './properties.ts';
import { type RemainingControl, remainingOf, remainingWithOwnTexts } from './remaining.ts';
import type { PodSecurityException, PodSecurityExclusion, PodSecurityRule } from './rule.ts';
import { STRICT } from './strict.ts';
import { findSubject, pathInObject, type Subject, type SubjectPaths } from './subject.ts';

export type { PodSecurityException, PodSecurityExclusion, PodSecurityRule } from './rule.ts';

/** What a podSecurity rule answers. */
export type PodSecurityOutcome = Pick<
  RuleResponse,
  'status' | 'message' | 'properties' | 'brokenChecks' | 'exceptions'
>;

/**
 * Judges a pod, or the pods that an object makes, by `validate.podSecurity`.
 *
 * Source: kyverno pkg/engine/handlers/validation/validate_pss.go
 * @param ruleName after auto-generation
 * @param exceptions those that match rule and object; one without podSecurity would have made the rule a skip before
 */
export function evaluatePodSecurity(
  ruleName: string,
  rule: PodSecurityRule,
  object: KubernetesObject,
  exceptions: readonly PodSecurityException[],
  mode: KyvernoMode,
): PodSecurityOutcome {
  const subject = findSubject(object, mode);
  if (typeof subject === 'string') return outcome('error', `Error while getting new resource: ${subject}`);
  const { value: version, error } = rule.version === '' ? { value: LATEST } : parseVersion(rule.version);
  if (error !== undefined) return outcome('error', `failed to parse pod security api version: ${error}`);
  const level = parseLevel(rule.level);
  if (mode === 'strict' && level.error !== undefined) {
    return outcome('error', `failed to parse pod security level: ${level.error}`);
  }

  const judged = judge(rule, version, subject, mode);
  let controls = judged.remaining();
  if (controls.length === 0) return outcome('pass', `Validation rule '${ruleName}' passed.`);
  if (exceptions.length > 0) {
    judged.exclude(exceptions.flatMap(({ podSecurity }) => podSecurity));
    controls = judged.remaining();
    if (controls.length === 0) {
      const names = exceptions.map(({ name }) => name);
      return { ...outcome('skip', `rule is skipped due to policy exceptions ${names.join(', ')}`), exceptions: names };
    }
  }

  return {
    status: 'fail',
    message: failureMessage(ruleName, rule, controls, fieldWriter(object, subject.paths, mode)),
    properties: propertiesOf(rule, controls, subject.pod, mode),
    brokenChecks: controls.map((control) => brokenCheck(control, subject.paths, mode)),
  };
}

interface Judged {
  /** Applies more exclusions. */
  exclude(exclusions: readonly PodSecurityExclusion[]): void;
  /** What none of them excuses. */
  remaining(): readonly RemainingControl[];
}

/** Judges a pod and applies the exclusions of the rule. */
function judge(rule: PodSecurityRule, version: Version, subject: Subject, mode: KyvernoMode): Judged {
  const dialect = mode === 'compat' ? COMPAT : STRICT;
  const pod = viewPod(subject.pod);
  const broken = findBroken(dialect, dialect.checks(rule.level, version), pod);
  let hidden: readonly BrokenControl[] | undefined;
  const judged: Judged = {
    exclude(exclusions) {
      hidden ??= findHidden(dialect, broken, version, pod);
      applyExclusions(dialect, [...broken, ...hidden], exclusions, pod);
    },
    remaining() {
      return mode === 'compat'
        ? remainingOf(broken)
        : remainingWithOwnTexts([...broken, ...(hidden ?? [])], subject.pod);
    },
  };
  if (broken.length > 0 && rule.exclude.length > 0) judged.exclude(rule.exclude);
  return judged;
}

function outcome(status: 'pass' | 'skip' | 'error', message: string): PodSecurityOutcome {
  return { status, message, properties: NO_PROPERTIES };
}

const NO_PROPERTIES: Readonly<Record<string, string>> = Object.freeze({});

function brokenCheck(
  { check, reason, detail, errors }: RemainingControl,
  paths: SubjectPaths,
  mode: KyvernoMode,
): BrokenCheck {
  return {
    id: check.id,
    control: controlNameOf(check.id, mode),
    reason,
    detail,
    fields: errors.map((error) => ({ path: formatPath(pathInObject(error.path, paths)), found: foundValue(error) })),
  };
}

function foundValue({ badValue }: FieldError): unknown {
  return badValue === '' || badValue === NIL ? undefined : badValue;
}

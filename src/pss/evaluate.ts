import type { Check, CheckResult, Forbidden } from './check.ts';
import { decodePod, describeDecodeError } from './decode.ts';
import { type Level, parseLevel } from './levels.ts';
import { type PodObject, viewPod } from './pod.ts';
import { type ActiveCheck, STANDARD } from './registry.ts';
import { parseVersion, type Version } from './versions.ts';

/** Verdict of a level on a pod, in the words of the API server. */
export interface PodVerdict {
  readonly allowed: boolean;
  /** Reasons of all broken checks, joined by `, `. */
  readonly reason: string;
  /** As `reason`, each followed by its detail in parentheses. */
  readonly detail: string;
  /** One per check in force, in upstream's order. */
  readonly checks: readonly CheckResult[];
}

/** A check in force, and why the pod breaks it if it does. */
export interface Judgement {
  readonly check: Check;
  readonly forbidden: Forbidden | undefined;
}

/**
 * Judges a pod as k8s.io/pod-security-admission/policy does, with its texts, on the object as given: no defaulting.
 *
 * Total: a level that is none counts as `restricted` and a version that is none as `latest`, as upstream's parsers
 * answer. A pod whose fields have the wrong JSON type, which the API server would refuse to decode, is not allowed;
 * its `detail` names the fields and `checks` is empty.
 *
 * Source: k8s.io/pod-security-admission/policy, EvaluatePod and AggregateCheckResults
 * @param standard level `privileged`, `baseline` or `restricted`; version `latest` or `v1.x`
 * @param pod `metadata` and `spec` of a Pod, or of a pod template
 */
export function evaluatePod(
  standard: { readonly level: string; readonly version: string },
  pod: PodObject,
): PodVerdict {
  const errors = decodePod(pod);
  if (errors.length > 0) {
    const detail = errors.map(describeDecodeError).join('; ');
    return { allowed: false, reason: UNDECODABLE, detail: `${UNDECODABLE} (${detail})`, checks: [] };
  }
  const checks: CheckResult[] = [];
  let reason = '';
  let detail = '';
  const view = viewPod(pod);
  for (const { check, evaluate } of activeChecks(standard)) {
    const forbidden = evaluate(view);
    if (forbidden === undefined) {
      checks.push({ id: check.id, allowed: true, reason: '', detail: '' });
      continue;
    }
    checks.push({ id: check.id, allowed: false, reason: forbidden.reason, detail: forbidden.detail });
    const separator = reason === '' ? '' : ', ';
    reason += separator + forbidden.reason;
    detail += separator + describe(forbidden);
  }
  return { allowed: reason === '', reason, detail, checks };
}

function activeChecks({
  level,
  version,
}: {
  readonly level: string;
  readonly version: string;
}): readonly ActiveCheck[] {
  return STANDARD.active(parseLevel(level).value, parseVersion(version).value);
}

/** Reason given for a pod that the API server would not decode. Upstream has none: such pods never reach it. */
export const UNDECODABLE = 'pod does not decode';

/** Runs every check in force on a pod that decodes; see `decodePod`. */
export function judgePod(level: Level, version: Version, object: PodObject): Judgement[] {
  const pod = viewPod(object);
  return STANDARD.active(level, version).map(({ check, evaluate }) => ({ check, forbidden: evaluate(pod) }));
}

/** `reason (detail)`, as the API server prints a broken check. */
export function describe({ reason, detail }: Forbidden): string {
  return detail === '' ? reason : `${reason} (${detail})`;
}

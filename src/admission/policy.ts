import type { Mode } from '../model/report.ts';
import { compareLevels, type Level, parseLevel } from '../pss/levels.ts';
import { goQuote } from '../pss/text.ts';
import { LATEST, parseVersion, type Version } from '../pss/versions.ts';
import { formatAggregate } from './aggregate.ts';
import { levelLabel, MODES, versionLabel } from './labels.ts';

/** A level at a version: what one mode asks of pods. */
export interface Standard {
  readonly level: Level;
  readonly version: Version;
}

/** What each mode asks of the pods of a namespace. */
export type Policy = Readonly<Record<Mode, Standard>>;

const PRIVILEGED: Standard = { level: 'privileged', version: LATEST };

/** What a cluster asks whose administrator configured nothing. */
export const DEFAULT_POLICY: Policy = { enforce: PRIVILEGED, audit: PRIVILEGED, warn: PRIVILEGED };

/** `restricted:v1.31`, with the version that was asked for, also where an older one is evaluated. */
export function formatStandard({ level, version }: Standard): string {
  return `${level}:${version.text}`;
}

/** A label whose value is no level or version. */
export interface LabelError {
  /** The full key. */
  readonly key: string;
  readonly value: string;
  /** The parser's text: what is allowed. */
  readonly message: string;
}

/**
 * What the labels of a namespace ask for. The policy is always usable: a level that is none counts as `restricted` where
 * it is enforced and as `privileged` elsewhere, a version that is none as `latest`.
 *
 * Source: k8s.io/pod-security-admission/api, PolicyToEvaluate
 * @param defaults the cluster's own policy, for labels that are absent
 */
export function resolvePolicy(
  labels: Readonly<Record<string, string>>,
  defaults: Policy,
): { readonly policy: Policy; readonly errors: readonly LabelError[] } {
  const errors: LabelError[] = [];
  const standards = MODES.map((mode) => [mode, readStandard(labels, mode, defaults[mode], errors)] as const);
  const policy = Object.fromEntries(standards) as Policy;
  return { policy: { ...policy, warn: raiseWarning(labels, policy) }, errors };
}

function readStandard(
  labels: Readonly<Record<string, string>>,
  mode: Mode,
  fallback: Standard,
  errors: LabelError[],
): Standard {
  let { level, version } = fallback;
  const levelText = labelOf(labels, levelLabel(mode));
  if (levelText !== undefined) {
    const { value, error } = parseLevel(levelText);
    level = error !== undefined && mode !== 'enforce' ? 'privileged' : value;
    if (error !== undefined) errors.push({ key: levelLabel(mode), value: levelText, message: error });
  }
  const versionText = labelOf(labels, versionLabel(mode));
  if (versionText !== undefined) {
    const { value, error } = parseVersion(versionText);
    version = value;
    if (error !== undefined) errors.push({ key: versionLabel(mode), value: versionText, message: error });
  }
  return { level, version };
}

/**
 * Who asks to enforce a level and says nothing of warnings is warned at that level too: so that a Deployment warns of the
 * pods that it will not get. Only a valid label does this, never the cluster's default.
 */
function raiseWarning(labels: Readonly<Record<string, string>>, { enforce, warn }: Policy): Standard {
  const enforced = labelOf(labels, levelLabel('enforce'));
  const isAsked = enforced !== undefined && parseLevel(enforced).error === undefined;
  const isSilent = labelOf(labels, levelLabel('warn')) === undefined;
  if (!isAsked || !isSilent || compareLevels(enforce.level, warn.level) <= 0) return warn;
  const isPinned = labelOf(labels, versionLabel('warn')) !== undefined;
  return { level: enforce.level, version: isPinned ? warn.version : enforce.version };
}

/** Value of a label; an inherited property of the object is none. */
function labelOf(labels: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** All label errors as the API server prints them: one as it is, several as `[first, second]`. */
export function describeLabelErrors(errors: readonly LabelError[]): string {
  return formatAggregate(
    errors.map(({ key, value, message }) => `metadata.labels[${key}]: Invalid value: ${goQuote(value)}: ${message}`),
  );
}

/** Whether no mode asks anything of pods, whatever the versions. */
export function isPrivileged(policy: Policy): boolean {
  return MODES.every((mode) => policy[mode].level === 'privileged');
}

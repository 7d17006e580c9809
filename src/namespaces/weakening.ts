import { LABEL_KEYS, levelLabel, MODES, versionLabel } from '../admission/labels.ts';
import { formatStandard } from '../admission/policy.ts';
import { formatLocation } from '../model/location.ts';
import type { Mode } from '../model/report.ts';
import { compareLevels } from '../pss/levels.ts';
import { type LabelProblem, problemOf } from './problem.ts';
import { isAssumed, type NamespaceState, type Namespaces } from './state.ts';

/** What a run is compared with. */
export interface Base {
  /** Shown to people: a short commit id. */
  readonly revision: string;
  readonly namespaces: readonly NamespaceState[];
}

/**
 * Namespaces whose labels ask for less than they do at the base: the simplest way around a policy.
 *
 * @param hasWorkloads whether anything still runs in a namespace
 */
export function findWeakening(
  head: Namespaces,
  base: Base,
  hasWorkloads: (cluster: string, name: string) => boolean,
): LabelProblem[] {
  return base.namespaces.flatMap((before) => {
    // Without a cluster it stands for the namespace in every one.
    const all = before.cluster === '' ? head.named(before.name) : [head.of(before.cluster, before.name)];
    const kept = all.filter(isDeclaredInGit);
    if (kept.length === 0) return removal(before, base, hasWorkloads(before.cluster, before.name));
    return kept.flatMap((after) => [...deactivation(before, after, base), ...weakenedModes(before, after, base)]);
  });
}

function isDeclaredInGit({ declarations }: NamespaceState): boolean {
  return declarations.some(({ source }) => source !== 'live');
}

/** The manifest, or the managed metadata, is gone, and with it the labels that it set. */
function removal(before: NamespaceState, { revision }: Base, isUsed: boolean): LabelProblem[] {
  // What the cluster had besides, it keeps.
  const label = LABEL_KEYS.find((key) => Object.hasOwn(before.labels, key) && before.ownerOf(key)?.source !== 'live');
  const owner = before.ownerOf(label);
  if (label === undefined || owner === undefined) return [];
  const place = owner.locate(label);
  const rest = isUsed ? '; workloads are still deployed to it' : '';
  return [
    {
      rule: 'weakened',
      ...(isUsed ? {} : { mode: 'warn' as const }),
      cluster: before.cluster,
      namespace: before.name,
      target: owner.target,
      label,
      message: `nothing declares this namespace any more; at ${revision} it had ${label}: ${before.labels[label]} (${formatLocation(place)})${rest}`,
      remediation: 'Keep the Namespace manifest with its labels as long as anything is deployed to the namespace.',
      location: { file: place.file },
    },
  ];
}

function deactivation(before: NamespaceState, after: NamespaceState, base: Base): LabelProblem[] {
  if (!isDeactivated(before, after)) return [];
  const { level } = before.policy.enforce;
  return [
    problemOf(after, {
      rule: 'deactivated',
      // Where it is known that nothing was enforced before, nothing is lost.
      ...(level === 'privileged' && before.admission.isConfigured ? { mode: 'warn' as const } : {}),
      label: levelLabel('enforce'),
      allowed: level === 'restricted' ? level : 'baseline or restricted',
      message: `${levelLabel('enforce')}: privileged switches Pod Security off here; ${describeBefore(before, 'enforce', base)}`,
      remediation:
        level === 'privileged'
          ? `Set the label ${levelLabel('enforce')} to baseline or restricted, or remove it.`
          : restore(before, 'enforce'),
    }),
  ];
}

function isDeactivated(before: NamespaceState, after: NamespaceState): boolean {
  const label = levelLabel('enforce');
  return after.labels[label] === 'privileged' && before.labels[label] !== 'privileged';
}

function weakenedModes(before: NamespaceState, after: NamespaceState, base: Base): LabelProblem[] {
  return MODES.flatMap((mode) => {
    if (mode === 'enforce' && isDeactivated(before, after)) return [];
    const change = describeChange(before, after, mode);
    if (change === undefined) return [];
    return [
      problemOf(after, {
        rule: 'weakened',
        // Warnings and audit events keep no pod out, and a default may still hold what a label no longer says.
        ...(mode === 'enforce' && change.isWeaker ? {} : { mode: 'warn' as const }),
        label: change.label,
        allowed: `${formatStandard(before.policy[mode])} or stricter`,
        message: `${change.text}; ${describeBefore(before, mode, base)}`,
        remediation: restore(before, mode),
      }),
    ];
  });
}

interface Change {
  readonly label: string;
  readonly text: string;
  /** Whether less is in force than before. */
  readonly isWeaker: boolean;
}

function describeChange(before: NamespaceState, after: NamespaceState, mode: Mode): Change | undefined {
  const label = levelLabel(mode);
  const wasSet = Object.hasOwn(before.labels, label);
  const isSet = Object.hasOwn(after.labels, label);
  // A level that was none counted as another one; to correct it is no step back.
  if (before.errors.some(({ key }) => key === label)) return undefined;
  const levels = compareLevels(after.policy[mode].level, before.policy[mode].level);
  // Without a label of its own, warn follows enforce, which has its own problem.
  if (levels < 0 && (wasSet || isSet || mode === 'enforce')) {
    const now = `${mode} is lowered to ${formatStandard(after.policy[mode])}`;
    return { label, text: isSet ? now : `the label ${label} is gone: ${now} (${after.origins[mode]})`, isWeaker: true };
  }
  if (wasSet && !isSet && before.policy[mode].level !== 'privileged') {
    const standard = formatStandard(after.policy[mode]);
    const rest = isAssumed(after) ? `it is judged at ${standard}` : `${standard} is in force`;
    const text = `the label ${label} is gone; ${rest} (${after.origins[mode]})`;
    return { label, text, isWeaker: isAssumed(after) };
  }
  const isPinned = [before, after].some(({ labels }) => Object.hasOwn(labels, versionLabel(mode)));
  if (levels === 0 && isPinned && isOlder(before, after, mode)) {
    const text = `the version of ${mode} is lowered to ${after.policy[mode].version.text}`;
    return { label: versionLabel(mode), text, isWeaker: true };
  }
  return undefined;
}

/** Only between two pinned versions: to pin what was `latest` is no step back. */
function isOlder(before: NamespaceState, after: NamespaceState, mode: Mode): boolean {
  const [from, to] = [before.policy[mode].version.minor, after.policy[mode].version.minor];
  return Number.isFinite(from) && to < from && after.policy[mode].level !== 'privileged';
}

function describeBefore(before: NamespaceState, mode: Mode, { revision }: Base): string {
  return `at ${revision} it is ${formatStandard(before.policy[mode])} (${before.origins[mode]})`;
}

function restore(before: NamespaceState, mode: Mode): string {
  const { level, version } = before.policy[mode];
  const label = before.labels[versionLabel(mode)];
  const pin = label === undefined ? '' : ` and ${versionLabel(mode)}: ${version.text}`;
  return `Set the label ${levelLabel(mode)}: ${level}${pin} again, or have the change approved by those who own the policy.`;
}

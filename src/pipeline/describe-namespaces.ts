import { MODES } from '../admission/labels.ts';
import type { EffectiveLevel, Mode, NamespaceReport } from '../model/report.ts';
import type { NamespaceState } from '../namespaces/state.ts';
import { type Assessment, isOurs } from './assess.ts';

/** The namespaces that a repository declares or deploys to. */
export function describeNamespaces(assessment: Assessment): NamespaceReport[] {
  return assessment.namespaces
    .all()
    .filter((state) => isOurs(state, assessment.readiness))
    .map((state) => describeNamespace(state, assessment));
}

export function describeNamespace(state: NamespaceState, { readiness }: Assessment): NamespaceReport {
  const { workloads, strictest, next } = readiness.of(state);
  return {
    cluster: state.cluster,
    name: state.name,
    effective: effectiveLevels(state),
    ...(state.isExempt ? { exempt: true } : {}),
    workloads,
    readiness: { strictest, blockers: next?.blockers.length ?? 0 },
  };
}

function effectiveLevels({ policy, origins }: NamespaceState): Readonly<Record<Mode, EffectiveLevel>> {
  const describe = (mode: Mode): EffectiveLevel => {
    const { level, version } = policy[mode];
    return { level, version: version.text, origin: origins[mode] };
  };
  return Object.fromEntries(MODES.map((mode) => [mode, describe(mode)])) as Record<Mode, EffectiveLevel>;
}

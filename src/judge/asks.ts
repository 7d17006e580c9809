import { isExemptRuntimeClass } from '../admission/exemptions.ts';
import { formatStandard, type Standard } from '../admission/policy.ts';
import type { Mode } from '../model/report.ts';
import type { NamespaceState } from '../namespaces/state.ts';

/** A standard that somebody wants a workload judged by, and what follows when it is broken. */
export interface Ask {
  readonly mode: Mode;
  readonly standard: Standard;
  /** For people: what will happen, and who says so. */
  readonly effect: string;
}

/** Why a workload is let off what its namespace asks. */
export type Exemption = 'namespace' | 'runtime-class';

export interface AskSettings {
  /** Judge every pod at this standard as well, and where that is written. */
  readonly level?: { readonly standard: Standard; readonly origin: string };
  /**
   * Whether the pods that a controller makes are judged at the enforced level too. Admission lets the controller's own
   * object pass and refuses its pods later.
   */
  readonly judgesControllersAsPods: boolean;
}

/** What a workload's namespace exempts it from; nothing for most. */
export function exemptionOf(state: NamespaceState, runtimeClass: string | undefined): Exemption | undefined {
  if (state.isExempt) return 'namespace';
  const isExempt = runtimeClass !== undefined && isExemptRuntimeClass(state.admission.configuration, runtimeClass);
  return isExempt ? 'runtime-class' : undefined;
}

/**
 * Everything that a workload is judged by, what keeps pods out first: what a namespace enforces, what our user asks for,
 * what it warns of, what it records.
 *
 * Source: k8s.io/pod-security-admission/admission, EvaluatePod
 */
export function asksOf(
  state: NamespaceState,
  isPod: boolean,
  exemption: Exemption | undefined,
  { level, judgesControllersAsPods }: AskSettings,
): readonly Ask[] {
  const ofNamespace = (mode: Mode): Ask => ({
    mode,
    standard: state.policy[mode],
    effect: describeEffect(state, mode, isPod),
  });
  const isEnforced = exemption === undefined && (isPod || judgesControllersAsPods);
  return [
    ...(isEnforced ? [ofNamespace('enforce')] : []),
    ...(level === undefined ? [] : [describeLevel(level)]),
    ...(exemption === undefined ? [ofNamespace('warn'), ofNamespace('audit')] : []),
  ];
}

function describeLevel({ standard, origin }: NonNullable<AskSettings['level']>): Ask {
  return { mode: 'enforce', standard, effect: `it is judged at ${formatStandard(standard)} as well (${origin})` };
}

function describeEffect({ name, policy, origins }: NamespaceState, mode: Mode, isPod: boolean): string {
  const standard = formatStandard(policy[mode]);
  const place = `${standard} (${origins[mode]})`;
  switch (mode) {
    case 'enforce':
      return `${isPod ? 'it' : 'its pods'} will be refused: namespace ${name} enforces ${place}`;
    case 'warn':
      return `a warning will be shown: namespace ${name} warns at ${place}`;
    case 'audit':
      return `it will be recorded in the audit log: namespace ${name} audits at ${place}`;
  }
}

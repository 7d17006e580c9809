import { type FieldPath, formatPath } from '../model/field-path.ts';
import { type Finding, LABEL_RULE_PREFIX, type Mode, type Resource } from '../model/report.ts';
import type { LabelProblem, LabelProblemKind } from '../namespaces/problem.ts';
import { createFingerprinter } from './fingerprint.ts';

/** In which mode each kind of problem counts; `off` for those that nobody wants to see. */
export type LabelModes = Readonly<Record<LabelProblemKind, Mode | 'off'>>;

/** Policy of problems that need no rule. */
export const LABEL_POLICY = 'NamespaceLabels';

/** Makes findings of what is wrong with labels, in the modes that the configuration gives them. */
export function judgeLabels(problems: readonly LabelProblem[], modes: LabelModes): Finding[] {
  const fingerprint = createFingerprinter();
  return problems.flatMap((problem) => {
    const mode = modeOf(problem, modes);
    if (mode === 'off') return [];
    const { cluster, namespace, target, rule, policy, label, found, allowed, message, location, remediation } = problem;
    const resource: Resource = { apiVersion: 'v1', kind: 'Namespace', namespace: '', name: namespace };
    return [
      {
        fingerprint: fingerprint([LABEL_POLICY, policy, rule, cluster, namespace, target, label]),
        target,
        policy: policy ?? LABEL_POLICY,
        rule: LABEL_RULE_PREFIX + rule,
        mode,
        result: mode === 'enforce' ? 'fail' : 'warn',
        ...(cluster === '' ? {} : { cluster }),
        resource,
        fields: describeFields(label, found, allowed, location?.line),
        message,
        ...(location === undefined ? {} : { location }),
        remediation,
      },
    ];
  });
}

function modeOf({ rule, mode }: LabelProblem, modes: LabelModes): Mode | 'off' {
  if (!isKind(rule, modes)) return mode ?? 'enforce';
  const configured = modes[rule];
  return configured === 'off' ? 'off' : weaker(configured, mode ?? configured);
}

function isKind(rule: LabelProblem['rule'], modes: LabelModes): rule is LabelProblemKind {
  return Object.hasOwn(modes, rule);
}

const BY_WEIGHT: readonly Mode[] = ['enforce', 'warn', 'audit'];

function weaker(a: Mode, b: Mode): Mode {
  return BY_WEIGHT[Math.max(BY_WEIGHT.indexOf(a), BY_WEIGHT.indexOf(b))] ?? a;
}

function describeFields(
  label: string | undefined,
  found: string | undefined,
  allowed: string | undefined,
  line: number | undefined,
): Finding['fields'] {
  if (label === undefined) return [];
  const path: FieldPath = ['metadata', 'labels', label];
  return [
    {
      path: formatPath(path),
      found: found ?? null,
      allowed: allowed ?? 'set',
      ...(line === undefined ? {} : { line }),
    },
  ];
}

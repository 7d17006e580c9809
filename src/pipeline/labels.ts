import { LABEL_KEYS } from '../admission/labels.ts';
import { describeExistingPods, exemptWarning } from '../admission/namespace.ts';
import { formatStandard, type Standard } from '../admission/policy.ts';
import { decideVerdict, type FailOn } from '../decide/decide.ts';
import { groupBy } from '../model/group-by.ts';
import type {
  AssignedLabelReport,
  BlockedLevel,
  LabelsReport,
  MissingLabels,
  NamespaceLabels,
  WhatIf,
} from '../model/labels-report.ts';
import { formatLocation } from '../model/location.ts';
import type { Target } from '../model/target.ts';
import { missingByPolicy } from '../namespaces/rules.ts';
import type { NamespaceState } from '../namespaces/state.ts';
import { sortFindings } from '../report/build-report.ts';
import { type Assessment, type AssessmentSettings, assess } from './assess.ts';
import { describeNamespace } from './describe-namespaces.ts';
import { describeRepository, describeTool } from './facts.ts';
import type { Session } from './session.ts';
import { planLabels, writeLabels } from './write-labels.ts';

export interface LabelsSettings extends AssessmentSettings {
  readonly failOn: FailOn;
  readonly allowEmpty: boolean;
  readonly toolVersion: string;
  /** Add missing labels to the files that can be edited. */
  readonly write: boolean;
  readonly whatIf: readonly Question[];
}

/** "What if this namespace enforced that?" */
export interface Question {
  /** Absent: in every cluster. */
  readonly cluster?: string;
  readonly namespace: string;
  readonly standard: Standard;
}

/** Renders and judges all targets, and tells what is and what should be the labels of their namespaces. */
export async function inspectLabels(
  targets: readonly Target[],
  session: Session,
  settings: LabelsSettings,
): Promise<LabelsReport> {
  const tool = describeTool(session, settings.toolVersion);
  tool.catch(() => {});
  const tryStandards = (state: NamespaceState) => standardsAsked(state, settings.whatIf);
  const assessing = { ...settings, tryStandards, examinesAll: true };
  const before = await assess(targets, session, assessing);
  const missing = await assignLabels(before, session, settings);
  const isWritten = [...missing.values()].some((each) => each.isWritten);
  // What was written counts.
  const assessment = isWritten ? await assess(targets, session, assessing) : before;
  const states = assessment.namespaces.all();
  const errors = assessment.outcomes.flatMap(({ findings }) => findings.filter(({ result }) => result === 'error'));
  const findings = sortFindings([...errors, ...assessment.labelFindings], assessment.outcomes);
  const nothingFound = states.length === 0 && errors.length === 0 && !settings.allowEmpty;
  return {
    schemaVersion: '1',
    tool: await tool,
    repository: await describeRepository(session, assessment),
    verdict: decideVerdict(findings, settings.failOn, nothingFound),
    ...(nothingFound ? { reason: `no namespaces below ${session.paths.join(', ')}; --allow-empty lets it pass` } : {}),
    notes: [...assessment.notes, ...describeErrors(assessment)],
    namespaces: states.map((state) => describeState(state, assessment, missing.get(keyOf(state)))),
    findings,
    whatIf: settings.whatIf.flatMap((question) => answer(question, assessment)),
  };
}

function standardsAsked(state: NamespaceState, questions: readonly Question[]): readonly Standard[] {
  return questions.filter((question) => isAbout(question, state)).map(({ standard }) => standard);
}

function isAbout({ cluster, namespace }: Question, state: NamespaceState): boolean {
  return namespace === state.name && (cluster === undefined || cluster === state.cluster);
}

function describeErrors({ outcomes }: Assessment): string[] {
  const failed = outcomes.filter(({ target }) => target.status === 'error').length;
  if (failed === 0) return [];
  return [
    `${failed === 1 ? 'A target' : `${failed} targets`} could not be evaluated: what is said here of namespaces leaves out its workloads.`,
  ];
}

/** Plans where labels that are missing go, and writes them if it should. */
async function assignLabels(
  { namespaces }: Assessment,
  session: Session,
  { rules, write }: LabelsSettings,
): Promise<ReadonlyMap<string, MissingLabels>> {
  const lacking = namespaces.all().flatMap((state) => {
    const entries = [...missingInGit(state), ...missingByPolicy(state, rules)];
    return entries.length === 0 ? [] : [{ state, entries }];
  });
  const plan = await planLabels(lacking, session);
  if (write) await writeLabels(plan, session);
  return new Map(
    plan.steps.map(({ state, missing }) => [
      keyOf(state),
      { ...missing, isWritten: write && missing.file !== undefined },
    ]),
  );
}

/** Labels that policies will add in the cluster. What they replace is not written: somebody has set it. */
function missingInGit(state: NamespaceState): readonly (readonly [string, string])[] {
  const assigned = [...(state.ownerOf()?.assigned ?? [])];
  return assigned.filter(([, { found }]) => found === undefined).map(([label, { value }]) => [label, value] as const);
}

function keyOf({ cluster, name }: NamespaceState): string {
  return JSON.stringify([cluster, name]);
}

function describeState(
  state: NamespaceState,
  assessment: Assessment,
  missing: MissingLabels | undefined,
): NamespaceLabels {
  const blocked = describeBlocked(state, assessment);
  const assigned = describeAssigned(state);
  return {
    ...describeNamespace(state, assessment),
    labels: Object.fromEntries(
      LABEL_KEYS.flatMap((key) => (key in state.labels ? [[key, state.labels[key] ?? '']] : [])),
    ),
    declaredIn: [...new Set(state.declarations.map((each) => formatLocation(each.locate())))],
    ...(assigned.length === 0 ? {} : { assigned }),
    ...(blocked === undefined ? {} : { blocked }),
    ...(missing === undefined ? {} : { missing }),
  };
}

function describeAssigned(state: NamespaceState): AssignedLabelReport[] {
  return [...(state.ownerOf()?.assigned ?? [])].map(([label, { value, found, policy, location }]) => ({
    label,
    value,
    found: found ?? null,
    policy,
    origin: formatLocation(location),
  }));
}

/** Counts by control, and the workloads that break it. */
function describeBlocked(state: NamespaceState, { readiness }: Assessment): BlockedLevel | undefined {
  const { next } = readiness.of(state);
  if (next === undefined) return undefined;
  const broken = next.blockers.flatMap(({ controls, workload }) => controls.map((control) => ({ control, workload })));
  const controls = [...groupBy(broken, ({ control }) => control)]
    .map(([control, found]) => ({ control, workloads: found.map(({ workload }) => workload).sort() }))
    .sort((a, b) => b.workloads.length - a.workloads.length || (a.control < b.control ? -1 : 1));
  return { level: next.level, controls };
}

function answer(question: Question, { namespaces, readiness }: Assessment): WhatIf[] {
  const { cluster, namespace, standard } = question;
  const known = namespaces.all().filter((state) => isAbout(question, state));
  const states = known.length > 0 ? known : [namespaces.of(cluster ?? '', namespace)];
  return states.map((state) => {
    const blockers = state.isExempt ? [] : readiness.blockersAt(state, standard);
    return {
      cluster: state.cluster,
      namespace,
      standard: formatStandard(standard),
      warnings: state.isExempt
        ? [describeExempt(state, standard)]
        : describeExistingPods(
            namespace,
            standard,
            blockers.map(({ workload, reason }) => ({ name: workload, reason })),
          ),
      refused: blockers
        .map(({ workload, target, detail }) => ({ workload, target, detail }))
        .sort((a, b) => (a.workload < b.workload ? -1 : a.workload > b.workload ? 1 : a.target < b.target ? -1 : 1)),
    };
  });
}

function describeExempt({ name, policy, admission }: NamespaceState, enforce: Standard): string {
  const labels = { [LABEL_KEYS[0] ?? '']: enforce.level };
  return exemptWarning(name, labels, { ...policy, enforce }, admission.configuration);
}

import type { Standard } from '../admission/policy.ts';
import { isClusterScoped } from '../applications/after-generation/scopes.ts';
import type { AskSettings } from '../judge/asks.ts';
import { judgeLabels, type LabelModes } from '../judge/judge-labels.ts';
import { judgePolicies, type PolicyContext, type PolicyJudgement } from '../judge/judge-policies.ts';
import { judgeTarget } from '../judge/judge-target.ts';
import { ReadinessBook } from '../judge/readiness.ts';
import type { PolicyEngine } from '../kyverno/engine.ts';
import { groupBy } from '../model/group-by.ts';
import type { NamespaceDeclaration } from '../model/namespace.ts';
import type { Finding, TargetReport } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import { findProblems, findUndeclared } from '../namespaces/find-problems.ts';
import type { LabelProblem } from '../namespaces/problem.ts';
import type { LabelRule } from '../namespaces/rules.ts';
import { createNamespaces, type NamespaceSettings, type NamespaceState, type Namespaces } from '../namespaces/state.ts';
import { findWeakening } from '../namespaces/weakening.ts';
import type { Level } from '../pss/levels.ts';
import type { TargetOutcome } from '../report/build-report.ts';
import { assignByPolicy } from './assign-by-policy.ts';
import { type CollectedBase, collectBase } from './base.ts';
import { type CollectedTarget, type Collection, type CollectSettings, collect } from './collect.ts';
import { createdNamespace } from './created-namespace.ts';
import { declare, idleMetadata } from './declarations.ts';
import { describeRun } from './notes.ts';
import type { Session } from './session.ts';
import { countUsage, type Usage } from './usage.ts';

/** What decides how namespaces and their workloads are judged. */
export interface AssessmentSettings extends AskSettings, CollectSettings {
  readonly namespaces: NamespaceSettings;
  /** Namespaces of a snapshot. */
  readonly live: readonly NamespaceDeclaration[];
  readonly rules: readonly LabelRule[];
  readonly labelModes: LabelModes;
  /** Revision whose labels are compared, if any. */
  readonly base?: string | undefined;
  readonly listPasses?: boolean | undefined;
  /** Whether labels are examined of namespaces, too, that only a snapshot has and nothing here is deployed to. */
  readonly examinesAll?: boolean | undefined;
  /** Policies that were given, if any. */
  readonly policies?: PolicyEngine | undefined;
  /** Takes every answer of a policy, where somebody wants them as they are. */
  readonly onPolicyAnswers?: PolicyContext['onAnswers'];
  /** Standards to try on the workloads of a namespace besides those that are in force. */
  readonly tryStandards?: ((state: NamespaceState) => readonly Standard[]) | undefined;
}

/** Everything that is known after rendering and judging. */
export interface Assessment {
  readonly outcomes: readonly TargetOutcome[];
  readonly namespaces: Namespaces;
  readonly readiness: ReadinessBook;
  readonly labelFindings: readonly Finding[];
  /** Full id of the base. */
  readonly base?: string;
  readonly notes: readonly string[];
}

/** Renders all targets, puts together what is known of their namespaces, and judges workloads and labels. */
export async function assess(
  targets: readonly Target[],
  session: Session,
  settings: AssessmentSettings,
): Promise<Assessment> {
  const collection = await collect(targets, session, settings);
  const base = settings.base === undefined ? undefined : await collectBase(settings.base, session, settings);
  return judgeCollection(collection, base, settings);
}

/** Judges what was rendered. Nothing is read any more. */
export function judgeCollection(
  collection: Collection,
  base: CollectedBase | undefined,
  settings: AssessmentSettings,
): Assessment {
  const declarations = assignByPolicy(declare(collection), settings.policies);
  const known = [...declarations, ...settings.live];
  const namespaces = createNamespaces(known, settings.namespaces);
  const readiness = new ReadinessBook(settings.tryStandards);
  const judgeByPolicies = policyJudge(collection, known, namespaces, settings);
  const outcomes = collection.targets.map((collected) =>
    judge(collected, judgeByPolicies(collected), namespaces, readiness, settings),
  );
  const usage = countUsage(collection, namespaces);
  const examined = namespaces.all().filter((state) => settings.examinesAll === true || isOurs(state, readiness));
  const problems = [
    ...examined.flatMap((state) => findProblems(state, settings.rules, levelMet(readiness, state))),
    ...[...usage.states].flatMap(([state, { target, workloads }]) => findUndeclared(state, target, workloads)),
    ...collection.targets.flatMap(idleMetadata),
    ...(base === undefined ? [] : findWeakening(namespaces, base, usage.isUsed)),
  ];
  const ids = new Set(outcomes.map(({ target }) => target.id));
  const placed = problems.map((problem) => withTarget(problem, ids, usage, namespaces));
  return {
    outcomes,
    namespaces,
    readiness,
    labelFindings: [...judgeLabels(placed, settings.labelModes), ...(base?.findings ?? [])],
    ...(base === undefined ? {} : { base: base.commit }),
    notes: [...describeRun(collection, usage, namespaces), ...(settings.policies?.notes ?? [])],
  };
}

/** Judges the objects of a target by the policies that were given; there may be none. */
function policyJudge(
  { targets, leftOut }: Collection,
  declarations: readonly NamespaceDeclaration[],
  namespaces: Namespaces,
  { policies, listPasses = false, onPolicyAnswers }: AssessmentSettings,
): (collected: CollectedTarget) => PolicyJudgement {
  if (policies === undefined) return () => NO_POLICIES;
  const scopes = new Map([...targets, ...leftOut].flatMap(({ customResourceScopes }) => [...customResourceScopes]));
  const context: PolicyContext = {
    engine: policies,
    namespaces,
    isClusterScoped: (object) => isClusterScoped(object, scopes),
    listPasses,
    onAnswers: onPolicyAnswers,
  };
  const byName = groupBy(declarations, ({ name }) => name);
  const judgesNamespaces = policies.concerns('v1', 'Namespace');
  return (collected) => {
    const { target, policyObjects } = collected;
    const ofName = byName.get(target.application?.destination.namespace ?? '') ?? [];
    const created = judgesNamespaces ? createdNamespace(collected, ofName) : undefined;
    return judgePolicies(target, created === undefined ? policyObjects : [created, ...policyObjects], context);
  };
}

const NO_POLICIES: PolicyJudgement = { findings: [], passes: 0, skips: 0 };

/** Whether a repository declares a namespace or deploys to it. Those of a snapshot alone are somebody else's. */
export function isOurs(state: NamespaceState, readiness: ReadinessBook): boolean {
  return state.declarations.some(({ source }) => source !== 'live') || readiness.of(state).workloads > 0;
}

function levelMet(readiness: ReadinessBook, state: NamespaceState): Level | undefined {
  const { workloads, strictest } = readiness.of(state);
  return workloads === 0 ? undefined : strictest;
}

function judge(
  collected: CollectedTarget,
  byPolicies: PolicyJudgement,
  namespaces: Namespaces,
  readiness: ReadinessBook,
  { level, judgesControllersAsPods, listPasses = false }: AssessmentSettings,
): TargetOutcome {
  const { target, objects, content } = collected;
  const judgement = judgeTarget(target, content, {
    namespaces,
    readiness,
    judgesControllersAsPods,
    listPasses,
    ...(level === undefined ? {} : { level }),
  });
  const findings = [...judgement.findings, ...byPolicies.findings];
  const errors = findings.filter(({ result }) => result === 'error');
  return {
    findings,
    passes: judgement.passes + byPolicies.passes,
    skips: byPolicies.skips,
    target: {
      id: target.id,
      name: target.name,
      kind: target.kind,
      path: target.path,
      ...(target.placement === undefined ? {} : target.placement),
      ...describeStatus(errors, collected),
      ...(collected.choice?.role === 'judged' ? { chosen: collected.choice.because } : {}),
      ...(collected.notes.length === 0 ? {} : { notes: collected.notes }),
      ...(collected.isUnowned === true ? { unowned: true } : {}),
      objects,
      workloads: content.workloads.length,
    },
  };
}

function describeStatus(
  errors: readonly Finding[],
  { skipped }: CollectedTarget,
): Pick<TargetReport, 'status' | 'reason'> {
  const [first] = errors;
  if (first === undefined)
    return skipped === undefined ? { status: 'evaluated' } : { status: 'skipped', reason: skipped };
  const { message, location } = first;
  const reason = location === undefined ? message : `${location.file}: ${message}`;
  return { status: 'error', reason: errors.length === 1 ? reason : `${reason} (and ${errors.length - 1} more)` };
}

/** A problem of a snapshot, or of the base, belongs to a target that the report has: one that uses the namespace. */
function withTarget(
  problem: LabelProblem,
  ids: ReadonlySet<string>,
  { states }: Usage,
  namespaces: Namespaces,
): LabelProblem {
  if (ids.has(problem.target)) return problem;
  return { ...problem, target: states.get(namespaces.of(problem.cluster, problem.namespace))?.target ?? '' };
}

import { decideVerdict, type FailOn } from '../decide/decide.ts';
import type { Report, ToolVersions } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import { buildReport } from '../report/build-report.ts';
import { type Assessment, type AssessmentSettings, assess, judgeCollection } from './assess.ts';
import { type ChangedSettings, collectChanged } from './changed/collect-changed.ts';
import { describeNamespaces } from './describe-namespaces.ts';
import { describeRepository, describeTool } from './facts.ts';
import type { Session } from './session.ts';

export interface EvaluationSettings extends AssessmentSettings {
  readonly failOn: FailOn;
  /** Whether a run without any object passes. */
  readonly allowEmpty: boolean;
  readonly toolVersion: string;
}

/** Renders and judges all targets, several at a time, and puts the report together. */
export async function evaluate(
  targets: readonly Target[],
  session: Session,
  settings: EvaluationSettings,
): Promise<Report> {
  // Asked now, while targets are rendered; a failure surfaces where the answer is needed.
  const tool = describeTool(session, settings.toolVersion);
  tool.catch(() => {});
  const assessment = await assess(targets, session, settings);
  const isEmpty = assessment.outcomes.every(({ target }) => target.objects === 0 && target.status === 'evaluated');
  return putTogether(assessment, await tool, isEmpty && !settings.allowEmpty, session, settings);
}

/**
 * The same of what changed since a revision. That nothing did is fine.
 *
 * @throws UsageError when there is no such revision, or no repository
 */
export async function evaluateChanged(
  session: Session,
  settings: EvaluationSettings & Pick<ChangedSettings, 'changedSince' | 'configuration'>,
): Promise<Report> {
  const tool = describeTool(session, settings.toolVersion);
  tool.catch(() => {});
  const { collection, base, notes } = await collectChanged(session, settings);
  const assessment = judgeCollection(collection, base, settings);
  const withNotes = { ...assessment, notes: [...notes, ...assessment.notes] };
  return putTogether(withNotes, await tool, false, session, settings);
}

async function putTogether(
  assessment: Assessment,
  tool: ToolVersions,
  nothingEvaluated: boolean,
  session: Session,
  { level, failOn }: EvaluationSettings,
): Promise<Report> {
  const { outcomes, labelFindings, notes } = assessment;
  return buildReport(outcomes, {
    tool,
    repository: await describeRepository(session, assessment),
    level:
      level === undefined
        ? undefined
        : { level: level.standard.level, version: level.standard.version.text, origin: level.origin },
    notes,
    namespaces: describeNamespaces(assessment),
    labelFindings,
    reason: nothingEvaluated
      ? `nothing to evaluate below ${session.paths.join(', ')}; --allow-empty lets it pass`
      : undefined,
    decide: (findings) => decideVerdict(findings, failOn, nothingEvaluated),
  });
}

import { decideVerdict, type FailOn } from '../decide/decide.ts';
import type { Report } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import { buildReport } from '../report/build-report.ts';
import { type AssessmentSettings, assess } from './assess.ts';
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
  const { outcomes, labelFindings, notes } = assessment;
  const isEmpty = outcomes.every(({ target }) => target.objects === 0 && target.status === 'evaluated');
  const nothingEvaluated = isEmpty && !settings.allowEmpty;
  const { level, failOn } = settings;
  return buildReport(outcomes, {
    tool: await tool,
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

import pLimit from 'p-limit';
import { decideVerdict, type FailOn } from '../decide/decide.ts';
import { judgeTarget, type Standard } from '../judge/judge-target.ts';
import { UsageError } from '../model/errors.ts';
import type { Report, TargetReport, ToolVersions } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import type { Unjudged, Workload } from '../model/workload.ts';
import type { ExtractWorkloads } from '../parse/workloads/extract.ts';
import type { Missing, Renderer } from '../render/renderers.ts';
import { buildReport, type TargetOutcome } from '../report/build-report.ts';
import { type Rendered, render } from './render.ts';
import type { Session } from './session.ts';

export interface EvaluationSettings {
  readonly standard: Standard;
  /** Where the level comes from, for people: `--level`. */
  readonly levelOrigin: string;
  readonly failOn: FailOn;
  /** Whether a run without any object passes. */
  readonly allowEmpty: boolean;
  /** Whether checks that a workload keeps are listed, not only counted. */
  readonly listPasses?: boolean;
  readonly extractWorkloads: ExtractWorkloads;
  readonly toolVersion: string;
  /** Called when a target is done. */
  readonly onProgress?: (done: number, total: number, target: Target) => void;
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
  const limit = pLimit(session.settings.jobs);
  let done = 0;
  const outcomes = await Promise.all(
    targets.map((target) =>
      limit(async () => {
        const outcome = await evaluateSafely(target, session, settings);
        settings.onProgress?.(++done, targets.length, target);
        return outcome;
      }),
    ),
  );
  session.settings.signal?.throwIfAborted();
  const relevant = outcomes.filter((outcome) => outcome !== undefined);
  const isEmpty = relevant.every(({ target }) => target.objects === 0 && target.status === 'evaluated');
  const nothingEvaluated = isEmpty && !settings.allowEmpty;
  const { standard, levelOrigin, failOn } = settings;
  return buildReport(relevant, {
    tool: await tool,
    repository: {},
    level: { level: standard.level, version: standard.version.text, origin: levelOrigin },
    reason: nothingEvaluated
      ? `nothing to evaluate below ${session.paths.join(', ')}; --allow-empty lets it pass`
      : undefined,
    decide: (findings) => decideVerdict(findings, failOn, nothingEvaluated),
  });
}

/** A bug of ours costs the target on which it shows, never the others, and never lets it pass. */
async function evaluateSafely(
  target: Target,
  session: Session,
  settings: EvaluationSettings,
): Promise<TargetOutcome | undefined> {
  try {
    return await evaluateTarget(target, session, settings);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const message = `internal error of pss-gate, please report it: ${error instanceof Error ? error.message : String(error)}`;
    return judge(target, { manifests: [], failures: [{ rule: 'render', message }] }, settings);
  }
}

/** @returns nothing for a directory that turned out to hold no manifests */
async function evaluateTarget(
  target: Target,
  session: Session,
  settings: EvaluationSettings,
): Promise<TargetOutcome | undefined> {
  const rendered = await render(target, session);
  const isUnrelated = rendered.manifests.length === 0 && rendered.failures.length === 0;
  return target.kind === 'Directory' && isUnrelated ? undefined : judge(target, rendered, settings);
}

function judge(
  target: Target,
  { manifests, failures }: Rendered,
  { standard, extractWorkloads, listPasses = false }: EvaluationSettings,
): TargetOutcome {
  const workloads: Workload[] = [];
  const unjudged: Unjudged[] = [];
  for (const manifest of manifests) {
    const extracted = extractWorkloads(manifest);
    workloads.push(...extracted.workloads);
    unjudged.push(...extracted.unjudged);
  }
  const judgement = judgeTarget(target, { workloads, unjudged, failures }, standard, { listPasses });
  const errors = judgement.findings.filter(({ result }) => result === 'error');
  return {
    ...judgement,
    target: {
      id: target.id,
      name: target.name,
      kind: target.kind,
      path: target.path,
      ...describeStatus(
        errors.map(({ message, location }) => (location === undefined ? message : `${location.file}: ${message}`)),
      ),
      objects: manifests.length,
      workloads: workloads.length,
    },
  };
}

function describeStatus(errors: readonly string[]): Pick<TargetReport, 'status' | 'reason'> {
  const [first] = errors;
  if (first === undefined) return { status: 'evaluated' };
  return { status: 'error', reason: errors.length === 1 ? first : `${first} (and ${errors.length - 1} more)` };
}

async function describeTool(session: Session, version: string): Promise<ToolVersions> {
  const { helm, kustomize } = await session.renderers();
  return { name: 'pss-gate', version, renderers: { helm: versionOf(helm), kustomize: versionOf(kustomize) } };
}

function versionOf(renderer: Renderer | Missing): string | null {
  return 'missing' in renderer ? null : renderer.version;
}

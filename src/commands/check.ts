import { join, resolve } from 'node:path';
import { CONFIG_FILE } from '../config/config.ts';
import { exitCodeOf } from '../decide/decide.ts';
import { writeFileAtomically } from '../files/write-file.ts';
import { createLog } from '../log.ts';
import { UsageError } from '../model/errors.ts';
import type { ExitCode } from '../model/exit-code.ts';
import type { Report } from '../model/report.ts';
import type { AssessmentSettings } from '../pipeline/assess.ts';
import { discover } from '../pipeline/discover.ts';
import { type EvaluationSettings, evaluate, evaluateChanged } from '../pipeline/evaluate.ts';
import { describePolicyResults, type PolicyAnswers } from '../pipeline/policy-results.ts';
import { rememberReport } from '../pipeline/remember-report.ts';
import { reportPieces } from '../pipeline/report.ts';
import type { Session } from '../pipeline/session.ts';
import { parseVersion } from '../pss/versions.ts';
import type { ReportFormat } from '../report/formats.ts';
import { kyvernoText } from '../report/kyverno-text.ts';
import { assessmentSettings } from './assessment-settings.ts';
import { boundHeap } from './heap.ts';
import type { Io } from './io.ts';
import { type LoadedConfig, loadConfigOf, relativeToRoot } from './load-config.ts';
import type { JudgeOptions, Output, RunOptions } from './options.ts';
import { createProgress } from './progress.ts';
import { secretsOf } from './secrets.ts';
import { describeSettings } from './settings-key.ts';
import { startSession } from './start-session.ts';
import { createTimings } from './timings.ts';
import { toolVersion } from './tool-version.ts';

export type CheckOptions = RunOptions & JudgeOptions;

/** `pss-gate check [PATH...]`: discover, render, judge, report, decide. */
export async function check(paths: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
  const log = createLog(
    { level: options.logLevel, format: options.logFormat, secrets: secretsOf(io) },
    io.stderr.write,
  );
  const outputs = options.output.length === 0 ? [{ format: 'text' }] : options.output;
  refuseTwoOnStandardOutput(outputs);
  const level = levelOf(options);
  const session = await startSession(paths, options, io);
  const progress = createProgress(io, options.progress);
  const timings = createTimings();
  try {
    const loaded = await loadConfigOf(session, options.config, io.workingDirectory);
    const settings = await assessmentSettings(options, loaded, session, io);
    const answers: PolicyAnswers[] = [];
    const evaluation: EvaluationSettings = {
      ...settings,
      ...(options.compatOutput ? { onPolicyAnswers: (each: PolicyAnswers) => void answers.push(each) } : {}),
      ...(level === undefined ? {} : { level }),
      failOn: options.failOn,
      allowEmpty: options.allowEmpty,
      listPasses: options.listPasses,
      toolVersion: toolVersion(),
      onProgress: (done, total, target, milliseconds) => {
        boundHeap(total);
        timings.note(target, milliseconds);
        progress.update(done, total, target);
      },
    };
    const evaluateNow = () => judge(session, evaluation, options, filesOf(options, loaded, session, io));
    const key = options.changedSince === undefined ? await describeSettings(options, io) : undefined;
    const result = key === undefined ? await evaluateNow() : await rememberReport(session, key, evaluateNow);
    progress.clear();
    timings.log(log);
    const text = options.compatOutput
      ? () => kyvernoText(describePolicyResults(settings.policies, answers, result))
      : undefined;
    for (const output of outputs) await write(result, output, text, io);
    return exitCodeOf(result.verdict);
  } finally {
    progress.clear();
    await session.dispose();
  }
}

async function judge(
  session: Session,
  settings: EvaluationSettings,
  { base, changedSince }: CheckOptions,
  configuration: readonly string[],
): Promise<Report> {
  if (changedSince === undefined) return evaluate(await discover(session), session, settings);
  if (base !== undefined) throw new UsageError('--base cannot go with --changed-since, which compares labels itself');
  return evaluateChanged(session, { ...settings, changedSince, configuration });
}

/** Files and directories that decide how everything is judged, as far as they lie in the repository, relative to its root. */
function filesOf(
  options: CheckOptions,
  { file, config: { policies } }: LoadedConfig,
  { root }: Session,
  io: Io,
): string[] {
  const {
    config = join(root, CONFIG_FILE),
    admissionConfig,
    appsetParameters,
    namespaces,
    policy,
    policyContext,
  } = options;
  const named = [
    ...[config, admissionConfig, appsetParameters, ...namespaces.map((snapshot) => snapshot.file)],
    ...[...policy, ...policyContext],
    ...[...policies.files, ...policies.context].map((path) => join(root, path)),
  ];
  const inRoot = named.flatMap((each) => {
    if (each === undefined) return [];
    return relativeToRoot(root, resolve(io.workingDirectory, each)) ?? [];
  });
  return file === undefined ? inRoot : [file, ...inRoot];
}

/** @throws UsageError for a version without the level that it belongs to */
function levelOf({ level, pssVersion }: CheckOptions): AssessmentSettings['level'] {
  if (level === undefined) {
    if (pssVersion === undefined) return undefined;
    throw new UsageError('--pss-version goes with --level; namespaces name their own version in their labels');
  }
  return { standard: { level, version: parseVersion(pssVersion ?? 'latest').value }, origin: '--level' };
}

function refuseTwoOnStandardOutput(outputs: readonly Output[]): void {
  const onStandardOutput = outputs.filter(({ file }) => file === undefined);
  if (onStandardOutput.length < 2) return;
  const formats = onStandardOutput.map(({ format }) => format).join(' and ');
  throw new UsageError(
    `--output: ${formats} both go to standard output; name a file for all but one, for example json=report.json`,
  );
}

/** @param text what to print as text instead of ours, if anything */
async function write(
  result: Report,
  { format, file }: Output,
  text: (() => Iterable<string>) | undefined,
  io: Io,
): Promise<void> {
  const colors = file === undefined && io.stdout.isTerminal && io.env.NO_COLOR === undefined;
  const isReplaced = format === 'text' && text !== undefined;
  const pieces = isReplaced ? text() : reportPieces(result, format as ReportFormat, { colors });
  if (file !== undefined) return writeOutput(file, pieces, io);
  for (const piece of pieces) await io.stdout.write(piece);
}

async function writeOutput(file: string, content: Iterable<string>, io: Io): Promise<void> {
  try {
    await writeFileAtomically(resolve(io.workingDirectory, file), content);
  } catch (error) {
    throw new UsageError(`--output: ${file} cannot be written: ${(error as Error).message}`);
  }
}

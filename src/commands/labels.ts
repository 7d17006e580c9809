import { exitCodeOf } from '../decide/decide.ts';
import { UsageError } from '../model/errors.ts';
import { ExitCode } from '../model/exit-code.ts';
import type { LabelsReport } from '../model/labels-report.ts';
import { discover } from '../pipeline/discover.ts';
import { inspectLabels, type Question } from '../pipeline/labels.ts';
import { parseLevel } from '../pss/levels.ts';
import { parseVersion } from '../pss/versions.ts';
import { labelsText } from '../report/labels-text.ts';
import { assessmentSettings } from './assessment-settings.ts';
import type { Io } from './io.ts';
import { loadConfigOf } from './load-config.ts';
import type { ClusterOptions, RunOptions } from './options.ts';
import { createProgress } from './progress.ts';
import { startSession } from './start-session.ts';
import { toolVersion } from './tool-version.ts';

export const LABELS_FORMATS = ['text', 'json', 'manifests'] as const;

export type LabelsOptions = RunOptions &
  ClusterOptions & {
    readonly output: (typeof LABELS_FORMATS)[number];
    readonly write: boolean;
    readonly whatIf: readonly string[];
  };

/** `pss-gate labels [PATH...]`: what is in force in every namespace, what is wrong with its labels, what comes next. */
export async function labels(paths: readonly string[], options: LabelsOptions, io: Io): Promise<ExitCode> {
  const whatIf = options.whatIf.map(parseQuestion);
  if (options.write && options.revision !== undefined)
    throw new UsageError('--write changes the working tree, so that it does not go with --revision');
  const session = await startSession(paths, options, io);
  const progress = createProgress(io, options.progress);
  try {
    const loaded = await loadConfigOf(session, options.config, io.workingDirectory);
    const settings = await assessmentSettings(options, loaded, session, io);
    const report = await inspectLabels(await discover(session), session, {
      ...settings,
      failOn: options.failOn,
      allowEmpty: options.allowEmpty,
      toolVersion: toolVersion(),
      write: options.write,
      whatIf,
      onProgress: progress.update,
    });
    progress.clear();
    await io.stdout.write(print(report, options, io));
    return exitCode(report);
  } finally {
    progress.clear();
    await session.dispose();
  }
}

function print(report: LabelsReport, { output }: LabelsOptions, { stdout, env }: Io): string {
  switch (output) {
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'manifests':
      return report.namespaces
        .map(({ missing }) => (missing?.manifest === undefined ? '' : `---\n${missing.manifest}`))
        .join('');
    case 'text':
      return labelsText(report, { colors: stdout.isTerminal && env.NO_COLOR === undefined });
  }
}

/** Something that would be refused is policy's no. */
function exitCode({ verdict, whatIf }: LabelsReport): ExitCode {
  return whatIf.some(({ refused }) => refused.length > 0) ? ExitCode.rejected : exitCodeOf(verdict);
}

const QUESTION = /^(?:(?<cluster>.+)\/)?(?<namespace>[^/=]+)=(?<level>[^:=]*)(?::(?<version>[^=]*))?$/;

/**
 * Reads `NAMESPACE=LEVEL[:VERSION]`, or `CLUSTER/NAMESPACE=…`.
 *
 * @throws UsageError that says what is allowed
 */
function parseQuestion(text: string): Question {
  const { cluster, namespace = '', level = '', version = 'latest' } = QUESTION.exec(text)?.groups ?? {};
  const parsedLevel = parseLevel(level);
  const parsedVersion = parseVersion(version);
  const problem =
    namespace === '' ? 'expected NAMESPACE=LEVEL[:VERSION]' : (parsedLevel.error ?? parsedVersion.error ?? undefined);
  if (problem !== undefined) throw new UsageError(`--what-if: ${text}: ${problem}`);
  const standard = { level: parsedLevel.value, version: parsedVersion.value };
  return cluster === undefined ? { namespace, standard } : { cluster, namespace, standard };
}

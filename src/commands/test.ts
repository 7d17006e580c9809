import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { openFileTree } from '../files/file-tree.ts';
import { findScope, type Scope } from '../files/find-root.ts';
import { createEngine } from '../kyverno/engine.ts';
import { ExitCode } from '../model/exit-code.ts';
import type { SuitesReport } from '../model/suite-report.ts';
import { type CreateSuiteEngine, runSuites } from '../pipeline/run-suites.ts';
import { suitesText } from '../report/suites-text.ts';
import type { Io } from './io.ts';
import type { TestOptions } from './test-options.ts';
import { toolVersion } from './tool-version.ts';

/** `pss-gate test DIR...`: runs suites of Kyverno's CLI, and says which rows are not as expected. */
export async function test(paths: readonly string[], options: TestOptions, io: Io): Promise<ExitCode> {
  const scope = findSuites(paths, io.workingDirectory);
  const report = await runSuites(openFileTree(scope.root), scope.paths, {
    fileName: options.fileName,
    ignoresUnsupported: options.ignoreUnsupported,
    toolVersion: toolVersion(),
    createEngine: suiteEngine(options),
    signal: io.signal,
  });
  for (const piece of print(report, options, io)) await io.stdout.write(piece);
  if (report.suites.length === 0 && !options.allowEmpty) {
    io.stderr.write(`error: no ${options.fileName} below ${paths.join(', ')}; --allow-empty lets it pass\n`);
  }
  return exitCodeOf(report, options);
}

/** Suites stand in `.kyverno-test` below what they are about, and refer to it: also where no repository says how far that may go. */
function findSuites(paths: readonly string[], workingDirectory: string): Scope {
  const absolute = paths.map((path) => resolve(workingDirectory, path));
  const above = absolute.flatMap((path) => {
    const directory = existsSync(path) && statSync(path).isFile() ? dirname(path) : path;
    return basename(directory).startsWith('.') ? [dirname(directory)] : [];
  });
  const { root, paths: found } = findScope([...paths, ...above], workingDirectory);
  return { root, paths: found.slice(0, paths.length) };
}

/** Policies need no binding, and find in the cluster what the suite gives. */
function suiteEngine({ kyvernoMode, ignoreUnsupported }: TestOptions): CreateSuiteEngine {
  return (documents, params, lookups) =>
    createEngine(documents, {
      mode: kyvernoMode,
      ignoresUnsupported: ignoreUnsupported,
      requiresBinding: false,
      params,
      lookups,
    });
}

function print(report: SuitesReport, { output, failOnly }: TestOptions, { stdout, env }: Io): Iterable<string> {
  if (output === 'text')
    return suitesText(report, { colors: stdout.isTerminal && env.NO_COLOR === undefined, failOnly });
  const suites = failOnly ? report.suites.map(onlyFailures) : report.suites;
  return [`${JSON.stringify({ ...report, suites }, null, 2)}\n`];
}

function onlyFailures(suite: SuitesReport['suites'][number]): SuitesReport['suites'][number] {
  return { ...suite, rows: suite.rows.filter(({ result }) => result === 'fail') };
}

function exitCodeOf({ summary }: SuitesReport, { allowEmpty }: TestOptions): ExitCode {
  if (summary.fail > 0) return ExitCode.rejected;
  if (summary.unreadable > 0 || (summary.suites === 0 && !allowEmpty)) return ExitCode.notEvaluated;
  return ExitCode.passed;
}

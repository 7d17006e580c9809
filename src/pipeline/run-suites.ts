import { posix } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { PolicyLookups } from '../kyverno/lookups/lookups.ts';
import type { SuiteEngine } from '../kyverno/suites/ask.ts';
import type { RowResult } from '../kyverno/suites/compare-rows.ts';
import { readSuite } from '../kyverno/suites/read-suite.ts';
import { runSuite } from '../kyverno/suites/run-suite.ts';
import type { PolicyProblem } from '../kyverno/types.ts';
import type { KubernetesObject, Manifest } from '../model/manifest.ts';
import type { FileEntry, FileTree } from '../model/ports.ts';
import type { SuiteReport, SuiteRow, SuitesReport } from '../model/suite-report.ts';
import { loadSuite } from './load-suite.ts';
import { SuiteError, SuiteFiles } from './suite-files.ts';
import { describeProblems } from './suite-parts.ts';

/** Makes the engine of a suite from its policies with their exceptions and bindings. */
export type CreateSuiteEngine = (
  documents: readonly Manifest[],
  params: readonly KubernetesObject[],
  lookups: PolicyLookups,
) => { readonly engine: SuiteEngine; readonly problems: readonly PolicyProblem[] };

export interface SuitesSettings {
  /** Name of the files that hold suites. */
  readonly fileName: string;
  /** Whether rows about what cannot be judged here are skipped; else they are differences. */
  readonly ignoresUnsupported: boolean;
  readonly toolVersion: string;
  readonly createEngine: CreateSuiteEngine;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs all suites below directories, one after the other. One that cannot be read has its reason in the report; the others run.
 *
 * @param paths directories, or files with suites, relative to the root of the tree
 */
export async function runSuites(
  tree: FileTree,
  paths: readonly string[],
  settings: SuitesSettings,
): Promise<SuitesReport> {
  const files = new SuiteFiles(tree);
  const { found, unreadable } = await findSuiteFiles(tree, paths, settings.fileName);
  const suites: SuiteReport[] = [...unreadable];
  for (const file of found) {
    suites.push(...(await runFile(file, files, settings)));
    // Reading does not wait for anything, so that nothing else would get its turn, such as a signal.
    await setImmediate();
    settings.signal?.throwIfAborted();
  }
  const rowsWith = (result: SuiteRow['result']) =>
    suites.flatMap(({ rows }) => rows).filter((row) => row.result === result).length;
  return {
    schemaVersion: '1',
    tool: { name: 'pss-gate', version: settings.toolVersion },
    summary: {
      suites: suites.length,
      unreadable: suites.filter(({ problems }) => problems.length > 0).length,
      pass: rowsWith('pass'),
      fail: rowsWith('fail'),
      skip: rowsWith('skip'),
    },
    suites,
  };
}

/** Files with suites, and what may hold some and cannot be looked into. */
async function findSuiteFiles(
  tree: FileTree,
  paths: readonly string[],
  name: string,
): Promise<{ readonly found: readonly string[]; readonly unreadable: readonly SuiteReport[] }> {
  const found = new Set<string>();
  const unreadable = new Map<string, SuiteReport>();
  for (const path of paths) {
    const isFile = (await tree.typeOf(path)) === 'file';
    for (const entry of isFile ? [{ path }] : await tree.list(path)) {
      if (isFile || posix.basename(entry.path) === name) found.add(entry.path);
      else if (isUnreadableDirectory(entry)) {
        unreadable.set(entry.path, { name: '', file: entry.path, problems: [entry.problem], rows: [] });
      }
    }
  }
  return { found: [...found].sort(), unreadable: [...unreadable.values()] };
}

function isUnreadableDirectory(entry: FileEntry): entry is FileEntry & { readonly problem: string } {
  return entry.isDirectory === true && entry.problem !== undefined;
}

async function runFile(file: string, files: SuiteFiles, settings: SuitesSettings): Promise<readonly SuiteReport[]> {
  try {
    const documents = await files.readDocuments(file);
    const suites: SuiteReport[] = [];
    for (const { value, line } of documents) {
      const place = documents.length === 1 ? { file } : { file, line };
      suites.push(await runDocument(value, { file, line }, place, files, settings));
    }
    return suites;
  } catch (error) {
    return [{ name: '', file, problems: problemsOf(error), rows: [] }];
  }
}

async function runDocument(
  document: unknown,
  place: { readonly file: string; readonly line: number },
  shown: Pick<SuiteReport, 'file' | 'line'>,
  files: SuiteFiles,
  settings: SuitesSettings,
): Promise<SuiteReport> {
  const { suite, problems } = readSuite(document, place);
  const report = { name: suite.name, ...shown };
  if (problems.length > 0) return { ...report, problems: describeProblems(problems), rows: [] };
  try {
    const loaded = await loadSuite(suite, files);
    const { engine, problems: invalid } = settings.createEngine(
      [...loaded.policies, ...loaded.exceptions],
      loaded.params,
      loaded.lookups,
    );
    const rows = runSuite(loaded, engine, invalid);
    return { ...report, problems: [], rows: rows.map((row) => describeRow(row, settings)) };
  } catch (error) {
    return { ...report, problems: problemsOf(error), rows: [] };
  }
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof SuiteError) return error.message.split('\n');
  throw error;
}

function describeRow(
  { policy, rule, resource, outcome, reason, message }: RowResult,
  { ignoresUnsupported }: SuitesSettings,
): SuiteRow {
  return {
    policy,
    rule,
    ...(resource === undefined ? {} : { resource: nameOf(resource) }),
    result: RESULTS[outcome === 'unsupported' && ignoresUnsupported ? 'ignored' : outcome],
    reason,
    message,
  };
}

const RESULTS = {
  ok: 'pass',
  excluded: 'pass',
  different: 'fail',
  'not-found': 'fail',
  unsupported: 'fail',
  'not-compared': 'skip',
  ignored: 'skip',
} as const;

function nameOf({ apiVersion, kind, namespace, name }: NonNullable<RowResult['resource']>): SuiteRow['resource'] & {} {
  return { apiVersion, kind, namespace, name };
}

import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '../cache/canonical-json.ts';
import { digestTree } from '../cache/digest.ts';
import { openRenderCache } from '../cache/render-cache.ts';
import type { Report } from '../model/report.ts';
import { STDIN } from '../model/target.ts';
import { json } from '../report/json.ts';
import type { Session } from './session.ts';

/** Reading a larger repository whole takes longer than it saves. */
const MAX_REPOSITORY_BYTES = 256 * 1024 * 1024;
/** Of all kept reports together. */
const MAX_KEPT_BYTES = 256 * 1024 * 1024;

/**
 * The report of an earlier run on the same files, by the same programs, with the same settings, or a new one.
 *
 * Only a report in which everything was evaluated is kept: what was missing may be there the next time. What other things than
 * the files of the working tree decide is not looked up: revisions, other checkouts, fetched files, plugins, standard input.
 *
 * @param settings everything else that decides: plain JSON
 */
export async function rememberReport(
  session: Session,
  settings: unknown,
  evaluate: () => Promise<Report>,
): Promise<Report> {
  if (session.settings.cachesRenders !== true || !isDecidedByFiles(session)) return evaluate();
  const cache = openRenderCache(join(session.settings.cacheDirectory, 'reports'), { maxBytes: MAX_KEPT_BYTES });
  const key = await keyOf(session, settings);
  const kept = await cache.get(key);
  if (kept !== undefined) return JSON.parse(kept) as Report;
  const report = await evaluate();
  // Where a file was changed meanwhile, nobody knows which content was judged.
  if (isWhole(report) && (await keyOf(session, settings)) === key) await cache.putPieces(key, () => json(report));
  return report;
}

function isDecidedByFiles({ settings, paths }: Session): boolean {
  const { revision, allowFetch = [] } = settings;
  return revision === undefined && allowFetch.length === 0 && !paths.includes(STDIN);
}

function isWhole({ summary: { targets } }: Report): boolean {
  return targets.error === 0 && targets.skipped === 0;
}

/** @returns an empty text when there is too much to look at */
async function keyOf(session: Session, settings: unknown): Promise<string> {
  // The cache may lie in the repository, and changes with every run.
  const digest = digestTree(session.root, MAX_REPOSITORY_BYTES, await realCache(session));
  const [files, program] = await Promise.all([digest, digestProgram()]);
  if (files === undefined) return '';
  const repository = await session.repository();
  const { kubeVersion, apiVersions } = session.settings;
  const parts = {
    ...{ files, program, settings, kubeVersion: kubeVersion ?? null, apiVersions, paths: session.paths },
    renderers: await Promise.all([describeRenderer('helm', session), describeRenderer('kustomize', session)]),
    url: repository?.url ?? null,
    revision: repository?.revision ?? null,
    refs: (await repository?.describeRefs()) ?? null,
    // Git tracks some, which Argo CD sees, and others not.
    links: [...((await repository?.listLinks()) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
  return createHash('sha256').update(canonicalJson(parts)).digest('hex');
}

async function realCache({ settings }: Session): Promise<string> {
  return realpath(settings.cacheDirectory).catch(() => settings.cacheDirectory);
}

/** The code of this program, of which a version may have several while it is worked on. */
function digestProgram(): Promise<string | undefined> {
  return digestTree(dirname(dirname(fileURLToPath(import.meta.url))), MAX_REPOSITORY_BYTES);
}

async function describeRenderer(program: 'helm' | 'kustomize', session: Session): Promise<string> {
  const found = (await session.renderers())[program];
  return 'missing' in found ? found.missing : session.rendererDigest(program);
}

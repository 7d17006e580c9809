import { type Closure, findTouched } from '../../changes/closure.ts';
import { ancestorsOf, PathSet } from '../../changes/path-set.ts';
import { nameOf } from '../../discover/paths.ts';
import { canonical } from '../../judge/fingerprint.ts';
import type { Application } from '../../model/application.ts';
import type { Target } from '../../model/target.ts';
import type { Candidate, Choice, ChooseTarget } from '../choice.ts';
import type { Reach } from './candidates.ts';

const SKIPPED: Choice = { role: 'skipped' };
const CONTEXT: Choice = { role: 'context' };

/** At the base matters what says something of namespaces or Applications. */
export function chooseAtBase({ holding, holders }: Reach): ChooseTarget {
  const names = namesOf(holders);
  return async (candidate) => {
    if (isPlain(candidate.target)) return CONTEXT;
    if (!mayRead(candidate, holding, names)) return SKIPPED;
    return findTouched(await candidate.findClosure(), holders) === undefined ? SKIPPED : CONTEXT;
  };
}

/**
 * Judged is what is rendered from a changed file, and Applications that are new or say something else than at the base.
 *
 * @param definitions of the Applications at the base
 * @param within what targets are looked at; all are without it
 */
export function chooseAtHead(
  changed: PathSet,
  definitions: ReadonlySet<string>,
  within: Reach | undefined,
): ChooseTarget {
  const names = namesOf(changed);
  const holderNames = namesOf(within?.holders ?? new PathSet([]));
  return async (candidate) => {
    const { target } = candidate;
    let closure: Promise<Closure> | undefined;
    const findRead = async (paths: PathSet, reach: PathSet | undefined, known: ReadonlySet<string>) => {
      if (reach !== undefined && !mayRead(candidate, reach, known)) return undefined;
      closure ??= candidate.findClosure();
      return findTouched(await closure, paths);
    };
    const touched = await findRead(changed, within?.changed, names);
    if (touched !== undefined) return { role: 'judged', because: `${touched} changed` };
    if (isNew(candidate, changed, definitions)) return { role: 'judged', because: 'its Application is new or changed' };
    if (within === undefined || isPlain(target)) return CONTEXT;
    return (await findRead(within.holders, within.holding, holderNames)) === undefined ? SKIPPED : CONTEXT;
  };
}

/** Names an Application with everything that it says. */
export function definitionOf({ namespace, name, manifest }: Application): string {
  return canonical([namespace, name, manifest.object.spec]);
}

function isNew({ target }: Candidate, changed: PathSet, definitions: ReadonlySet<string>): boolean {
  const { application } = target;
  if (application === undefined) return false;
  const { source } = application.manifest;
  // It stands in a file as it is.
  const isPlainText = application.isGenerated !== true && source.lineOf([]) !== undefined;
  if (isPlainText && !changed.has(source.file)) return false;
  return !definitions.has(definitionOf(application));
}

/** A target that is read as it is, without a renderer. */
export function isPlain({ kind }: Target): boolean {
  return kind === 'Directory' || kind === 'Manifests';
}

/** Whether a render could read one of some paths, told without a look at any file. */
function mayRead({ sources }: Candidate, reach: PathSet, names: ReadonlySet<string>): boolean {
  if (reach.size === 0) return false;
  return sources.some(({ path, options }) => reach.touching(path) !== undefined || textsIn(options).some(mayName));

  function mayName(text: string): boolean {
    if (/[$*?[]/.test(text)) return true;
    return text.includes('/') && names.has(nameOf(text.replace(/\/+$/, '')));
  }
}

/** Names of paths and of the directories around them. */
function namesOf(paths: PathSet): ReadonlySet<string> {
  return new Set([...paths].flatMap((path) => [path, ...ancestorsOf(path)].map(nameOf)));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

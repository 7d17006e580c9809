import { type Closure, findTouched } from '../../changes/closure.ts';
import { ancestorsOf, type PathSet } from '../../changes/path-set.ts';
import { nameOf } from '../../discover/paths.ts';
import { canonical } from '../../judge/fingerprint.ts';
import type { Application } from '../../model/application.ts';
import type { Target } from '../../model/target.ts';
import type { Candidate, Choice, ChooseTarget } from '../choice.ts';
import type { CollectedTarget, Collection } from '../collect.ts';
import type { Reach } from './candidates.ts';

const SKIPPED: Choice = { role: 'skipped' };
const CONTEXT: Choice = { role: 'context' };
/** Where it cannot be rendered, nobody knows which Applications there are. */
const MAKER: Choice = { role: 'context', mayHoldApplications: true };

/** At the base matters what says something of namespaces or Applications. */
export function chooseAtBase({ holding, holders }: Reach): ChooseTarget {
  const mayReadHolders = within(holding);
  return async (candidate) => {
    if (isPlain(candidate.target)) return CONTEXT;
    return mayReadHolders(candidate) && reads(await candidate.findClosure(), holders) ? CONTEXT : SKIPPED;
  };
}

export interface HeadSettings {
  readonly changed: PathSet;
  /** What Applications say at the base; see `definitionOf`. */
  readonly definitions: Promise<ReadonlySet<string>>;
  /** Nothing when anything may be read through anything. */
  readonly reach: Reach | undefined;
  /** Whether everything is rendered, for what it says of namespaces. */
  readonly rendersAll: boolean;
}

/** Judged is what is rendered from a changed file, and Applications that are new or say something else than at the base. */
export function chooseAtHead({ changed, definitions, reach, rendersAll }: HeadSettings): ChooseTarget {
  const mayReadChanged = within(reach?.changed);
  const mayReadHolders = within(reach?.holding);
  return async (candidate) => {
    const findClosure = once(candidate.findClosure);
    const because = mayReadChanged(candidate) ? describeChange(await findClosure(), changed) : undefined;
    if (because !== undefined) return { role: 'judged', because };
    if (await isNew(candidate, changed, definitions))
      return { role: 'judged', because: 'its Application is new or changed' };
    const context = await chooseContext(candidate, findClosure, reach, mayReadHolders);
    return rendersAll && context === SKIPPED ? CONTEXT : context;
  };
}

/** What is not judged matters as far as it says something of namespaces or Applications. */
async function chooseContext(
  candidate: Candidate,
  findClosure: Candidate['findClosure'],
  reach: Reach | undefined,
  mayReadHolders: (candidate: Candidate) => boolean,
): Promise<Choice> {
  if (isPlain(candidate.target)) return CONTEXT;
  if (reach === undefined) return MAKER;
  if (!mayReadHolders(candidate)) return SKIPPED;
  const closure = await findClosure();
  if (reads(closure, reach.makers)) return MAKER;
  return reads(closure, reach.holders) ? CONTEXT : SKIPPED;
}

function describeChange(closure: Closure, changed: PathSet): string | undefined {
  const touched = findTouched(closure, changed);
  if (touched !== undefined) return `${touched} changed`;
  return closure.isUnclear ? 'it cannot be rendered, and may read what changed' : undefined;
}

function reads(closure: Closure, paths: PathSet): boolean {
  return closure.isUnclear === true || findTouched(closure, paths) !== undefined;
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}

/**
 * What Applications that are gone used is judged, unless another one uses it.
 *
 * @param judged ids of targets that are judged already
 */
export function chooseReleased(released: PathSet, judged: ReadonlySet<string>): ChooseTarget {
  return async ({ target }) => {
    if (target.application !== undefined || judged.has(target.id)) return SKIPPED;
    if (isReleased(target, released)) return RELEASED;
    return isPlain(target) ? CONTEXT : SKIPPED;
  };
}

const RELEASED: Choice = { role: 'judged', because: 'no Application uses it any more' };

function isReleased({ path }: Target, released: PathSet): boolean {
  return [path, ...ancestorsOf(path)].some((each) => released.has(each));
}

/** Judges what Applications that are gone used, too, where everything was rendered. */
export function addReleased(released: PathSet, { targets, leftOut, ...rest }: Collection): Collection {
  const isAdded = ({ target, choice }: CollectedTarget) =>
    choice?.role === 'context' && target.application === undefined && isReleased(target, released);
  const added = leftOut.filter(isAdded).map((each) => ({ ...each, choice: RELEASED }));
  return { ...rest, targets: [...targets, ...added], leftOut: leftOut.filter((each) => !isAdded(each)) };
}

const UNKNOWN: Choice = { role: 'judged', because: 'Applications that it may hold are not known' };

/** Judges what could not be rendered and may hold Applications, too: whether the change concerns these cannot be told. */
export function addUnknown({ targets, leftOut, ...rest }: Collection): Collection {
  const isUnknown = ({ choice, content }: CollectedTarget) =>
    choice?.role === 'context' && choice.mayHoldApplications === true && content.failures.length > 0;
  const unknown = leftOut.filter(isUnknown).map((each) => ({ ...each, choice: UNKNOWN }));
  return { ...rest, targets: [...targets, ...unknown], leftOut: leftOut.filter((each) => !isUnknown(each)) };
}

/** Names an Application with everything that it says. */
export function definitionOf({ namespace, name, manifest }: Application): string {
  return canonical([namespace, name, manifest.object.spec]);
}

async function isNew(
  { target }: Candidate,
  changed: PathSet,
  definitions: HeadSettings['definitions'],
): Promise<boolean> {
  const { application } = target;
  if (application === undefined) return false;
  const { source } = application.manifest;
  // It stands in a file as it is.
  const isPlainText = application.isGenerated !== true && source.lineOf([]) !== undefined;
  if (isPlainText && !changed.has(source.file)) return false;
  return !(await definitions).has(definitionOf(application));
}

/** A target that is read as it is, without a renderer. */
export function isPlain({ kind }: Target): boolean {
  return kind === 'Directory' || kind === 'Manifests';
}

/**
 * Tells without a look at any file whether a render may read something.
 *
 * @param reach through which it is read; by anything, without it
 */
function within(reach: PathSet | undefined): (candidate: Candidate) => boolean {
  if (reach === undefined) return () => true;
  if (reach.size === 0) return () => false;
  const names = namesOf(reach);
  const mayName = (text: string) =>
    /[$*?[]/.test(text) || (text.includes('/') && names.has(nameOf(text.replace(/\/+$/, ''))));
  return ({ sources }) =>
    sources.some(({ path, options }) => reach.touching(path) !== undefined || textsIn(options).some(mayName));
}

/** Names of paths and of the directories around them. */
function namesOf(paths: PathSet): ReadonlySet<string> {
  return new Set([...paths].flatMap((path) => [path, ...ancestorsOf(path)].map(nameOf)));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

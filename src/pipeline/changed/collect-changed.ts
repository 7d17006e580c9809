import { relative } from 'node:path';
import { PathSet } from '../../changes/path-set.ts';
import { withLinks } from '../../changes/reach.ts';
import { readRepositoryUrls, URL_MARK } from '../../changes/survey.ts';
import { directoryOf, isBelow } from '../../discover/paths.ts';
import type { Repository } from '../../git/repository.ts';
import { namespaceOf } from '../../judge/judge-target.ts';
import type { PolicyEngine } from '../../kyverno/engine.ts';
import { UsageError } from '../../model/errors.ts';
import type { NamespaceDeclaration } from '../../model/namespace.ts';
import { createNamespaces, type NamespaceSettings, type Namespaces } from '../../namespaces/state.ts';
import { assignByPolicy } from '../assign-by-policy.ts';
import { type CollectedBase, describeBase } from '../base.ts';
import type { Choice, ChooseTarget } from '../choice.ts';
import { type Collection, type CollectSettings, collect, nameApart } from '../collect.ts';
import { declare } from '../declarations.ts';
import { discover } from '../discover.ts';
import { atRevision, type RevisionSession, type Session } from '../session.ts';
import {
  findFiles,
  findMentions,
  findReachOf,
  findRelated,
  findReleased,
  type Reach,
  type Related,
  type Search,
} from './candidates.ts';
import {
  addReleased,
  addUnknown,
  chooseAtBase,
  chooseAtHead,
  chooseReleased,
  definitionOf,
  isPlain,
} from './choose.ts';
import { discoverAmong } from './discover-among.ts';
import { addUsersOf, findRelabelled, type Relabelled } from './relabelled.ts';
import { type Searched, type Side, type Sides, searchHead, surveySides } from './side.ts';
import { withContents } from './with-contents.ts';

export interface ChangedSettings extends CollectSettings {
  /** Any revision that Git knows. */
  readonly changedSince: string;
  /** Files of our user's, relative to the root: when one of them changes, everything is judged. */
  readonly configuration: readonly string[];
  readonly namespaces: NamespaceSettings;
  readonly live: readonly NamespaceDeclaration[];
  readonly policies?: PolicyEngine | undefined;
}

/** What a change concerns, and the namespaces before it. */
export interface ChangedCollection {
  readonly collection: Collection;
  readonly base: CollectedBase;
  /** What a reader has to know, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Renders what changed since a revision: targets that are rendered from a file that is not the same at both, Applications that
 * say something else, and whatever has workloads in a namespace whose labels changed. Of all else only as much is read as
 * decides about these, so that the search for it hardly takes longer in a large repository than in a small one.
 *
 * @throws UsageError when there is no such revision, or no repository
 */
export async function collectChanged(session: Session, settings: ChangedSettings): Promise<ChangedCollection> {
  const repository = await session.repository();
  // Git searches the head while the base is opened; who waits for both hears of a failure.
  const searching = repository === undefined ? undefined : searchHead(session, repository);
  searching?.catch(() => {});
  const base = await atRevision('--changed-since', settings.changedSince, session);
  try {
    if (repository === undefined || searching === undefined) throw new UsageError('there is no Git repository');
    return await new Comparison(session, base, repository, settings).run(searching);
  } finally {
    await base.dispose();
  }
}

/** What is read of one side: these files, or everything. */
interface Extent {
  readonly files: ReadonlySet<string>;
  readonly reach: Reach;
}

/** More of them are not worth naming. */
const MAX_DIRECTORIES = 100;

class Comparison {
  private readonly session: Session;
  private readonly base: RevisionSession;
  private readonly repository: Repository;
  private readonly settings: ChangedSettings;

  constructor(session: Session, base: RevisionSession, repository: Repository, settings: ChangedSettings) {
    this.session = session;
    this.base = base;
    this.repository = repository;
    this.settings = settings;
  }

  async run(searching: Promise<Searched>): Promise<ChangedCollection> {
    const { session, base, repository, settings } = this;
    const [found, searched] = await Promise.all([this.findChanged(), searching]);
    const sides = await surveySides(session, { ...base.session, commit: base.commit }, repository, searched, found);
    const changed = seeThroughLinks(found, sides);
    if (changed === undefined) return this.compareAll(found, judgeAll('links lead in too many ways to what changed'));
    const configuration = firstOf(settings.configuration, (path) => changed.touching(path));
    if (configuration !== undefined) return this.compareAll(changed, judgeAll(`${configuration} changed`));
    const link = await this.findLinkThatDecides();
    if (link !== undefined) return this.compareAll(changed, judgeAll(`${link} leaves the repository on one side`));
    // A search of a commit does not look into submodules.
    if (await this.haveSubmodules()) return this.compareAll(changed);
    for (const readsAllApplications of [false, true]) {
      const extents = await this.findExtents(sides, changed, readsAllApplications);
      if (extents === undefined) break;
      const collecting = this.collectBase(sides.base, extents.base);
      const [before, after] = await Promise.all([
        collecting,
        this.collectHead(sides.head, extents.head, changed, collecting),
      ]);
      // Which repository is meant was guessed by the Applications that were read.
      const isGuess = before.assumedUrl !== undefined || after.assumedUrl !== undefined;
      if (isGuess && !readsAllApplications && (await this.namesSeveralRepositories())) continue;
      if (this.findRelabelled(before, after).size === 0) return this.finish(before, after);
      break;
    }
    return this.compareAll(changed, undefined, findReachOf(sides.head, changed));
  }

  private async findChanged(): Promise<PathSet> {
    const { session, base, repository } = this;
    const cache = relative(session.root, session.settings.cacheDirectory);
    const paths = await repository.changedPaths(base.commit, session.commit);
    // The cache may lie in the repository, and is none of it.
    const others = paths.filter((path) => path !== cache && !isBelow(path, cache));
    return new PathSet(await withContents(others, [session.tree, base.session.tree]));
  }

  /** A link for which Argo CD renders nothing on one side, and not on the other: it concerns every Application. */
  private async findLinkThatDecides(): Promise<string | undefined> {
    if (this.settings.allowsOutOfBoundsLinks) return undefined;
    const checkouts = [this.session, this.base.session].map(async ({ checkout }) => (await checkout()).forbiddenLink());
    const [after, before] = await Promise.all(checkouts);
    return (after === undefined) === (before === undefined) ? undefined : (after ?? before);
  }

  private async haveSubmodules(): Promise<boolean> {
    const types = [this.session, this.base.session].map(({ tree }) => tree.typeOf('.gitmodules'));
    return (await Promise.all(types)).some((type) => type !== undefined);
  }

  /** Reads everything: what a change concerns cannot be told otherwise, or it is a namespace. */
  private async compareAll(changed: PathSet, choose?: ChooseTarget, reach?: Reach): Promise<ChangedCollection> {
    const { session, base, settings } = this;
    const before = await collect(await discover(base.session), base.session, { ...settings, onProgress: undefined });
    const after = await collect(await discover(session), session, {
      ...settings,
      choose:
        choose ??
        chooseAtHead({ changed, definitions: Promise.resolve(definitionsOf(before)), reach, rendersAll: true }),
    });
    const withReleased = addReleased(this.findReleasedPaths(before, after), after);
    return this.finish(before, addUsersOf(this.findRelabelled(before, after), withReleased));
  }

  private async findExtents(
    sides: Sides,
    changed: PathSet,
    readsAllApplications: boolean,
  ): Promise<{ readonly head: Extent; readonly base: Extent } | undefined> {
    const { head, base } = sides;
    const reach = findReachOf(head, changed);
    const reachAtBase = base.survey === head.survey ? reach : findReachOf(base, changed);
    if (reach === undefined || reachAtBase === undefined) return undefined;
    // Unchanged files are the same on both sides, so that one search does for both.
    const mentions = readsAllApplications ? undefined : await findMentions([reach, reachAtBase], head, this.search);
    return {
      head: { reach, files: findFiles(head, changed, reach, mentions) },
      base: { reach: reachAtBase, files: findFiles(base, changed, reachAtBase, mentions) },
    };
  }

  private async namesSeveralRepositories(): Promise<boolean> {
    const lines = await this.repository.grepLines({ patterns: [URL_MARK], commit: this.session.commit });
    return readRepositoryUrls(lines).size > 1;
  }

  private readonly search: Search = (patterns, files) => {
    const directories = [...new Set([...files].map(directoryOf))];
    const below = directories.length > MAX_DIRECTORIES ? undefined : directories;
    return this.repository.grep({ patterns, commit: this.session.commit, below });
  };

  private async collectBase(side: Side, { files, reach }: Extent): Promise<Collection> {
    const { session } = this.base;
    const settings = { ...this.settings, onProgress: undefined, choose: chooseAtBase(reach) };
    return collect(await discoverAmong(files, side), session, settings);
  }

  /** What is judged, and everything that says something of the namespaces that matter to it. */
  private async collectHead(
    side: Side,
    extent: Extent,
    changed: PathSet,
    collecting: Promise<Collection>,
  ): Promise<Collection> {
    const { session, settings } = this;
    const definitions = collecting.then(definitionsOf);
    // Whoever waits for the base hears of it.
    definitions.catch(() => {});
    const choose = chooseAtHead({ changed, definitions, reach: extent.reach, rendersAll: false });
    const found = await collect(await discoverAmong(extent.files, side), session, { ...settings, choose });
    const before = await collecting;
    const released = await this.collectReleased(side, before, found);
    const judged = { ...found, targets: [...found.targets, ...released.targets], leftOut: [] };
    const related: Related = {
      namespaces: new Set([...namesIn(before), ...namesIn(judged), ...namesUsed(judged)]),
      applications: new Set(judged.targets.flatMap(({ target }) => target.application?.name ?? [])),
    };
    const files = await findRelated(side, related, extent.files, this.search);
    const { targets, leftOut } = await this.collectAmong(files, side, { choose: readPlain });
    return nameApart({ ...judged, leftOut: [...found.leftOut, ...targets, ...leftOut] });
  }

  /** What an Application used that is gone, and no other one uses: it is judged for itself now. */
  private async collectReleased(side: Side, before: Collection, after: Collection): Promise<Collection> {
    const released = this.findReleasedPaths(before, after);
    if (released.size === 0) return { targets: [], leftOut: [] };
    const files = await findReleased(side, released, this.search);
    const judged = new Set(after.targets.map(({ target }) => target.id));
    const applications = applicationsIn(after);
    const { targets } = await this.collectAmong(files, side, {
      choose: chooseReleased(released, judged),
      ownedElsewhere: applications.flatMap(({ owns }) => owns),
    });
    const hasApplications = applications.length > 0;
    return { targets: targets.map((each) => (hasApplications ? { ...each, isUnowned: true } : each)), leftOut: [] };
  }

  /** What Applications used that are gone, as far as it is judged without one. */
  private findReleasedPaths(before: Collection, after: Collection): PathSet {
    if (!this.settings.judgesUnowned) return new PathSet([]);
    const known = definitionsOf(after);
    const gone = applicationsIn(before).filter(({ application }) => !known.has(definitionOf(application)));
    return new PathSet(gone.flatMap(({ owns }) => owns));
  }

  private async collectAmong(
    files: ReadonlySet<string>,
    side: Side,
    more: Pick<CollectSettings, 'choose' | 'ownedElsewhere'>,
  ): Promise<Collection> {
    const settings = { ...this.settings, onProgress: undefined, ...more };
    return collect(await discoverAmong(files, side), this.session, settings);
  }

  private findRelabelled(before: Collection, after: Collection): Relabelled {
    return findRelabelled(this.namespacesBefore(before, after), this.namespaces(declare(after)));
  }

  private finish(before: Collection, found: Collection): ChangedCollection {
    const after = addUnknown(found);
    const judged = new Set(after.targets.map(({ target }) => target.id));
    const comparable = [...before.targets, ...before.leftOut].filter(({ target }) => judged.has(target.id));
    const namespaces = this.namespacesBefore(before, after).all();
    const base = describeBase(this.base.commit, namespaces, { targets: comparable, leftOut: [] });
    return { collection: after, base, notes: describeComparison(after, base) };
  }

  /** What is not judged says the same of namespaces as it did. */
  private namespacesBefore(before: Collection, { leftOut }: Collection): Namespaces {
    return this.namespaces([...declare(before), ...declare({ targets: [], leftOut })]);
  }

  private namespaces(declarations: readonly NamespaceDeclaration[]): Namespaces {
    const { live, policies, namespaces } = this.settings;
    return createNamespaces([...assignByPolicy(declarations, policies), ...live], namespaces);
  }
}

/** Reads files as they are, and renders nothing. */
const readPlain: ChooseTarget = async ({ target }): Promise<Choice> => ({
  role: isPlain(target) ? 'context' : 'skipped',
});

function judgeAll(because: string): ChooseTarget {
  return async () => ({ role: 'judged', because });
}

function describeComparison({ targets, leftOut }: Collection, { revision }: CollectedBase): readonly string[] {
  const what = targets.length === 0 ? 'nothing that is rendered did' : 'all else is left out';
  const failed = leftOut.filter(({ choice, content }) => choice?.role === 'context' && content.failures.length > 0);
  const [first, ...others] = failed.map(({ target }) => target.id);
  const names = others.length === 0 ? first : `${first} and ${others.length} more`;
  return [
    `Judged is only what changed since ${revision}: ${what}.`,
    ...(first === undefined ? [] : [`What cannot be rendered was not looked into for Namespaces: ${names}.`]),
  ];
}

/** Changed paths by all their names on either side; nothing when these are too many. */
function seeThroughLinks(changed: PathSet, { head, base }: Sides): PathSet | undefined {
  const after = withLinks(changed, head.layout);
  const before = withLinks(changed, base.layout);
  return after === undefined || before === undefined ? undefined : new PathSet([...after, ...before]);
}

function definitionsOf(collection: Collection): ReadonlySet<string> {
  return new Set(applicationsIn(collection).map(({ application }) => definitionOf(application)));
}

function applicationsIn({ targets, leftOut }: Collection) {
  return [...targets, ...leftOut].flatMap(({ target: { application }, owns }) =>
    application === undefined ? [] : [{ application, owns }],
  );
}

/** Names of namespaces that targets declare. */
function namesIn(collection: Collection): ReadonlySet<string> {
  return new Set(declare(collection).map(({ name }) => name));
}

/** Names of namespaces that workloads go to. */
function namesUsed({ targets }: Collection): ReadonlySet<string> {
  return new Set(
    targets.flatMap(({ target, content }) => content.workloads.map(({ manifest }) => namespaceOf(target, manifest))),
  );
}

/** The first answer that there is. */
function firstOf<Item, Answer>(items: readonly Item[], ask: (item: Item) => Answer | undefined): Answer | undefined {
  for (const item of items) {
    const answer = ask(item);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

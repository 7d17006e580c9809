import { directoryOf, nameOf, resolveIn } from '../discover/paths.ts';
import { KUSTOMIZATION_NAMES } from '../discover/source-type.ts';

/** Lines of a file that say something of what it holds, by its path. */
export type MarkedLines = ReadonlyMap<string, readonly string[]>;

/**
 * What lines are looked for: regular expressions that POSIX (extended) and JavaScript read alike. Files are searched for them
 * instead of being read as YAML, since a repository may have tens of thousands.
 */
export const MARKS = [
  // A value that stands elsewhere, or that a template prints, may be any.
  `kind["']?[ \t]*:[ \t]*["']?(Application|Namespace|[{&*!|>%#?]|$)`,
  'argoproj[.]io',
  'CreateNamespace|managedNamespaceMetadata',
  '[.][.]|file:',
  'valueFiles|fileParameters|components',
  // A character of YAML or JSON that is written as a number.
  '\\\\[xuU][0-9a-fA-F]',
] as const;

const MARK = new RegExp(MARKS.join('|'));
const OPEN_KIND = /kind["']?[ \t]*:[ \t]*["']?(?:[{&*!|>%#?]|$)/;
const APPLICATION = /kind["']?[ \t]*:[ \t]*["']?Application/;
const NAMESPACE = /kind["']?[ \t]*:[ \t]*["']?Namespace/;
const CREATOR = /CreateNamespace|managedNamespaceMetadata/;
const COMMENT = /^\s*#/;
const NAMING = /valueFiles|fileParameters|components/;
const UNCLEAR = /\\[xuU][0-9a-fA-F]|[$*?&]|\\$/;
const ESCAPE = /\\[xuU][0-9a-fA-F]/;

/** The lines of a text that a search for {@link MARKS} would find. */
export function findMarkedLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => MARK.test(line));
}

/** Which files may hold what, by their text. A file that is not named holds none of it. */
export interface Survey {
  /** Applications and ApplicationSets. */
  readonly applications: ReadonlySet<string>;
  /** ApplicationSets. */
  readonly sets: ReadonlySet<string>;
  readonly namespaces: ReadonlySet<string>;
  /** Applications that create their namespace or label it. */
  readonly creators: ReadonlySet<string>;
  /** Directories of the kustomizations, charts and override files that name a path elsewhere, by that path. */
  readonly referrers: ReadonlyMap<string, ReadonlySet<string>>;
  /** Directories of those about which the text does not tell what they name. */
  readonly open: ReadonlySet<string>;
}

/** @param exists whether there is a file or a directory */
export function surveyFiles(lines: MarkedLines, exists: (path: string) => boolean): Survey {
  const builder = new SurveyBuilder(exists);
  for (const [file, marked] of lines) builder.add(file, marked);
  return builder;
}

class SurveyBuilder implements Survey {
  readonly applications = new Set<string>();
  readonly sets = new Set<string>();
  readonly namespaces = new Set<string>();
  readonly creators = new Set<string>();
  readonly referrers = new Map<string, Set<string>>();
  readonly open = new Set<string>();
  private readonly exists: (path: string) => boolean;

  constructor(exists: (path: string) => boolean) {
    this.exists = exists;
  }

  add(file: string, lines: readonly string[]): void {
    const text = lines.join('\n');
    // It may hold anything.
    const isOpen = ESCAPE.test(text) || lines.some((line) => OPEN_KIND.test(line));
    const isArgo = isOpen || text.includes('argoproj.io');
    if (isOpen || (isArgo && APPLICATION.test(text))) this.applications.add(file);
    if (isOpen || (isArgo && text.includes('ApplicationSet'))) this.sets.add(file);
    if (isOpen || NAMESPACE.test(text)) this.namespaces.add(file);
    if (isOpen || CREATOR.test(text)) this.creators.add(file);
    if (refersToFiles(file)) this.addReferences(file, lines);
  }

  /**
   * Paths below the directory itself are seen without looking: who has a changed file around or below it is always considered.
   */
  private addReferences(file: string, lines: readonly string[]): void {
    const directory = directoryOf(file);
    const isNaming = isOverride(nameOf(file)) && lines.some((line) => NAMING.test(line));
    if (isNaming || lines.some((line) => UNCLEAR.test(line))) this.open.add(directory);
    for (const token of lines.flatMap((line) => (COMMENT.test(line) ? [] : line.split(/[\s"',[\]{}]+/)))) {
      if (!token.includes('..')) continue;
      const path = resolveIn(directory, token.replace(/^.*file:\/\//, ''));
      // It was something else, or half of a name.
      if (!this.exists(path)) this.open.add(directory);
      const known = this.referrers.get(path);
      if (known === undefined) this.referrers.set(path, new Set([directory]));
      else known.add(directory);
    }
  }
}

function refersToFiles(file: string): boolean {
  const name = nameOf(file);
  return KUSTOMIZATION_NAMES.has(name) || name === 'Chart.yaml' || name === 'requirements.yaml' || isOverride(name);
}

function isOverride(name: string): boolean {
  return name.startsWith('.argocd-source') && name.endsWith('.yaml');
}

/** What {@link readRepositoryUrls} reads. */
export const URL_MARK = 'repoURL';

/** The repositories that are named in lines with the mark, as they are written. */
export function readRepositoryUrls(lines: MarkedLines): ReadonlySet<string> {
  const urls = new Set<string>();
  for (const marked of lines.values()) {
    for (const [, url = ''] of marked.join('\n').matchAll(/repoURL["']?[ \t]*:[ \t]*["']?([^"',}\s]*)/g)) urls.add(url);
  }
  return urls;
}

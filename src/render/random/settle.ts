import { type FieldPath, formatPath } from '../../model/field-path.ts';
import { groupBy } from '../../model/group-by.ts';
import { isRecord, type KubernetesObject, metadataText } from '../../model/manifest.ts';
import { Placeholders } from './placeholders.ts';

/** An object and the file that it comes from. */
export type PlacedObject = readonly [file: string, object: KubernetesObject];

/** One output made of several renders of the same. */
export interface Settled {
  readonly objects: readonly PlacedObject[];
  /** Files of which something differs, sorted. */
  readonly differing: readonly string[];
  /** What has no fixed form, so that it is left out. */
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

/**
 * Makes one output, the same each time, of several renders. A text that differs becomes a placeholder, which no check of the
 * Pod Security Standards allows where it decides: they allow what they name. A number or a truth that differs, or another
 * shape, could decide either way and is a problem; so is a difference in what says how an object is to be taken.
 */
export function settle(renders: readonly (readonly PlacedObject[])[]): Settled {
  const settling = new Settling();
  const groups = renders.map((objects) => groupBy(objects, groupOf));
  for (const key of new Set(groups.flatMap((group) => [...group.keys()]))) {
    settling.addGroup(groups.map((group) => group.get(key) ?? []));
  }
  const { objects, differing, problems } = settling;
  return { objects, differing, problems };
}

class Settling {
  readonly objects: PlacedObject[] = [];
  readonly problems: { file: string; message: string }[] = [];
  private readonly files = new Set<string>();
  private readonly placeholders = new Placeholders();

  get differing(): readonly string[] {
    return [...this.files].sort();
  }

  /** @param variants the objects of one kind and file, in each render */
  addGroup(variants: readonly (readonly PlacedObject[])[]): void {
    const [file] = variants.flat()[0] as PlacedObject;
    if (new Set(variants.map(({ length }) => length)).size > 1) {
      this.addProblem({
        file,
        message: 'how many objects of a kind it renders differs each time: they cannot be judged',
      });
      return;
    }
    for (const objects of align(variants)) this.addObject(file, objects);
  }

  /** Problems in several objects of a file read the same: once is enough. */
  private addProblem(problem: { file: string; message: string }): void {
    if (!this.problems.some(({ file, message }) => file === problem.file && message === problem.message)) {
      this.problems.push(problem);
    }
  }

  private addObject(file: string, objects: readonly KubernetesObject[]): void {
    const [first] = objects as [KubernetesObject];
    if (areEqual(objects)) {
      this.objects.push([file, first]);
      return;
    }
    try {
      this.objects.push([file, this.merge(objects, []) as KubernetesObject]);
      this.files.add(file);
    } catch (error) {
      if (!(error instanceof Unsettled)) throw error;
      const message = `${formatPath(error.path)} of ${describe(objects)} differs each time it is rendered, so that it cannot be judged`;
      this.addProblem({ file, message });
    }
  }

  private merge(values: readonly unknown[], path: FieldPath): unknown {
    if (areEqual(values)) return values[0];
    if (values.every((value) => typeof value === 'string')) {
      if (DECIDES.test(String(path.at(-1)))) throw new Unsettled(path);
      return this.placeholders.of(values);
    }
    if (values.every(Array.isArray)) return this.mergeLists(values, path);
    if (values.every(isRecord)) return this.mergeRecords(values, path);
    throw new Unsettled(path);
  }

  private mergeLists(lists: readonly (readonly unknown[])[], path: FieldPath): unknown {
    const [first = []] = lists;
    const sorted = lists.map((list) => list.toSorted(compareAsText));
    if (areEqual(sorted)) return sorted[0];
    if (lists.some(({ length }) => length !== first.length)) throw new Unsettled(path);
    return first.map((_, index) =>
      this.merge(
        lists.map((list) => list[index]),
        [...path, index],
      ),
    );
  }

  private mergeRecords(records: readonly Readonly<Record<string, unknown>>[], path: FieldPath): unknown {
    const [first = {}] = records;
    if (!areEqual(records.map((record) => Object.keys(record).sort()))) throw new Unsettled(path);
    const entries = Object.keys(first).map((key) => [
      key,
      this.merge(
        records.map((record) => record[key]),
        [...path, key],
      ),
    ]);
    return Object.fromEntries(entries);
  }
}

/** What says what an object is, whether it is applied, and what its namespace asks for. */
const DECIDES = /^(?:apiVersion|kind|argocd\.argoproj\.io\/hook|helm\.sh\/hook|pod-security\.kubernetes\.io\/.*)$/;

class Unsettled extends Error {
  readonly path: FieldPath;

  constructor(path: FieldPath) {
    super(formatPath(path));
    this.path = path;
  }
}

function groupOf([file, { apiVersion, kind }]: PlacedObject): string {
  return JSON.stringify([file, apiVersion, kind]);
}

/** Puts the variants of each object together: those of one name, and the others in their order. */
function align(variants: readonly (readonly PlacedObject[])[]): readonly (readonly KubernetesObject[])[] {
  const named = variants.map((objects) => groupBy(objects, nameOf));
  const isShared = (object: PlacedObject) => named.every((group) => group.get(nameOf(object))?.length === 1);
  const names = variants.map((objects) => objects.map(nameOf));
  const ordered = variants.map((objects) => {
    if (areEqual(names)) return objects;
    const shared = objects.filter(isShared).toSorted((a, b) => compareAsText(nameOf(a), nameOf(b)));
    return [...shared, ...objects.filter((object) => !isShared(object))];
  });
  return (ordered[0] ?? []).map((_, index) => ordered.map((objects) => (objects[index] as PlacedObject)[1]));
}

function nameOf([, object]: PlacedObject): string {
  return JSON.stringify([metadataText(object, 'namespace'), metadataText(object, 'name')]);
}

/** Without a name that is random itself. */
function describe(objects: readonly KubernetesObject[]): string {
  const [first] = objects as [KubernetesObject];
  return areEqual(objects.map((object) => metadataText(object, 'name')))
    ? `${first.kind} ${metadataText(first, 'name')}`
    : first.kind;
}

function areEqual(values: readonly unknown[]): boolean {
  const [first, ...others] = values.map((value) => JSON.stringify(value));
  return others.every((other) => other === first);
}

function compareAsText(a: unknown, b: unknown): number {
  const [textA, textB] = [JSON.stringify(a), JSON.stringify(b)];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}

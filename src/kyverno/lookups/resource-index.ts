import { groupOf, isRecord, type KubernetesObject, metadataText } from '../../model/manifest.ts';
import { resourceNames } from '../kinds.ts';

/** Objects of one kind. */
interface Resources {
  readonly kind: string;
  /** By name; of several the last. */
  readonly byNamespace: Map<string, Map<string, KubernetesObject>>;
}

/** Names in URLs that objects of a kind may have. */
export type NamesOf = (apiVersion: string, kind: string) => readonly string[];

/** Finds objects by what their kind is called in URLs: `apps/v1`, `deployments`. */
export class ResourceIndex {
  readonly #byResource = new Map<string, Resources>();
  readonly #plurals: ReadonlyMap<string, string>;

  readonly #namesOf: NamesOf;

  /**
   * @param objects with the CustomResourceDefinitions of others among them, if there are any
   * @param namesOf what kinds are called that nobody defines
   */
  constructor(objects: readonly KubernetesObject[], namesOf: NamesOf = resourceNames) {
    this.#plurals = new Map(objects.flatMap(definedPlural));
    this.#namesOf = namesOf;
    for (const object of objects) this.#add(object);
  }

  /** The kind that has this name; nothing where there is no object of it. */
  kindOf(apiVersion: string, resource: string): string | undefined {
    return this.#byResource.get(keyOf(apiVersion, resource))?.kind;
  }

  get(apiVersion: string, resource: string, namespace: string, name: string): KubernetesObject | undefined {
    return this.#byResource.get(keyOf(apiVersion, resource))?.byNamespace.get(namespace)?.get(name);
  }

  /** Those in a namespace, in the order in which they were given. */
  list(apiVersion: string, resource: string, namespace: string): readonly KubernetesObject[] {
    const found = this.#byResource.get(keyOf(apiVersion, resource))?.byNamespace.get(namespace);
    return found === undefined ? [] : [...found.values()];
  }

  /** All of a kind, by namespace. */
  listAll(apiVersion: string, resource: string): readonly KubernetesObject[] {
    const found = this.#byResource.get(keyOf(apiVersion, resource));
    return found === undefined ? [] : [...found.byNamespace.values()].flatMap((objects) => [...objects.values()]);
  }

  #add(object: KubernetesObject): void {
    const apiVersion = typeof object.apiVersion === 'string' ? object.apiVersion : '';
    const namespace = metadataText(object, 'namespace');
    for (const resource of this.#resourcesOf(apiVersion, object.kind)) {
      const at = keyOf(apiVersion, resource);
      const known = this.#byResource.get(at) ?? { kind: object.kind, byNamespace: new Map() };
      this.#byResource.set(at, known);
      const objects = known.byNamespace.get(namespace) ?? new Map<string, KubernetesObject>();
      known.byNamespace.set(namespace, objects);
      objects.set(metadataText(object, 'name'), object);
    }
  }

  #resourcesOf(apiVersion: string, kind: string): readonly string[] {
    const defined = this.#plurals.get(keyOf(groupOf(apiVersion), kind));
    return defined === undefined ? this.#namesOf(apiVersion, kind) : [defined];
  }
}

/** Names of objects and kinds hold no blanks. */
function keyOf(first: string, second: string): string {
  return `${first} ${second}`;
}

/** Group and kind that a CustomResourceDefinition defines, with its name in URLs. */
function definedPlural({ kind, spec }: KubernetesObject): (readonly [string, string])[] {
  if (kind !== 'CustomResourceDefinition' || !isRecord(spec) || !isRecord(spec.names)) return [];
  const { group } = spec;
  const { kind: defined, plural } = spec.names;
  if (typeof group !== 'string' || typeof defined !== 'string' || typeof plural !== 'string') return [];
  return [[keyOf(group, defined), plural]];
}

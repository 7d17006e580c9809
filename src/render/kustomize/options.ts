import { RenderError } from '../../model/errors.ts';
import { isRecord } from '../../model/manifest.ts';
import { describe, type Fields } from './fields.ts';

/** `spec.source.kustomize`, with every field set. */
export interface KustomizeOptions {
  readonly version: string;
  readonly namePrefix: string;
  readonly nameSuffix: string;
  readonly namespace: string;
  readonly images: readonly string[];
  readonly replicas: readonly { readonly name: string; readonly count: number }[];
  readonly commonLabels: ReadonlyMap<string, string>;
  readonly forceCommonLabels: boolean;
  readonly labelWithoutSelector: boolean;
  readonly labelIncludeTemplates: boolean;
  readonly commonAnnotations: ReadonlyMap<string, string>;
  readonly forceCommonAnnotations: boolean;
  readonly commonAnnotationsEnvsubst: boolean;
  /** As the fields that the kustomization gets. */
  readonly patches: readonly Fields[];
  readonly components: readonly string[];
  readonly ignoreMissingComponents: boolean;
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
}

/**
 * Reads the block of an Application. Fields that Argo CD does not know are left out, as the API server prunes them.
 *
 * Source: argo-cd pkg/apis/application/v1alpha1/types.go, ApplicationSourceKustomize
 * @throws RenderError that names a field of the wrong type
 */
export function readOptions(block: Fields): KustomizeOptions {
  const at = (name: string) => new Value(`kustomize.${name}`, block[name]);
  return {
    version: at('version').text(),
    namePrefix: at('namePrefix').text(),
    nameSuffix: at('nameSuffix').text(),
    namespace: at('namespace').text(),
    images: at('images').list((image) => image.text()),
    replicas: at('replicas').list((replica) => ({
      name: replica.field('name').text(),
      count: replica.field('count').count(),
    })),
    commonLabels: at('commonLabels').texts(),
    forceCommonLabels: at('forceCommonLabels').flag(),
    labelWithoutSelector: at('labelWithoutSelector').flag(),
    labelIncludeTemplates: at('labelIncludeTemplates').flag(),
    commonAnnotations: at('commonAnnotations').texts(),
    forceCommonAnnotations: at('forceCommonAnnotations').flag(),
    commonAnnotationsEnvsubst: at('commonAnnotationsEnvsubst').flag(),
    patches: at('patches').list(readPatch),
    components: at('components').list((component) => component.text()),
    ignoreMissingComponents: at('ignoreMissingComponents').flag(),
    kubeVersion: at('kubeVersion').text(),
    apiVersions: at('apiVersions').list((version) => version.text()),
  };
}

const TARGET_FIELDS = ['group', 'version', 'kind', 'name', 'namespace', 'annotationSelector', 'labelSelector'];

function readPatch(patch: Value): Fields {
  const target = patch.field('target');
  const options = [...patch.field('options').entries()].map(([name, option]) => [name, option.flag()]);
  return {
    ...someText('path', patch.field('path').text()),
    ...someText('patch', patch.field('patch').text()),
    ...(target.isSet
      ? { target: Object.assign({}, ...TARGET_FIELDS.map((name) => someText(name, target.field(name).text()))) }
      : {}),
    ...(options.length === 0 ? {} : { options: Object.fromEntries(options) }),
  };
}

function someText(name: string, text: string): Fields {
  return text === '' ? {} : { [name]: text };
}

/** A value with its place, which is named when its type is wrong. What is not set, or null, is empty. */
class Value {
  private readonly place: string;
  private readonly value: unknown;

  constructor(place: string, value: unknown) {
    this.place = place;
    this.value = value;
  }

  get isSet(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  text(): string {
    if (!this.isSet) return '';
    if (typeof this.value !== 'string') return this.refuse('a string');
    if (this.value.includes('\0')) return this.refuse('a string without zero characters');
    return this.value;
  }

  flag(): boolean {
    if (!this.isSet) return false;
    return typeof this.value === 'boolean' ? this.value : this.refuse('true or false');
  }

  /** Kubernetes' IntOrString: a 32-bit integer, or the text of one. */
  count(): number {
    if (!this.isSet) return 0;
    if (typeof this.value === 'string' && /^[+-]?\d{1,15}$/.test(this.value)) return Number(this.value) + 0;
    const isInteger = typeof this.value === 'number' && Number.isInteger(this.value) && Math.abs(this.value) < 2 ** 31;
    return isInteger ? (this.value as number) : this.refuse('an integer or the text of one');
  }

  list<T>(read: (item: Value) => T): readonly T[] {
    if (!this.isSet) return [];
    if (!Array.isArray(this.value)) return this.refuse('a list');
    return this.value.map((item, index) => read(new Value(`${this.place}[${index}]`, item)));
  }

  texts(): ReadonlyMap<string, string> {
    return new Map([...this.entries()].map(([key, value]) => [key, value.text()]));
  }

  entries(): ReadonlyMap<string, Value> {
    if (!this.isSet) return new Map();
    if (!isRecord(this.value)) return this.refuse('a map');
    const entries = Object.entries(this.value);
    return new Map(entries.map(([key, value]) => [key, new Value(`${this.place}.${key}`, value)]));
  }

  field(name: string): Value {
    return this.entries().get(name) ?? new Value(`${this.place}.${name}`, undefined);
  }

  private refuse(allowed: string): never {
    throw new RenderError(`${this.place}: got ${describe(this.value)}, allowed: ${allowed}`);
  }
}

import { RenderError } from '../../model/errors.ts';
import { substitute } from '../substitute.ts';
import { addAnnotations, addLabels } from './add-metadata.ts';
import { appendPatches } from './append-patches.ts';
import type { Fields } from './fields.ts';
import type { FoundComponents } from './find-components.ts';
import { normalise } from './normalise.ts';
import type { KustomizeOptions } from './options.ts';
import { setImages } from './set-images.ts';
import { setReplicas } from './set-replicas.ts';

/** One edit of a kustomization. */
export interface Step {
  /** Arguments behind `kustomize edit`; nothing for what Argo CD does itself. */
  readonly command?: readonly string[];
  /** The same edit on the file's content. @throws RenderError as kustomize would */
  apply(content: unknown, file: string): Fields;
}

/**
 * The edits that an Application asks for, in Argo CD's order.
 *
 * Source: argo-cd util/kustomize/kustomize.go, Build
 * @throws RenderError for an argument that kustomize would take for an option: of its commands only three have a `--`
 */
export function planSteps(
  options: KustomizeOptions,
  environment: Readonly<Record<string, string>>,
  components: FoundComponents,
): readonly Step[] {
  const { namePrefix, nameSuffix, namespace, patches } = options;
  const images = options.images.map((image) => substitute(image, environment));
  const replicas = options.replicas.map(({ name, count }) => `${name}=${count}`);
  const labels = pairsOf(options.commonLabels, (value) => substitute(value, environment));
  const annotations = pairsOf(options.commonAnnotations, (value) =>
    options.commonAnnotationsEnvsubst ? substitute(value, environment) : value,
  );
  const labelFlags = {
    force: options.forceCommonLabels,
    withoutSelector: options.labelWithoutSelector,
    includeTemplates: options.labelIncludeTemplates,
  };
  const force = options.forceCommonAnnotations;
  return [
    ...setText('namePrefix', 'nameprefix', namePrefix),
    ...setText('nameSuffix', 'namesuffix', nameSuffix),
    ...edit('images', ['set', 'image'], images, (k, file) => setImages(k, images, file)),
    ...edit('replicas', ['set', 'replicas'], replicas, (k, file) => setReplicas(k, options.replicas, file)),
    ...edit('commonLabels', ['add', 'label', ...flagsOf(labelFlags)], labels, (k, file) =>
      addLabels(k, labels, labelFlags, file),
    ),
    ...edit('commonAnnotations', ['add', 'annotation', ...flagsOf({ force })], annotations, (k, file) =>
      addAnnotations(k, annotations, force, file),
    ),
    ...setText('namespace', 'namespace', namespace),
    ...(patches.length === 0 ? [] : [{ apply: (k: unknown, file: string) => appendPatches(k, patches, file) }]),
    ...edit('components', ['add', 'component'], components.named, (k, file) => components.addTo(k, file)),
  ];
}

function setText(field: string, command: string, value: string): Step[] {
  if (value === '') return [];
  return [
    {
      command: ['set', command, '--', value],
      apply: (content, file) => ({ ...normalise(content, file), [field]: value }),
    },
  ];
}

function edit(
  option: string,
  command: readonly string[],
  args: readonly string[],
  change: (kustomization: Fields, file: string) => Fields,
): Step[] {
  if (args.length === 0) return [];
  const mistaken = args.find((arg) => arg.startsWith('-'));
  if (mistaken !== undefined) {
    throw new RenderError(`kustomize.${option}: ${mistaken} begins with a dash: kustomize takes it for an option`);
  }
  return [{ command: [...command, ...args], apply: (content, file) => change(normalise(content, file), file) }];
}

function pairsOf(texts: ReadonlyMap<string, string>, toText: (text: string) => string): string[] {
  return [...texts].map(([key, value]) => `${key}:${toText(value)}`);
}

const FLAGS = { force: '--force', withoutSelector: '--without-selector', includeTemplates: '--include-templates' };

function flagsOf(flags: Partial<Record<keyof typeof FLAGS, boolean>>): string[] {
  return (Object.keys(FLAGS) as (keyof typeof FLAGS)[]).filter((name) => flags[name]).map((name) => FLAGS[name]);
}

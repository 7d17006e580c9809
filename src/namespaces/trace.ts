import { groupBy } from '../model/group-by.ts';
import { isRecord, type Manifest, metadataText } from '../model/manifest.ts';
import type { Location } from '../model/report.ts';
import { parseManifests } from '../parse/manifests.ts';
import { sourceOfFile } from '../parse/sources.ts';
import { YamlError } from '../parse/yaml/construct.ts';
import { createLocator } from '../parse/yaml/locate.ts';
import { readYaml } from '../parse/yaml/read.ts';
import { isNamespace, type Trace } from './declare.ts';

/** A file that took part in rendering. */
export interface InputFile {
  readonly path: string;
  readonly text: string;
}

/** Finds where the labels of a rendered Namespace come from. */
export type Tracer = (rendered: Manifest) => Trace;

/**
 * Looks among the inputs for a Namespace (or a patch of one) that has the label with that value, else for a line that names
 * it, as in `labels:` of a kustomization, a JSON patch or a template. Where no input does, what was rendered is named.
 *
 * @param inputs nearest to the root first: what overrides comes before what is overridden
 */
export function createTracer(inputs: readonly InputFile[]): Tracer {
  const parsed = inputs.flatMap(readNamespaces);
  const byName = groupBy(parsed, ({ object }) => metadataText(object, 'name'));
  return (rendered) => {
    const name = metadataText(rendered.object, 'name');
    const named = byName.get(name) ?? [];
    const locate = createLocate(named.length > 0 ? named : parsed, inputs, rendered);
    const [resource, ...others] = named;
    if (resource === undefined || others.length > 0 || isPatch(resource)) return { locate };
    return { locate, editable: { file: resource.source.file, kind: 'Namespace', name, namespace: '' } };
  };
}

function createLocate(
  candidates: readonly Manifest[],
  inputs: readonly InputFile[],
  rendered: Manifest,
): Trace['locate'] {
  const locate = (key?: string): Location => {
    const value = key === undefined ? undefined : labelsOf(rendered)[key];
    if (key === undefined || value === undefined) {
      return placeOf(candidates[0], ['metadata', 'labels']) ?? findKind(inputs) ?? { file: rendered.source.file };
    }
    const holder = candidates.find((manifest) => labelsOf(manifest)[key] === value);
    return placeOf(holder, ['metadata', 'labels', key]) ?? findText(inputs, key, value) ?? locate();
  };
  return locate;
}

function readNamespaces({ path, text }: InputFile): readonly Manifest[] {
  if (!/\.(?:ya?ml|json)$/.test(path) || !text.includes('Namespace')) return [];
  return parseManifests(text, sourceOfFile(path)).manifests.filter(isNamespace);
}

/** Files of patches are often called so; adding a label to one would work, but is not where people look for it. */
function isPatch({ source }: Manifest): boolean {
  return /patch[^/]*$/i.test(source.file);
}

function labelsOf({ object }: Manifest): Readonly<Record<string, unknown>> {
  const { metadata } = object;
  return isRecord(metadata) && isRecord(metadata.labels) ? metadata.labels : {};
}

function placeOf(manifest: Manifest | undefined, path: readonly string[]): Location | undefined {
  if (manifest === undefined) return undefined;
  const { file } = manifest.source;
  const line = manifest.source.lineOf(path);
  return line === undefined ? { file } : { file, line };
}

/** A line that names the label, best with its value. JSON patches write `/` in a key as `~1`. */
function findText(inputs: readonly InputFile[], key: string, value: unknown): Location | undefined {
  const keys = [key, key.replaceAll('/', '~1')];
  const hasKey = (line: string) => keys.some((spelling) => holdsWhole(line, spelling));
  const withValue = findLine(inputs, (line) => hasKey(line) && line.includes(String(value)));
  if (withValue !== undefined) return withValue.location;
  const found = findLine(inputs, hasKey);
  return found === undefined ? undefined : (findValue(inputs, found.line) ?? found.location);
}

/** Whether a line holds a key that does not go on: `…/enforce` is not `…/enforce-version`. */
function holdsWhole(line: string, key: string): boolean {
  for (let at = line.indexOf(key); at !== -1; at = line.indexOf(key, at + 1)) {
    if (!/[A-Za-z0-9_.-]/.test(line[at + key.length] ?? '')) return true;
  }
  return false;
}

/** What a template's line prints: `{{ .Values.podSecurity.enforce }}`. */
const VALUE_REFERENCE = /\.Values\.([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)/;

/** The value of a chart that a line of a template prints: where a person would change it. */
function findValue(inputs: readonly InputFile[], line: string): Location | undefined {
  const path = VALUE_REFERENCE.exec(line)?.[1]?.split('.');
  const file = inputs.find((input) => /(?:^|\/)values\.yaml$/.test(input.path));
  if (path === undefined || file === undefined) return undefined;
  try {
    const isSet = path.reduce<unknown>(
      (value, step) => (isRecord(value) ? value[step] : undefined),
      readYaml(file.text),
    );
    return isSet === undefined ? undefined : { file: file.path, line: createLocator(file.text)(path) };
  } catch (error) {
    // Helm would not have rendered with such a file; whatever this one is, it says nothing.
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}

function findKind(inputs: readonly InputFile[]): Location | undefined {
  return findLine(inputs, (line) => /kind["']?\s*:\s*["']?Namespace\b/.test(line))?.location;
}

function findLine(
  inputs: readonly InputFile[],
  isWanted: (line: string) => boolean,
): { readonly location: Location; readonly line: string } | undefined {
  for (const { path, text } of inputs) {
    const lines = text.split('\n');
    const index = lines.findIndex((line) => !/^\s*#/.test(line) && isWanted(line));
    if (index !== -1) return { location: { file: path, line: index + 1 }, line: lines[index] ?? '' };
  }
  return undefined;
}

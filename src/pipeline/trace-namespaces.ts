import type { Manifest } from '../model/manifest.ts';
import { FileError, type FileTree } from '../model/ports.ts';
import { STDIN, type Target } from '../model/target.ts';
import { isNamespace, type Trace, traceInFile } from '../namespaces/declare.ts';
import { createTracer, type InputFile, type Tracer } from '../namespaces/trace.ts';
import { decodeText } from '../parse/text.ts';
import type { Rendered } from './render.ts';

/** A Namespace that a target renders, and where its labels are written. */
export interface TracedNamespace {
  readonly manifest: Manifest;
  readonly trace: Trace;
}

/** Finds the Namespaces among rendered manifests, and where the labels of each are written, through the renderer. */
export async function traceNamespaces(
  { manifests, inputsOf }: Rendered,
  target: Target,
  tree: FileTree,
): Promise<readonly TracedNamespace[]> {
  const tracers = new Map<string, Tracer>();
  const traced: TracedNamespace[] = [];
  for (const manifest of manifests.filter(isNamespace)) {
    const inputs = inputsOf === undefined ? inputsOfTarget(manifest, target) : inputsFrom(manifest, inputsOf);
    if (inputs === undefined) {
      traced.push({ manifest, trace: traceInPlainFile(manifest, target) });
      continue;
    }
    const key = inputs.join('\n');
    const tracer = tracers.get(key) ?? createTracer(await readInputs(inputs, tree));
    tracers.set(key, tracer);
    const { locate, editable } = tracer(manifest);
    // What a template prints cannot be edited.
    const isEditable = !inputs.some(isValues) && editable !== undefined;
    traced.push({ manifest, trace: isEditable ? { locate, editable } : { locate } });
  }
  return traced;
}

function isValues(path: string): boolean {
  return path === 'values.yaml' || path.endsWith('/values.yaml');
}

/** The template before the values of its chart. */
function inputsFrom({ source }: Manifest, inputsOf: NonNullable<Rendered['inputsOf']>): readonly string[] | undefined {
  const inputs = inputsOf(source);
  return inputs?.some(isValues) ? [source.file, ...inputs] : inputs;
}

/** Files that a rendered Namespace is made of; nothing for one that stands in a file as it is. */
function inputsOfTarget({ source }: Manifest, target: Target): readonly string[] | undefined {
  if (target.kind !== 'HelmChart') return target.inputs;
  return [source.file, target.path === '.' ? 'values.yaml' : `${target.path}/values.yaml`];
}

function traceInPlainFile(manifest: Manifest, { path }: Target): Trace {
  const { locate, editable } = traceInFile(manifest);
  return editable === undefined || path === STDIN ? { locate } : { locate, editable };
}

async function readInputs(paths: readonly string[], tree: FileTree): Promise<readonly InputFile[]> {
  const files: InputFile[] = [];
  for (const path of paths) {
    if ((await tree.typeOf(path)) !== 'file') continue;
    try {
      files.push({ path, text: decodeText(await tree.read(path)) });
    } catch (error) {
      // Whoever renders the file says what is wrong with it.
      if (!(error instanceof FileError)) throw error;
    }
  }
  return files;
}

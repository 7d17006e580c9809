import { inDirectory } from '../../discover/paths.ts';
import { KUSTOMIZATION_NAMES } from '../../discover/source-type.ts';
import { RenderError } from '../../model/errors.ts';
import { FileError, type FileTree } from '../../model/ports.ts';
import { decodeText } from '../../parse/text.ts';
import { YamlError } from '../../parse/yaml/construct.ts';
import { readYaml } from '../../parse/yaml/read.ts';

/** The kustomization files of a directory, in kustomize's order. More than one is an error to kustomize. */
export async function findKustomizationFiles(tree: FileTree, directory: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of KUSTOMIZATION_NAMES) {
    const file = inDirectory(directory, name);
    if ((await tree.typeOf(file)) !== undefined) files.push(file);
  }
  return files;
}

/**
 * The content of a kustomization file, read as kustomize reads it: by the rules of sigs.k8s.io/yaml.
 *
 * @throws RenderError when it cannot be read; what it refers to would be unknown
 */
export async function readKustomizationFile(tree: FileTree, file: string): Promise<unknown> {
  try {
    return readYaml(decodeText(await tree.read(file)));
  } catch (error) {
    if (error instanceof YamlError) throw new RenderError(`${file}: line ${error.line + 1}: ${error.message}`);
    if (error instanceof FileError) throw new RenderError(`${file} ${error.message}`);
    throw error;
  }
}

/**
 * The file that is to be edited.
 *
 * Source: kustomize commands/internal/kustfile/kustomizationfile.go, validate; argo-cd util/kustomize/kustomize.go,
 * findKustomizeFile, which takes the first of several
 * @param byArgo whether Argo CD itself edits, and not kustomize
 * @throws RenderError when there is none, or kustomize finds several
 */
export async function findEditedFile(tree: FileTree, directory: string, byArgo: boolean): Promise<string> {
  const files = await findKustomizationFiles(tree, directory);
  const [file] = files;
  if (file === undefined) throw new RenderError(`kustomize: Missing kustomization file in ${directory}`);
  if (files.length > 1 && !byArgo) {
    throw new RenderError(`kustomize: Found multiple kustomization files: ${files.join(', ')}`);
  }
  if ((await tree.typeOf(file)) !== 'file') throw new RenderError(`kustomize: ${file} should be a file`);
  return file;
}

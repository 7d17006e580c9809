import { directoryOf, nameOf } from '../../../discover/paths.ts';
import { setField } from '../fields.ts';
import { normalize } from '../normalize.ts';
import { typedList } from '../typed-values.ts';

/**
 * What a git generator says of a path, as a tree for Go templates.
 *
 * @param file name of the file, in generators of files
 * @param prefix `pathParamPrefix`, or empty
 */
export function pathTree(directory: string, file: string | undefined, prefix: string): Record<string, unknown> {
  const path: Record<string, unknown> = {
    path: directory,
    basename: nameOf(directory),
    basenameNormalized: normalize(nameOf(directory)),
    segments: typedList(directory.split('/')),
    ...(file === undefined ? {} : { filename: file, filenameNormalized: normalize(file) }),
  };
  const tree: Record<string, unknown> = {};
  if (prefix === '') tree.path = path;
  else setField(tree, prefix, { path });
  return tree;
}

/** The same as texts by name: `path`, `path.basename`, `path[0]`. */
export function pathTexts(directory: string, file: string | undefined, prefix: string): Record<string, string> {
  const name = prefix === '' ? 'path' : `${prefix}.path`;
  const texts: Record<string, string> = {};
  const add = (key: string, text: string) => setField(texts, key, text);
  add(name, directory);
  add(`${name}.basename`, nameOf(directory));
  add(`${name}.basenameNormalized`, normalize(nameOf(directory)));
  if (file !== undefined) {
    add(`${name}.filename`, file);
    add(`${name}.filenameNormalized`, normalize(file));
  }
  directory.split('/').forEach((segment, index) => {
    if (segment !== '') add(`${name}[${index}]`, segment);
  });
  return texts;
}

/** Directory and name of a file; `.` for what lies in the root. */
export function splitPath(path: string): readonly [directory: string, name: string] {
  return [directoryOf(path), nameOf(path)];
}

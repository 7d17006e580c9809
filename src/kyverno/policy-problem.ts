import { type Manifest, metadataText } from '../model/manifest.ts';
import type { FieldProblem } from './read/problem.ts';
import type { PolicyProblem } from './types.ts';

/** A problem with the place where it is written. */
export function toPolicyProblem({ object, source }: Manifest, { path, message }: FieldProblem): PolicyProblem {
  const namespace = metadataText(object, 'namespace');
  const name = metadataText(object, 'name');
  return {
    file: source.file,
    line: source.lineOf(stepsOf(path)),
    policy: `${object.kind} ${namespace === '' ? name : `${namespace}/${name}`}`,
    path,
    message,
  };
}

/** `spec.rules[0]` as `['spec', 'rules', 0]`; keys with dots lead to what is above them. */
function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|\["([^"]*)"\]|([^.[\]"]+)/g)].map(([, index, quoted, name]) =>
    index === undefined ? (quoted ?? name ?? '') : Number(index),
  );
}

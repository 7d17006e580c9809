import type { Manifest } from '../../model/manifest.ts';
import { toPolicyProblem } from '../policy-problem.ts';
import type { FieldProblem } from '../read/problem.ts';
import { decode, type ObjectShape } from '../read/shape.ts';
import type { PolicyProblem } from '../types.ts';
import { keyOf } from './activation.ts';

/** The spec of a document, or what is wrong with it. */
export type ReadSpec<Spec> =
  | { readonly spec: Spec; readonly problems?: undefined }
  | { readonly spec?: undefined; readonly problems: readonly PolicyProblem[] };

/** @param check adds what the shape cannot say */
export function readSpec<Spec>(
  manifest: Manifest,
  shape: ObjectShape,
  check?: (spec: Spec, problems: FieldProblem[]) => void,
): ReadSpec<Spec> {
  const problems: FieldProblem[] = [];
  const { spec } = decode(manifest.object, shape, '', problems) as { spec: Spec };
  if (problems.length === 0) check?.(spec, problems);
  return problems.length === 0 ? { spec } : { problems: toPolicyProblems(manifest, problems) };
}

/** Each problem once: a policy that is extended to controllers is compiled several times. */
export function toPolicyProblems(manifest: Manifest, problems: readonly FieldProblem[]): readonly PolicyProblem[] {
  const distinct = new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem]));
  return [...distinct.values()].map((problem) => toPolicyProblem(manifest, problem));
}

/** `ValidatingPolicy some-name` */
export function nameDocument({ object }: Manifest): string {
  return `${object.kind} ${keyOf(object)}`;
}

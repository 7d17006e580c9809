import { type Fields, field, fieldsOf } from '../fields.ts';
import { flatten } from '../flatten.ts';
import type { Params, Run } from '../run.ts';
import { readSelector } from '../selector.ts';
import { SetProblem } from '../set-problem.ts';
import { generateClusters } from './cluster.ts';
import { generateGit } from './git.ts';
import { generateList } from './list.ts';
import { generateMatrix } from './matrix.ts';
import { generateMerge } from './merge.ts';
import { type GeneratorType, REMOTE_SOURCES, typesOf } from './types.ts';

/** Combinations may stand in combinations, once. */
const MAX_DEPTH = 2;

/**
 * Parameters of one generator, those left out that the entry's selector does not match.
 *
 * Source: argo-cd applicationset/generators/generator_spec_processor.go, Transform
 * @param entry what names the generator; its type is one of its fields
 * @param depth how many combinations it stands in
 * @throws SetProblem
 */
export async function generate(
  type: GeneratorType,
  entry: Fields,
  path: string,
  depth: number,
  run: Run,
): Promise<Params[]> {
  const selects = readSelector(field(entry, 'selector'), `${path}.selector`);
  const params = await generateAll(type, entry, `${path}.${type}`, depth, run);
  return selects === undefined ? params : params.filter((each) => selects(flatten(each)));
}

function generateAll(type: GeneratorType, entry: Fields, path: string, depth: number, run: Run): Promise<Params[]> {
  const generator = fieldsOf(field(entry, type), path);
  const child = (nested: unknown, place: string) => generateChild(nested, place, depth + 1, run);
  switch (type) {
    case 'list':
      return Promise.resolve(generateList(generator, path, run));
    case 'git':
      return generateGit(generator, path, run);
    case 'clusters':
      return generateClusters(generator, path, run);
    case 'matrix':
      return generateMatrix(generator, path, run, child);
    case 'merge':
      return generateMerge(generator, path, run, child);
    default:
      throw new SetProblem(path, `asks ${REMOTE_SOURCES[type]}, and no parameters are recorded for it`, true);
  }
}

/** A generator inside a matrix or merge: exactly one. */
async function generateChild(entry: unknown, path: string, depth: number, run: Run): Promise<Params[]> {
  const fields = fieldsOf(entry, path);
  const named = typesOf(fields);
  const types = named.filter((type) => depth < MAX_DEPTH || (type !== 'matrix' && type !== 'merge'));
  const [type] = types;
  if (type !== undefined && types.length === 1) return generate(type, fields, path, depth, run);
  if (types.length > 1) throw new SetProblem(path, `has several generators: ${types.join(', ')}`);
  const reason =
    named.length > 0 ? 'is nested too deep: combinations nest once' : 'has no generator that Argo CD knows';
  throw new SetProblem(path, reason);
}

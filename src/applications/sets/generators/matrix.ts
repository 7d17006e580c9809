import { inChunks } from '../chunks.ts';
import { type Fields, listOf } from '../fields.ts';
import { combineTexts, mergeDeep } from '../merge-params.ts';
import type { Params, Run } from '../run.ts';
import { SetProblem } from '../set-problem.ts';
import { interpolateGenerator } from './interpolate.ts';
import type { GenerateChild } from './types.ts';

/**
 * `matrix`: every set of the first generator with every set that the second makes with its help.
 *
 * Source: argo-cd applicationset/generators/matrix.go
 * @throws SetProblem
 */
export async function generateMatrix(
  generator: Fields,
  path: string,
  run: Run,
  generateChild: GenerateChild,
): Promise<Params[]> {
  const children = listOf(generator.generators, `${path}.generators`);
  if (children.length !== 2) throw new SetProblem(path, `needs two generators, got ${children.length}`);
  const place = `${path}.generators[1]`;
  const first = await generateChild(children[0], `${path}.generators[0]`);
  // Often nothing in the second generator depends on the first.
  const memory = new Map<string, Promise<Params[]>>();
  const generateSecond = async (params: Params): Promise<Params[]> => {
    const child = await interpolateGenerator(children[1], params, place, run);
    const key = JSON.stringify(child);
    const found = memory.get(key) ?? generateChild(child, place);
    memory.set(key, found);
    return found;
  };
  const sets = await inChunks(first, children[1], async (params) => {
    const second = await generateSecond(params);
    run.budget.spendParameters(second.length);
    return second.map((other) => combine(params, other, path, run));
  });
  return sets.flat();
}

/** In Go templates what both say is the first one's; without them it is an error unless they agree. */
function combine(first: Params, second: Params, path: string, { isGo }: Run): Params {
  if (isGo) return mergeDeep(second, first);
  try {
    return combineTexts(first, second);
  } catch (error) {
    if (error instanceof SetProblem) throw new SetProblem(path, error.message);
    throw error;
  }
}

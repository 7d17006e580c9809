import { type Fields, fieldsOf, isAbsent, listOf, setField, textMapOf } from '../fields.ts';
import type { Params, Run } from '../run.ts';
import { SetProblem } from '../set-problem.ts';

/**
 * The second generator of a matrix with the parameters of the first filled in. Its own selector stays as it is, and so do keys of
 * `values` and those of its values that need a parameter which the first generator does not make: it may be one of the second's,
 * with which they are templated once more.
 *
 * Source: argo-cd applicationset/utils/utils.go, RenderGeneratorParams; generators/generator_spec_processor.go, Transform
 * @throws SetProblem
 */
export async function interpolateGenerator(
  generator: unknown,
  params: Params,
  path: string,
  run: Run,
): Promise<Fields> {
  const fields = fieldsOf(generator, path);
  if (Object.keys(params).length === 0) return fields;
  return renderFields(fields, path, (key, value, place) =>
    key === 'selector' ? Promise.resolve(value) : interpolateBlock(key, value, params, place, run),
  );
}

/** The block of one type of generator. */
async function interpolateBlock(
  type: string,
  value: unknown,
  params: Params,
  path: string,
  run: Run,
): Promise<unknown> {
  if (isAbsent(value)) return value;
  const isCombination = type === 'matrix' || type === 'merge';
  return renderFields(fieldsOf(value, path), path, async (key, item, place) => {
    // Templates of children mean nothing.
    if (key === 'template') return undefined;
    if (key === 'values') return interpolateValues(item, params, place, run);
    if (isCombination && key === 'generators') return interpolateNested(item, params, place, run);
    return run.templates.renderValue(item, params, place);
  });
}

async function interpolateNested(generators: unknown, params: Params, path: string, run: Run): Promise<unknown> {
  return Promise.all(
    listOf(generators, path).map((generator, index) => {
      const place = `${path}[${index}]`;
      return renderFields(fieldsOf(generator, place), place, (key, value, below) =>
        key === 'selector'
          ? run.templates.renderValue(value, params, below)
          : interpolateBlock(key, value, params, below, run),
      );
    }),
  );
}

async function interpolateValues(values: unknown, params: Params, path: string, run: Run): Promise<unknown> {
  return renderFields(textMapOf(values, path), path, async (_, value, place) => {
    try {
      return await run.templates.render(value as string, params, 'error');
    } catch (error) {
      if (!(error instanceof SetProblem)) throw error;
      if (MISSING_KEY.test(error.message)) return value;
      throw new SetProblem(place, error.message);
    }
  });
}

/** Source: argo-cd applicationset/utils/utils.go, isMissingKeyError */
const MISSING_KEY = /map has no entry for key|can't evaluate field/;

async function renderFields(
  fields: Fields,
  path: string,
  render: (key: string, value: unknown, path: string) => Promise<unknown>,
): Promise<Fields> {
  const pairs = Object.entries(fields);
  const values = await Promise.all(pairs.map(([key, value]) => render(key, value, `${path}.${key}`)));
  const result: Record<string, unknown> = {};
  pairs.forEach(([key], index) => {
    setField(result, key, values[index]);
  });
  return result;
}

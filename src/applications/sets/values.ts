import { copyFields, setField } from './fields.ts';
import type { Params, Run } from './run.ts';
import { TextMap } from './typed-values.ts';

/**
 * Adds a generator's `values`, templated with the other parameters, not with one another.
 *
 * Source: argo-cd applicationset/generators/value_interpolation.go
 * @throws SetProblem
 */
export async function addValues(values: Readonly<Record<string, string>>, params: Params, run: Run): Promise<Params> {
  const keys = Object.keys(values);
  if (keys.length === 0) return params;
  const texts = await Promise.all(keys.map((key) => run.templates.render(values[key] ?? '', params)));
  const target = copyFields(params);
  const rendered = new TextMap();
  keys.forEach((key, index) => {
    setField(rendered, key, texts[index] ?? '');
  });
  if (run.isGo) target.values = rendered;
  else for (const key of keys) setField(target, `values.${key}`, rendered[key]);
  return target;
}

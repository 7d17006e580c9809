import { isRecord } from '../../../model/manifest.ts';
import { type Fields, field, listOf, setField, textsOf } from '../fields.ts';
import { compareBytes } from '../go-print.ts';
import { mergeDeep } from '../merge-params.ts';
import type { Params, Run } from '../run.ts';
import { SetProblem } from '../set-problem.ts';
import type { GenerateChild } from './types.ts';

/**
 * `merge`: the sets of the first generator, overridden by those of the others that agree with them in `mergeKeys`.
 *
 * Argo CD leaves the order to chance; here it is that of the first generator.
 *
 * Source: argo-cd applicationset/generators/merge.go
 * @throws SetProblem
 */
export async function generateMerge(
  generator: Fields,
  path: string,
  run: Run,
  generateChild: GenerateChild,
): Promise<Params[]> {
  const children = listOf(generator.generators, `${path}.generators`);
  const mergeKeys = textsOf(generator.mergeKeys, `${path}.mergeKeys`);
  if (children.length < 2) throw new SetProblem(path, `needs two generators or more, got ${children.length}`);
  const all = await Promise.all(children.map((child, index) => generateChild(child, `${path}.generators[${index}]`)));
  if (mergeKeys.length === 0) throw new SetProblem(`${path}.mergeKeys`, 'must not be empty');
  const [base = new Map(), ...others] = all.map((sets, index) =>
    byKey(sets, mergeKeys, `${path}.generators[${index}]`),
  );
  for (const overrides of others) {
    for (const [key, params] of base) {
      const override = overrides.get(key);
      if (override !== undefined) base.set(key, run.isGo ? mergeDeep(params, override) : { ...params, ...override });
    }
  }
  return [...base.values()];
}

function byKey(sets: readonly Params[], mergeKeys: readonly string[], path: string): Map<string, Params> {
  const found = new Map<string, Params>();
  for (const params of sets) {
    const values: Record<string, unknown> = {};
    for (const key of mergeKeys) setField(values, key, field(params, key) ?? null);
    const text = canonicalJson(values);
    if (found.has(text)) throw new SetProblem(path, `makes several sets of parameters with the merge keys ${text}`);
    found.set(text, params);
  }
  return found;
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (isRecord(item) ? sortKeys(item) : item));
}

function sortKeys(fields: Fields): Fields {
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(fields).sort(compareBytes)) setField(sorted, key, fields[key]);
  return sorted;
}

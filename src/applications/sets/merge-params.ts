import { isRecord } from '../../model/manifest.ts';
import { copyFields, type Fields, field, isAbsent, setField } from './fields.ts';
import { goPrint } from './go-print.ts';
import { SetProblem } from './set-problem.ts';
import { TextMap, textMap } from './typed-values.ts';

/**
 * Mappings merged in depth, the second before the first; lists are replaced.
 *
 * Source: dario.cat/mergo, Merge with WithOverride, for `map[string]any`
 * @throws SetProblem where mergo panics: a map of texts takes no values of another map
 */
export function mergeDeep(target: Fields, source: Fields): Fields {
  if (target instanceof TextMap && !(source instanceof TextMap) && Object.keys(source).length > 0) {
    throw new SetProblem('', 'Argo CD cannot merge these parameters: one is a mapping of texts only, the other is not');
  }
  const merged = target instanceof TextMap ? textMap(target) : copyFields(target);
  for (const [key, value] of Object.entries(source)) {
    const before = field(merged, key);
    setField<unknown>(merged, key, isRecord(value) && isRecord(before) ? mergeDeep(before, value) : value);
  }
  return merged;
}

/**
 * Parameters of both, as texts.
 *
 * Source: argo-cd applicationset/utils/map.go, CombineStringMaps
 * @throws SetProblem when they disagree
 */
export function combineTexts(first: Fields, second: Fields): Fields {
  const combined: Record<string, string> = {};
  for (const [key, value] of Object.entries(first)) setField(combined, key, goPrint(value));
  for (const [key, value] of Object.entries(second)) {
    const text = goPrint(value);
    const before = field(combined, key);
    if (before !== undefined && before !== text) {
      throw new SetProblem('', `both generators make a parameter ${JSON.stringify(key)}, with different values`);
    }
    setField(combined, key, text);
  }
  return combined;
}

/**
 * A generator's template, filled up from `spec.template` where it says nothing: absent, empty, zero and false are nothing.
 *
 * Source: argo-cd applicationset/generators/generator_spec_processor.go, mergeGeneratorTemplate; mergo without override
 */
export function fillTemplate(own: Fields, base: Fields): Fields {
  const filled = copyFields(own);
  for (const [key, value] of Object.entries(base)) {
    const before = field(filled, key);
    if (isEmpty(before)) setField(filled, key, value);
    // Raw JSON is one value to Go.
    else if (isRecord(before) && isRecord(value) && key !== 'valuesObject')
      setField(filled, key, fillTemplate(before, value));
  }
  return filled;
}

function isEmpty(value: unknown): boolean {
  if (isAbsent(value) || value === '' || value === 0 || value === false) return true;
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}

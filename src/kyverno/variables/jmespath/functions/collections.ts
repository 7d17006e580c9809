import { formatFloat64 } from '../../../../model/values/number.ts';
import { YamlError } from '../../../../parse/yaml/construct.ts';
import { readYaml } from '../../../../parse/yaml/read.ts';
import { parseJson } from '../../../values/json.ts';
import { sortedKeys } from '../../../values/order.ts';
import { VariableError } from '../../errors.ts';
import { type Evaluation, isEqual, isMap, setField } from '../evaluation.ts';
import { type FunctionTable, functionError } from './signature.ts';
import { scalarText } from './text.ts';

/** Kyverno's functions on lists and maps. Source: kyverno pkg/engine/jmespath/functions.go */
export const COLLECTION_FUNCTIONS: FunctionTable = {
  items: { parameters: [['object', 'array'], ['string'], ['string']], call: items },
  label_match: { parameters: [['object'], ['object']], call: labelMatch },
  lookup: {
    parameters: [
      ['object', 'array'],
      ['string', 'number'],
    ],
    call: lookup,
  },
  object_from_lists: { parameters: [['array'], ['array']], call: objectFromLists },
  parse_json: { parameters: [['string']], call: ([text]) => parseJson(text as string) },
  parse_yaml: { parameters: [['string']], call: ([text]) => parseYamlText(text as string) },
};

/** Every pair of a map, or index and element of a list, as a map of its own. */
function items([source, keyName, valueName]: readonly unknown[]): unknown {
  const pairs: readonly (readonly [string | number, unknown])[] = isMap(source)
    ? sortedKeys(source).map((key) => [key, source[key]] as const)
    : [...(source as readonly unknown[]).entries()];
  return pairs.map(([key, value]) => {
    const item: Record<string, unknown> = {};
    setField(item, keyName as string, key);
    setField(item, valueName as string, value);
    return item;
  });
}

/** Whether the second map has all pairs of the first. */
function labelMatch([labels, candidates]: readonly unknown[], evaluation: Evaluation): boolean {
  const target = candidates as Readonly<Record<string, unknown>>;
  const wanted = Object.entries(labels as Readonly<Record<string, unknown>>);
  evaluation.spend(wanted.length);
  return wanted.every(([key, value]) => Object.hasOwn(target, key) && isEqual(value, target[key], evaluation));
}

function lookup([source, key]: readonly unknown[]): unknown {
  if (isMap(source)) {
    if (typeof key !== 'string') throw functionError('lookup', 'argument #2 is not of type String');
    return Object.hasOwn(source, key) ? (source[key] ?? null) : null;
  }
  if (typeof key !== 'number') throw functionError('lookup', 'argument #2 is not of type Number');
  if (!Number.isInteger(key))
    throw functionError('lookup', `argument #2: expected an integer number but got: ${formatFloat64(key)}`);
  return (source as readonly unknown[])[key] ?? null;
}

function objectFromLists([keys, values]: readonly unknown[]): unknown {
  const result: Record<string, unknown> = {};
  for (const [index, key] of (keys as readonly unknown[]).entries()) {
    const name = scalarText(key);
    if (name === undefined) throw functionError('object_from_lists', 'argument #1 is not of type StringArray');
    setField(result, name, (values as readonly unknown[])[index] ?? null);
  }
  return result;
}

function parseYamlText(text: string): unknown {
  try {
    return readYaml(text);
  } catch (error) {
    if (error instanceof YamlError) throw new VariableError(`error converting YAML to JSON: yaml: ${error.message}`);
    throw error;
  }
}

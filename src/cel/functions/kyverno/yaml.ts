import type { Budget } from '../../budget.ts';
import { CelError } from '../../types.ts';
import { DYN } from '../../typing/cel-type.ts';
import { meteredFunction, type Overload } from '../../typing/overload.ts';
import { fromGoJson } from './go-json.ts';

/**
 * YAML, in which all numbers are doubles.
 *
 * Source: github.com/kyverno/sdk/extensions/cel/libs/yaml
 *
 * @param parse reads one document; throws for what is none
 */
export function yamlFunctions(parse: (text: string) => unknown): readonly Overload[] {
  const parseText = (budget: Budget, text: unknown): unknown => {
    if (typeof text !== 'string') throw new CelError('unsupported type conversion to string');
    budget.spend(text.length);
    return fromGoJson(attempt(() => parse(text)));
  };
  return [meteredFunction('yaml.parse', [DYN], DYN, parseText)];
}

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    throw new CelError(`error converting YAML to JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

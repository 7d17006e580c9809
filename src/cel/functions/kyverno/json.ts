import type { Budget } from '../../budget.ts';
import { toJson } from '../../to-json.ts';
import { CelError } from '../../types.ts';
import { DYN, STRING } from '../../typing/cel-type.ts';
import { meteredFunction, type Overload } from '../../typing/overload.ts';
import { fromGoJson } from './go-json.ts';

/**
 * JSON, in which all numbers are doubles.
 *
 * Source: github.com/kyverno/sdk/extensions/cel/libs/json; cel-go ext/encoders.go
 */
export const JSON_FUNCTIONS: readonly Overload[] = [
  meteredFunction('json.unmarshal', [DYN], DYN, unmarshal),
  meteredFunction('json.marshal', [DYN], STRING, marshal),
  meteredFunction('json.encode', [DYN], STRING, marshal),
];

function unmarshal(budget: Budget, text: unknown): unknown {
  if (typeof text !== 'string') throw new CelError('unsupported type conversion to string');
  budget.spend(text.length >> 2);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CelError(text.trim() === '' ? 'unexpected end of JSON input' : 'invalid JSON');
  }
  return fromGoJson(value);
}

/** Keys are sorted, and what HTML could take for its own is escaped, as Go does. */
function marshal(budget: Budget, value: unknown): string {
  const text = JSON.stringify(sorted(toJson(value)));
  budget.spendOnResult(text);
  return text.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

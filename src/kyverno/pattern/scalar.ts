import { isRecord } from '../../model/manifest.ts';
import { isInt64, type NumberType, parseFloat64, parseInt64 } from '../values/go-text.ts';
import { compileText, type ValueTest } from './text-pattern.ts';

/** Texts that were compiled, by themselves; let go when there are too many. */
const compiledTexts = new Map<string, ValueTest>();
const MAX_COMPILED_TEXTS = 10_000;

/**
 * Whether a value matches a scalar of a pattern. Of a mapping only the type is compared; a list never matches.
 *
 * Source: kyverno pkg/engine/pattern/pattern.go, Validate
 *
 * @param numbers the type that whole numbers of the pattern have
 */
export function matchScalar(value: unknown, pattern: unknown, numbers: NumberType = 'int64'): boolean {
  return compileScalar(pattern, numbers)(value);
}

export function compileScalar(pattern: unknown, numbers: NumberType): ValueTest {
  if (typeof pattern === 'string') return compileTextOnce(pattern);
  if (typeof pattern === 'number') return compileNumber(pattern, numbers);
  if (typeof pattern === 'boolean') return (value) => value === pattern;
  if (pattern === null || pattern === undefined) return isEmpty;
  return isRecord(pattern) ? isRecord : () => false;
}

function compileTextOnce(pattern: string): ValueTest {
  const known = compiledTexts.get(pattern);
  if (known !== undefined) return known;
  const test = compileText(pattern);
  if (compiledTexts.size >= MAX_COMPILED_TEXTS) compiledTexts.clear();
  compiledTexts.set(pattern, test);
  return test;
}

function compileNumber(pattern: number, numbers: NumberType): ValueTest {
  if (!isInt64(pattern, numbers)) {
    return (value) => (typeof value === 'string' ? parseFloat64(value) : value) === pattern;
  }
  const integer = BigInt(pattern);
  return (value) => (typeof value === 'string' ? parseInt64(value) === integer : value === pattern);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || value === 0 || value === false;
}

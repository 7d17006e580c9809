import { type FieldPath, formatPath } from '../../model/field-path.ts';
import { isRecord, type KubernetesObject } from '../../model/manifest.ts';

/**
 * Where two objects differ, as `kyverno test` compares them: without what is null or empty, without the labels that a generated
 * object carries. Empty when they are alike.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/resource/{compare,tidy,labels}.go
 */
export function findDifferences(actual: KubernetesObject, expected: KubernetesObject): readonly string[] {
  const differences: string[] = [];
  compare(tidy(withoutOwnLabels(actual)), tidy(withoutOwnLabels(expected)), [], differences);
  return differences;
}

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const GENERATED = 'generate.kyverno.io/';

function withoutOwnLabels(object: KubernetesObject): unknown {
  if (!isRecord(object.metadata) || !isRecord(object.metadata.labels)) return object;
  const labels = Object.entries(object.metadata.labels).filter(
    ([name, value]) => !name.startsWith(GENERATED) && !(name === MANAGED_BY && value === 'kyverno'),
  );
  return { ...object, metadata: { ...object.metadata, labels: Object.fromEntries(labels) } };
}

/** Undefined for what is null, or an object or list in which nothing else is. */
function tidy(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    const items = value.map(tidy).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([key, field]) => {
    const kept = tidy(field);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function compare(actual: unknown, expected: unknown, path: FieldPath, differences: string[]): void {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    const length = Math.max(actual.length, expected.length);
    for (let index = 0; index < length; index++) compare(actual[index], expected[index], [...path, index], differences);
  } else if (isRecord(actual) && isRecord(expected)) {
    for (const key of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
      compare(own(actual, key), own(expected, key), [...path, key], differences);
    }
  } else if (actual !== expected) differences.push(`${formatPath(path)}: want ${show(expected)}, got ${show(actual)}`);
}

function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

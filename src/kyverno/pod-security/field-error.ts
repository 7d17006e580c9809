import type { FieldPath } from '../../model/field-path.ts';
import type { Violation } from '../../pss/check.ts';

/**
 * A field that breaks a check, as Kyverno's copy of the standards lists it.
 *
 * Source: k8s.io/apimachinery/pkg/util/validation/field, Error
 */
export interface FieldError {
  /** From the pod. */
  readonly path: FieldPath;
  /** The path in Go's spelling: `spec.containers[0].name`, `metadata.annotations[a.b/c]`. */
  readonly field: string;
  /** The same with `*` for every run of digits, by which exclusions find it. */
  readonly pattern: string;
  /** Absent when the field is one of the pod. */
  readonly container: Violation['container'];
  /** Undefined when a value is required and there is none; the empty string when none is named. */
  readonly badValue: BadValue | undefined;
}

export type BadValue = string | number | boolean | readonly string[];

/** Stands for a field that must be set to something and is not; Kyverno prints it so. */
export const NIL = 'nil';

export function fieldError(
  path: FieldPath,
  container: Violation['container'],
  badValue: BadValue | undefined,
): FieldError {
  const field = fieldText(path);
  return { path, field, pattern: field.replaceAll(/\d+/g, '*'), container, badValue };
}

/** Field names are joined with dots, positions and keys of annotations stand in brackets, unquoted. */
export function fieldText(path: FieldPath): string {
  let text = '';
  let isKey = false;
  for (const step of path) {
    if (typeof step === 'number' || isKey) text += `[${step}]`;
    else text += text === '' ? step : `.${step}`;
    isKey = step === 'annotations';
  }
  return text;
}

/**
 * The error in the words of the message.
 *
 * Source: kyverno pkg/pss/evaluate.go, FormatChecksPrint
 * @param field its path from the object that was judged
 */
export function describeFieldError({ badValue }: FieldError, field: string): string {
  if (badValue === undefined) return `${field}: Required value`;
  if (badValue === '') return `${field}: Forbidden`;
  const value = typeof badValue === 'object' ? `[${badValue.join(' ')}]` : String(badValue);
  return `${field} is forbidden, forbidden values found: ${value}`;
}

/** The values that an exclusion with `values` must allow, as text. */
export function badValuesOf({ badValue }: FieldError): readonly string[] {
  if (badValue === undefined || badValue === '') return [];
  return typeof badValue === 'object' ? badValue : [String(badValue)];
}

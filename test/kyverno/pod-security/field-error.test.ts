import { describe, expect, it } from 'vitest';
import {
  type BadValue,
  badValuesOf,
  describeFieldError,
  fieldError,
} from '../../../src/kyverno/pod-security/field-error.ts';

describe('a field error', () => {
  it.each([
    [['spec', 'hostPID'], 'spec.hostPID', 'spec.hostPID'],
    [['spec', 'volumes', 10, 'hostPath'], 'spec.volumes[10].hostPath', 'spec.volumes[*].hostPath'],
    [['metadata', 'annotations', 'a.b/c1-22'], 'metadata.annotations[a.b/c1-22]', 'metadata.annotations[a.b/c*-*]'],
  ])('at %j', (path, field, pattern) => {
    expect(fieldError(path, undefined, '')).toMatchObject({ field, pattern });
  });

  it.each([
    [undefined, 'x: Required value', []],
    ['', 'x: Forbidden', []],
    ['Unconfined', 'x is forbidden, forbidden values found: Unconfined', ['Unconfined']],
    [false, 'x is forbidden, forbidden values found: false', ['false']],
    [0, 'x is forbidden, forbidden values found: 0', ['0']],
    [['A', 'B'], 'x is forbidden, forbidden values found: [A B]', ['A', 'B']],
    [[''], 'x is forbidden, forbidden values found: []', ['']],
  ] as [BadValue | undefined, string, string[]][])('with the value %j', (badValue, text, values) => {
    const error = fieldError(['spec'], undefined, badValue);
    expect(describeFieldError(error, 'x')).toBe(text);
    expect(badValuesOf(error)).toEqual(values);
  });
});

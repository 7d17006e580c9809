import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldProblem } from '../../../src/kyverno/read/problem.ts';
import {
  ANY,
  BOOLEAN,
  decode,
  listOf,
  object,
  oneOf,
  openObject,
  type Shape,
  TEXT,
  TEXT_MAP,
  TEXTS,
} from '../../../src/kyverno/read/shape.ts';

function read(value: unknown, shape: Shape): { value: unknown; problems: string[] } {
  const problems: FieldProblem[] = [];
  const decoded = decode(value, shape, 'spec', problems);
  return { value: decoded, problems: problems.map(({ path, message }) => `${path}: ${message}`) };
}

const PERSON = object({ name: TEXT, admin: BOOLEAN, tags: TEXTS, more: ANY }, ['name']);

describe('decode', () => {
  it.each<[name: string, value: unknown, shape: Shape, problem: string]>([
    ['text', 5, TEXT, 'spec: must be text, not the number 5'],
    ['no text', null, TEXT, 'spec: must be text, not null'],
    ['truth', 'true', BOOLEAN, 'spec: must be true or false, not text'],
    ['a list', {}, TEXTS, 'spec: must be a list, not an object'],
    ['items', ['a', []], TEXTS, 'spec[1]: must be text, not a list'],
    ['a map', [], TEXT_MAP, 'spec: must be a map, not a list'],
    ['values of a map', { a: false }, TEXT_MAP, 'spec.a: must be text, not false'],
    ['an object', 'x', PERSON, 'spec: must be an object, not text'],
    ['what is not there', undefined, PERSON, 'spec: is required'],
    ['a required field', {}, PERSON, 'spec.name: is required'],
    ['a required field that is null', { name: null }, PERSON, 'spec.name: is required'],
    ['a field in a field', { name: 'x', tags: [1] }, PERSON, 'spec.tags[0]: must be text, not the number 1'],
    ['one of some', 'c', oneOf('a', 'b'), 'spec: must be one of a, b, not "c"'],
    ['a long text', 'abc', { type: 'text', longest: 2 }, 'spec: may have at most 2 characters'],
    [
      'a number out of range',
      31,
      { type: 'integer', from: 1, to: 30 },
      'spec: must be a whole number from 1 to 30, not the number 31',
    ],
    [
      'no whole number',
      1.5,
      { type: 'integer', from: 1, to: 30 },
      'spec: must be a whole number from 1 to 30, not the number 1.5',
    ],
    ['an unknown field', { name: 'x', admn: true }, PERSON, 'spec.admn: unknown field; did you mean admin?'],
    [
      'a field unlike any',
      { name: 'x', zzzzzz: true },
      PERSON,
      'spec.zzzzzz: unknown field; allowed are admin, more, name, tags',
    ],
    [
      'a field that all objects inherit',
      { name: 'x', constructor: true },
      PERSON,
      'spec.constructor: unknown field; allowed are admin, more, name, tags',
    ],
  ])('says what is wrong with %s', (_name, value, shape, problem) => {
    expect(read(value, shape).problems).toEqual([problem]);
  });

  it('leaves out what is null', () => {
    expect(read({ name: 'x', admin: null, more: null }, PERSON)).toEqual({ value: { name: 'x' }, problems: [] });
  });

  it('keeps what it does not look into', () => {
    const value = { name: 'x', more: { a: null, b: [null] } };
    expect(read(value, PERSON)).toEqual({ value, problems: [] });
  });

  it('keeps unknown fields of open objects', () => {
    expect(read({ a: 'x', b: 1 }, openObject({ a: TEXT }))).toEqual({ value: { a: 'x', b: 1 }, problems: [] });
  });

  it('takes any JSON for any shape', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => read(value, listOf(PERSON)).problems.length >= 0));
  });
});

import { describe, expect, it } from 'vitest';
import { project, projectForCel, resolveGlobalEntry } from '../../../src/kyverno/lookups/global-entries.ts';
import { VariableError } from '../../../src/kyverno/variables/errors.ts';

const DATA = { spec: { teams: [{ name: 'a' }, { name: 'b' }] } };
const resolve = (fieldPath: string, projections: readonly { name: string; path: string }[] = []) =>
  resolveGlobalEntry({ name: 'teams', data: DATA, fieldPath, projections }).value;

describe('an entry', () => {
  it('is its data, or a part of it', () => {
    expect(resolve('')).toBe(DATA);
    expect(resolve('spec.teams')).toEqual(DATA.spec.teams);
  });

  it('is its projections where there are any', () => {
    const projections = [
      { name: 'names', path: '[].name' },
      { name: 'count', path: 'length(@)' },
    ];
    expect(resolve('spec.teams', projections)).toEqual({ names: ['a', 'b'], count: 2 });
  });

  it('fails for what is not there', () => {
    expect(() => resolve('none.at')).toThrow(VariableError);
    expect(() => resolve('', [{ name: 'a', path: '[' }])).toThrow(VariableError);
  });
});

describe('a projection', () => {
  const entry = { name: 'teams', value: { n: 1 } };
  const list = { name: 'teams', value: [1] };

  it('is a field of the entry', () => {
    for (const find of [project, projectForCel]) {
      expect(find(entry, 'n')).toEqual({ value: 1 });
      expect(find(list, '')).toEqual({ value: [1] });
    }
  });

  it('has to be there', () => {
    expect(project(entry, 'm')).toEqual({ error: 'global context mock: projection "m" not found' });
    expect(project(list, 'm')).toEqual({
      error: 'global context mock: projection "m" requested but value is not an object',
    });
    expect(projectForCel(entry, 'toString')).toEqual({
      error: 'projection "toString" not found in global context entry "teams"',
    });
    expect(projectForCel(list, 'm')).toEqual({
      error: 'projection "m" not found in global context entry "teams": stored value is not an object',
    });
  });
});

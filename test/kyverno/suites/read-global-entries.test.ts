import { describe, expect, it } from 'vitest';
import { FieldReader } from '../../../src/kyverno/suites/fields.ts';
import { readGlobalEntries } from '../../../src/kyverno/suites/read-global-entries.ts';
import type { SuiteProblem } from '../../../src/kyverno/suites/suite.ts';

function read(globalContextEntries: unknown) {
  const problems: SuiteProblem[] = [];
  const entries = readGlobalEntries(new FieldReader({ globalContextEntries }, [], problems));
  return { entries, problems: problems.map(({ path, message }) => `${path}: ${message}`) };
}

describe('global entries', () => {
  it('are read', () => {
    const projections = [{ name: 'n', path: 'a' }];
    expect(
      read([
        { name: 'data', data: { a: 1 }, fieldPath: 'a', projections },
        { name: 'objects', resources: [{ kind: 'Pod' }] },
        { name: 'files', resourceFiles: ['a.yaml'] },
      ]),
    ).toEqual({
      entries: [
        { name: 'data', data: { a: 1 }, files: [], fieldPath: 'a', projections },
        { name: 'objects', data: [{ kind: 'Pod' }], files: [], fieldPath: '', projections: [] },
        { name: 'files', data: undefined, files: ['a.yaml'], fieldPath: '', projections: [] },
      ],
      problems: [],
    });
  });

  const ONE = 'data: exactly one of data, resources and resourceFiles is required';

  it.each<[string, unknown, string]>([
    ['no name', { data: {} }, 'name: is missing'],
    ['nothing', { name: 'a' }, ONE],
    ['two sources', { name: 'a', data: {}, resources: [] }, ONE],
    ['data that is no object', { name: 'a', data: [] }, 'data: expected an object'],
    ['resources that are none', { name: 'a', resources: ['x'] }, 'resources: expected a list of objects'],
    [
      'a projection without a path',
      { name: 'a', data: {}, projections: [{ name: 'b' }] },
      'projections[0].path: is missing',
    ],
    [
      'a projection without a name',
      { name: 'a', data: {}, projections: [{ path: 'b' }] },
      'projections[0].name: is missing',
    ],
    ['a field that there is not', { name: 'a', data: {}, path: 'b' }, 'path: unknown field'],
  ])('are refused for %s', (_, entry, problem) => {
    expect(read([entry]).problems).toEqual([`globalContextEntries[0].${problem}`]);
  });

  it('are refused where there are two with a name', () => {
    expect(
      read([
        { name: 'a', data: {} },
        { name: 'a', data: {} },
      ]).problems,
    ).toEqual(['globalContextEntries[1].name: a is there twice']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isContext, readContext } from '../../../src/kyverno/lookups/read-context.ts';
import { APP } from './fixtures.ts';

const read = (spec: unknown) =>
  readContext({ apiVersion: 'cli.kyverno.io/v1alpha1', kind: 'Context', metadata: { name: 'c' }, spec });
const problemsOf = (spec: unknown) => read(spec).problems.map(({ path, message }) => `${path}: ${message}`);

describe('a Context', () => {
  it('holds objects and images', () => {
    const { context, problems } = read({
      resources: [APP],
      images: [{ image: 'nginx', tag: '1', config: { User: 'app' } }],
    });
    expect(problems).toEqual([]);
    expect(context.objects).toEqual([APP]);
    expect(context.images).toMatchObject([{ image: 'nginx', fields: { tag: '1', config: { User: 'app' } } }]);
  });

  it('may be empty', () => {
    for (const spec of [undefined, null, {}, { resources: null, images: null }])
      expect(read(spec)).toEqual({ context: { objects: [], images: [] }, problems: [] });
  });

  const NO_OBJECT = 'expected an object with apiVersion, kind and metadata.name';

  it.each<[string, unknown, readonly string[]]>([
    ['a spec that is none', [], ['spec: expected an object']],
    ['resources that are no list', { resources: {} }, ['spec.resources: expected a list']],
    ['a resource that is none', { resources: [APP, 'x'] }, [`spec.resources[1]: ${NO_OBJECT}`]],
    ['a resource without a kind', { resources: [{ ...APP, kind: '' }] }, [`spec.resources[0]: ${NO_OBJECT}`]],
    ['a resource without a name', { resources: [{ ...APP, metadata: {} }] }, [`spec.resources[0]: ${NO_OBJECT}`]],
    ['a resource without a version', { resources: [{ ...APP, apiVersion: 1 }] }, [`spec.resources[0]: ${NO_OBJECT}`]],
    ['an image without a name', { images: [{ tag: '1' }] }, ['spec.images[0].image: is missing']],
    ['a field that there is not', { resource: [] }, ['spec.resource: unknown field; did you mean resources?']],
    [
      'a field of an image that there is not',
      { images: [{ image: 'a', size: 1 }] },
      ['spec.images[0].size: unknown field'],
    ],
  ])('is refused for %s', (_, spec, problems) => {
    expect(problemsOf(spec)).toEqual(problems);
  });

  it('is read, whatever it is', () => {
    fc.assert(fc.property(fc.jsonValue(), (document) => void readContext(document)));
  });
});

it('is told by its kind and group', () => {
  expect(isContext({ apiVersion: 'cli.kyverno.io/v1alpha1', kind: 'Context' })).toBe(true);
  expect(isContext({ apiVersion: 'example.com/v1', kind: 'Context' })).toBe(false);
  expect(isContext({ kind: 'Context' })).toBe(false);
  expect(isContext({ apiVersion: 'cli.kyverno.io/v1alpha1', kind: 'Values' })).toBe(false);
});

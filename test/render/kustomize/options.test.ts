import { describe, expect, it } from 'vitest';
import { RenderError } from '../../../src/model/errors.ts';
import { readOptions } from '../../../src/render/kustomize/options.ts';

describe('readOptions', () => {
  it('takes what is not set, or null, for empty', () => {
    const empty = readOptions({});
    const names = Object.keys(empty);
    expect(readOptions(Object.fromEntries(names.map((name) => [name, null])))).toEqual(empty);
    expect(empty).toMatchObject({ version: '', images: [], ignoreMissingComponents: false });
  });

  it('leaves out what Argo CD does not know, and what is empty in patches', () => {
    const target = { kind: 'Deployment', name: '', unknown: 1 };
    const { patches } = readOptions({
      unknown: 1,
      patches: [
        { path: '', patch: 'x', target, options: { allowNameChange: true }, unknown: 2 },
        { path: 'y', target: {} },
      ],
    });
    expect(patches).toEqual([
      { patch: 'x', target: { kind: 'Deployment' }, options: { allowNameChange: true } },
      { path: 'y', target: {} },
    ]);
  });

  it.each([
    [3, 3],
    [0, 0],
    ['3', 3],
    ['+3', 3],
    ['-1', -1],
    ['007', 7],
    [undefined, 0],
  ])('reads the count %j of replicas', (count, expected) => {
    expect(readOptions({ replicas: [{ name: 'web', count }] }).replicas).toEqual([{ name: 'web', count: expected }]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a number as text', { namePrefix: 5 }, 'kustomize.namePrefix: got 5, allowed: a string'],
    ['a text as a list', { images: 'nginx:1' }, 'kustomize.images: got "nginx:1", allowed: a list'],
    ['a map in a list of texts', { images: ['a:1', {}] }, 'kustomize.images[1]: got a map, allowed: a string'],
    ['a boolean as a label', { commonLabels: { a: true } }, 'kustomize.commonLabels.a: got true, allowed: a string'],
    ['a list as labels', { commonLabels: [] }, 'kustomize.commonLabels: got a list, allowed: a map'],
    [
      'a text as a flag',
      { labelWithoutSelector: 'true' },
      'kustomize.labelWithoutSelector: got "true", allowed: true or',
    ],
    [
      'a count with a fraction',
      { replicas: [{ count: 1.5 }] },
      'kustomize.replicas[0].count: got 1.5, allowed: an integer',
    ],
    [
      'a count that is none',
      { replicas: [{ count: '1_0' }] },
      'kustomize.replicas[0].count: got "1_0", allowed: an integer',
    ],
    ['a patch that is text', { patches: ['x'] }, 'kustomize.patches[0]: got "x", allowed: a map'],
    ['a target that is text', { patches: [{ target: 'x' }] }, 'kustomize.patches[0].target: got "x", allowed: a map'],
    [
      'an option that is text',
      { patches: [{ options: { allowNameChange: 'x' } }] },
      'kustomize.patches[0].options.allowNameChange: got "x", allowed: true or false',
    ],
    ['a zero character', { namespace: 'a\0b' }, 'kustomize.namespace: got "a\\u0000b", allowed: a string without'],
  ])('names the field: %s', (_, block, message) => {
    expect(() => readOptions(block)).toThrow(RenderError);
    expect(() => readOptions(block)).toThrow(message);
  });
});

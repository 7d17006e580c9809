import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { type PlacedObject, settle } from '../../../src/render/random/settle.ts';

const FILE = 'templates/a.yaml';

function object(kind: string, name: string, more: Readonly<Record<string, unknown>> = {}): KubernetesObject {
  return { apiVersion: 'v1', kind, metadata: { name }, ...more };
}

/** Settles renders of one object each, or of lists of objects. */
function settleAll(...renders: readonly (KubernetesObject | readonly KubernetesObject[])[]) {
  const placed = renders.map((render) => [render].flat().map((each): PlacedObject => [FILE, each as KubernetesObject]));
  const { objects, differing, problems } = settle(placed);
  return { objects: objects.map(([, each]) => each), differing, problems: problems.map(({ message }) => message) };
}

describe('settle', () => {
  it('leaves alone what is the same', () => {
    const same = object('Pod', 'a', { spec: { containers: [{ name: 'x' }] } });
    expect(settleAll(same, same)).toEqual({ objects: [same], differing: [], problems: [] });
  });

  it.each<[string, readonly string[], string]>([
    ['a name', ['web-x1y2', 'web-z3a4'], 'web-…'],
    ['a name that begins alike by chance', ['web-x1', 'web-x2'], 'web-…'],
    ['a name without a beginning', ['x1y2', 'z3a4'], '…'],
    ['a date', ['2026-11-24', '2028-01-08'], '…'],
    ['a certificate', ['-----BEGIN X-----\nMIIa', '-----BEGIN X-----\nMIIb'], '-----BEGIN X-----\n…'],
    ['one that is longer', ['a-', 'a-b'], 'a-…'],
    ['an empty one', ['', 'a'], '…'],
    ['what is outside of the first plane', ['a\u{1f600}', 'a\u{1f601}'], '…'],
  ])('puts %s into one text', (_, values, expected) => {
    const [{ metadata }] = settleAll(...values.map((name) => object('Job', name))).objects as [KubernetesObject];
    expect(metadata).toEqual({ name: expected });
  });

  it('gives equal values one text, others another, wherever they stand', () => {
    const render = (one: string, two: string) => [
      object('Namespace', `team-${one}`),
      object('Namespace', `team-${two}`),
      object('Pod', 'a', { spec: { in: `team-${two}` } }),
      object('Pod', 'b', { spec: { in: `team-${one}` } }),
    ];
    const { objects, differing } = settleAll(render('k', 'l'), render('m', 'n'));
    expect(objects).toEqual([
      object('Namespace', 'team-…'),
      object('Namespace', 'team-…2'),
      object('Pod', 'a', { spec: { in: 'team-…2' } }),
      object('Pod', 'b', { spec: { in: 'team-…' } }),
    ]);
    expect(differing).toEqual([FILE]);
  });

  it('knows objects and items of lists again in another order', () => {
    const [a, b] = [object('Pod', 'a', { spec: { args: ['x', 'y'] } }), object('Pod', 'b')];
    const turned = object('Pod', 'a', { spec: { args: ['y', 'x'] } });
    expect(settleAll([b, a], [turned, b]).objects).toEqual([a, b]);
    expect(settleAll([b, turned], [a, b]).objects).toEqual([a, b]);
  });

  it.each<[string, readonly unknown[], string]>([
    ['a number', [1000, 2000], 'spec.field of Pod a differs each time'],
    ['a truth', [true, false], 'spec.field of Pod a'],
    ['null', [null, 'a'], 'spec.field of Pod a'],
    ['types', ['1', 1], 'spec.field of Pod a'],
    ['keys', [{ a: 1 }, { b: 1 }], 'spec.field of Pod a'],
    ['a key that is not always there', [{ a: 1 }, {}], 'spec.field of Pod a'],
    ['the length of a list', [['a'], ['a', 'b']], 'spec.field of Pod a'],
    ['something in a list', [[{ a: 1 }], [{ a: 2 }]], 'spec.field[0].a of Pod a'],
    ['a kind', [{ kind: 'A' }, { kind: 'B' }], 'spec.field.kind of Pod a'],
    ['a hook', [{ 'helm.sh/hook': 'test' }, { 'helm.sh/hook': '' }], 'spec.field["helm.sh/hook"] of Pod a'],
  ])('leaves out an object of which %s differs, and says so', (_, values, expected) => {
    const { objects, problems } = settleAll(...values.map((field) => object('Pod', 'a', { spec: { field } })));
    expect([objects, problems]).toEqual([[], [expect.stringContaining(expected)]]);
  });

  it('names no random object', () => {
    const { problems } = settleAll(object('Pod', 'a', { spec: 1 }), object('Pod', 'b', { spec: 2 }));
    expect(problems).toEqual([expect.stringMatching(/^spec of Pod differs/)]);
  });

  it('takes no number of objects for granted', () => {
    const [a, b, c] = [object('Pod', 'a'), object('Pod', 'b'), object('Secret', 'c')];
    const { objects, problems } = settleAll([a, b, c], [a, c]);
    expect([objects, problems]).toEqual([[c], [expect.stringContaining('how many objects of a kind')]]);
    expect(settleAll([c], [a, c]).problems).toHaveLength(1);
  });

  it('comes to the same whatever chance gives', () => {
    // In place of each bar stands another text in each render.
    const skeleton = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.constant('|'),
        fc.integer(),
        fc.boolean(),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.array(skeleton, { maxLength: 3 }), fc.array(fc.string(), { minLength: 1 }), (specs, texts) => {
        const [one, other] = ['abc', 'xyz'].map((letters) =>
          settle(
            [...letters].map((letter) => {
              const next = chance(letter, texts);
              return specs.map((spec): PlacedObject => [FILE, object('Thing', next(), { spec: fill(spec, next) })]);
            }),
          ),
        );
        expect(other).toEqual(one);
        expect(one?.problems).toEqual([]);
        expect(one?.objects).toHaveLength(specs.length);
      }),
    );
  });
});

/** Texts that are others in each render, and one after the other. */
function chance(letter: string, texts: readonly string[]): () => string {
  let count = 0;
  return () => `-${letter}${count}${texts[count++ % texts.length]}`;
}

function fill(value: unknown, next: () => string): unknown {
  if (value === '|') return next();
  if (Array.isArray(value)) return value.map((item) => fill(item, next));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, next)]));
}

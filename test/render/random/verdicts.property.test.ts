import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluatePod } from '../../../src/pss/index.ts';
import { settle } from '../../../src/render/random/settle.ts';
import { almostPod } from '../../pss/arbitraries.ts';

const words = fc.constantFrom(
  '',
  'a',
  'Default',
  'RuntimeDefault',
  'Localhost',
  'Unconfined',
  'ALL',
  'windows',
  'linux',
);

/** The same with other texts in some places. */
function vary(value: unknown, next: () => string | undefined): unknown {
  if (typeof value === 'string') return next() ?? value;
  if (Array.isArray(value)) return value.map((item) => vary(item, next));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, vary(each, next)]));
}

it('a pod with random texts is allowed only where it always is', () => {
  let allowed = 0;
  const texts = fc.array(fc.option(words, { nil: undefined }), { minLength: 1, maxLength: 20 });
  const level = fc.constantFrom('baseline' as const, 'restricted' as const);
  fc.assert(
    fc.property(almostPod, texts, level, (pod, choices, each) => {
      let count = 0;
      const other = vary(pod, () => choices[count++ % choices.length]);
      const placed = [pod, other].map((spec) => [['a.yaml', { kind: 'Pod', spec }] as const]);
      const [settled] = settle(placed).objects;
      if (settled === undefined) return;
      const isAllowed = (value: unknown) =>
        evaluatePod({ level: each, version: 'latest' }, value as Parameters<typeof evaluatePod>[1]).allowed;
      if (!isAllowed(settled[1].spec)) return;
      allowed++;
      expect([pod, other].map(isAllowed)).toEqual([true, true]);
    }),
    { numRuns: 3_000 },
  );
  expect(allowed).toBeGreaterThan(50);
});

import { describe, expect, it } from 'vitest';
import { formatStandard, type Standard } from '../../src/admission/policy.ts';
import { type Blocker, ReadinessBook } from '../../src/judge/readiness.ts';
import { standard, stateOf } from '../fakes/namespaces.ts';

const SHOP = stateOf({ enforce: 'privileged' });
const PINNED = stateOf({ 'enforce-version': 'v1.30' }, {}, 'web');

function blocker(workload: string): Blocker {
  return { workload, target: 'directory:apps', controls: ['Host Ports'], reason: 'hostPort', detail: 'hostPort (80)' };
}

/** Workloads with the standards that each breaks. */
function bookOf(workloads: Readonly<Record<string, readonly string[]>>, state = SHOP): ReadinessBook {
  const book = new ReadinessBook();
  for (const [name, broken] of Object.entries(workloads)) {
    book.add(
      state,
      broken.map((text) => [standard(text), blocker(name)]),
    );
  }
  return book;
}

const BASELINE = ['baseline', 'restricted'];

describe('of', () => {
  it.each<[name: string, workloads: Record<string, string[]>, readiness: object]>([
    ['a namespace without workloads', {}, { workloads: 0, strictest: 'restricted' }],
    ['workloads that break nothing', { a: [], b: [] }, { workloads: 2, strictest: 'restricted' }],
    [
      'one that breaks restricted',
      { a: [], b: ['restricted'] },
      { workloads: 2, strictest: 'baseline', next: { level: 'restricted', blockers: [blocker('b')] } },
    ],
    [
      'one that breaks both: the nearest level counts',
      { a: BASELINE, b: ['restricted'], c: [] },
      { workloads: 3, strictest: 'privileged', next: { level: 'baseline', blockers: [blocker('a')] } },
    ],
    [
      'several, in the order in which they come',
      { b: BASELINE, a: BASELINE },
      { workloads: 2, strictest: 'privileged', next: { level: 'baseline', blockers: [blocker('b'), blocker('a')] } },
    ],
    [
      'other versions do not count',
      { a: ['baseline:v1.30', 'restricted:v1.31'] },
      { workloads: 1, strictest: 'restricted' },
    ],
  ])('%s', (_, workloads, readiness) => {
    expect(bookOf(workloads).of(SHOP)).toEqual(readiness);
  });

  it('goes by the version that the namespace enforces', () => {
    const book = bookOf({ a: ['restricted:v1.30'], b: BASELINE }, PINNED);
    expect(book.of(PINNED)).toMatchObject({ strictest: 'baseline', next: { blockers: [{ workload: 'a' }] } });
  });

  it('keeps namespaces apart', () => {
    const book = bookOf({ a: BASELINE });
    book.add(PINNED, []);
    expect([book.of(SHOP).strictest, book.of(PINNED).strictest]).toEqual(['privileged', 'restricted']);
    expect(book.of(stateOf({}, {}, 'other'))).toEqual({ workloads: 0, strictest: 'restricted' });
  });
});

describe('standardsFor', () => {
  const shown = (standards: readonly Standard[]) => standards.map(formatStandard);

  it('are the levels at the version that is enforced', () => {
    expect(shown(new ReadinessBook().standardsFor(SHOP))).toEqual(['baseline:latest', 'restricted:latest']);
    expect(shown(new ReadinessBook().standardsFor(PINNED))).toEqual(['baseline:v1.30', 'restricted:v1.30']);
  });

  it('are those that somebody asks about as well, each once, for the namespaces that are meant', () => {
    const extra = ['restricted', 'baseline:v1.25', 'baseline:v1.25', 'baseline:latest'].map(standard);
    const book = new ReadinessBook((state) => (state === SHOP ? extra : []));
    expect(shown(book.standardsFor(SHOP))).toEqual(['baseline:latest', 'restricted:latest', 'baseline:v1.25']);
    expect(shown(book.standardsFor(PINNED))).toEqual(['baseline:v1.30', 'restricted:v1.30']);
  });
});

describe('blockersAt', () => {
  const book = bookOf({ a: ['baseline:v1.25'], b: BASELINE });

  it.each([
    ['baseline', ['b']],
    ['restricted', ['b']],
    ['baseline:v1.25', ['a']],
    ['restricted:v1.25', []],
    ['privileged', []],
  ])('%s', (text, workloads) => {
    expect(book.blockersAt(SHOP, standard(text)).map(({ workload }) => workload)).toEqual(workloads);
  });

  it('are none of a namespace that nobody uses', () => {
    expect(book.blockersAt(PINNED, standard('baseline'))).toEqual([]);
  });
});

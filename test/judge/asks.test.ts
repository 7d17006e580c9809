import { describe, expect, it } from 'vitest';
import { formatStandard } from '../../src/admission/policy.ts';
import { type AskSettings, asksOf, type Exemption, exemptionOf } from '../../src/judge/asks.ts';
import type { NamespaceState } from '../../src/namespaces/state.ts';
import { createTestNamespaces, standard, stateOf, type TestCluster } from '../fakes/namespaces.ts';

const LABELS = { enforce: 'baseline', warn: 'restricted', audit: 'restricted', 'audit-version': 'v1.30' };
const LEVEL = { level: { standard: standard('restricted:v1.31'), origin: '--level' } };

interface Question {
  readonly state?: NamespaceState;
  readonly isPod?: boolean;
  readonly exemption?: Exemption;
  readonly settings?: Partial<AskSettings>;
}

function asks({ state = stateOf(LABELS), isPod = true, exemption, settings }: Question = {}) {
  return asksOf(state, isPod, exemption, { judgesControllersAsPods: true, ...settings });
}

describe('asksOf', () => {
  it.each<[name: string, question: Question, asked: string[]]>([
    [
      'what a namespace asks, what keeps pods out first',
      {},
      ['enforce baseline:latest', 'warn restricted:latest', 'audit restricted:v1.30'],
    ],
    [
      'our user behind what is enforced',
      { settings: LEVEL },
      ['enforce baseline:latest', 'enforce restricted:v1.31', 'warn restricted:latest', 'audit restricted:v1.30'],
    ],
    [
      'of the pods of a controller the same',
      { isPod: false },
      ['enforce baseline:latest', 'warn restricted:latest', 'audit restricted:v1.30'],
    ],
    [
      'of a controller itself nothing is enforced',
      { isPod: false, settings: { judgesControllersAsPods: false } },
      ['warn restricted:latest', 'audit restricted:v1.30'],
    ],
    [
      'of a Pod it is',
      { settings: { judgesControllersAsPods: false } },
      ['enforce baseline:latest', 'warn restricted:latest', 'audit restricted:v1.30'],
    ],
    ['nothing of an exempt namespace', { exemption: 'namespace' }, []],
    ['nothing of an exempt runtime class', { exemption: 'runtime-class' }, []],
    [
      'our user of exempt ones, too',
      { exemption: 'namespace', isPod: false, settings: { ...LEVEL, judgesControllersAsPods: false } },
      ['enforce restricted:v1.31'],
    ],
    [
      'restricted and nothing else where nothing is known',
      { state: createTestNamespaces([]).of('', 'shop') },
      ['enforce restricted:latest', 'warn privileged:latest', 'audit privileged:latest'],
    ],
  ])('%s', (_, question, asked) => {
    expect(asks(question).map(({ mode, standard: asking }) => `${mode} ${formatStandard(asking)}`)).toEqual(asked);
  });

  it('says what will happen and who says so', () => {
    expect(asks({ settings: LEVEL }).map(({ effect }) => effect)).toEqual([
      'it will be refused: namespace shop enforces baseline:latest (namespaces/shop.yaml:6)',
      'it is judged at restricted:v1.31 as well (--level)',
      'a warning will be shown: namespace shop warns at restricted:latest (namespaces/shop.yaml:7)',
      'it will be recorded in the audit log: namespace shop audits at restricted:v1.30 (namespaces/shop.yaml:8)',
    ]);
  });

  it.each<[name: string, question: Question, effect: string]>([
    [
      'a controller',
      { isPod: false },
      'its pods will be refused: namespace shop enforces baseline:latest (namespaces/shop.yaml:6)',
    ],
    [
      'a default of the cluster',
      { state: stateOf({}, { defaults: { enforce: 'baseline:v1.29' } }) },
      'it will be refused: namespace shop enforces baseline:v1.29 (admission.yaml: defaults.enforce)',
    ],
    [
      'a level with a pinned version',
      { state: stateOf({ 'enforce-version': 'v1.28', enforce: 'baseline' }) },
      'it will be refused: namespace shop enforces baseline:v1.28 (namespaces/shop.yaml:7)',
    ],
    [
      'a namespace about which nothing is known',
      { state: createTestNamespaces([]).of('prod', 'pay') },
      'it will be refused: namespace pay enforces restricted:latest (nothing is known of it; by default)',
    ],
  ])('says so of %s', (_, question, effect) => {
    expect(asks(question)[0]?.effect).toBe(effect);
  });

  it('takes a warning that nobody asked for from the label that makes it', () => {
    expect(asks({ state: stateOf({ enforce: 'baseline' }) })[1]?.effect).toBe(
      'a warning will be shown: namespace shop warns at baseline:latest (namespaces/shop.yaml:6)',
    );
  });
});

describe('exemptionOf', () => {
  it.each<[name: string, cluster: TestCluster, runtimeClass: string | undefined, exemption: Exemption | undefined]>([
    ['nothing is exempt', {}, 'gvisor', undefined],
    ['a namespace', { exemptNamespaces: ['web', 'shop'] }, undefined, 'namespace'],
    ['not a namespace that begins alike', { exemptNamespaces: ['sho', 'shops'] }, undefined, undefined],
    ['not by a wildcard', { exemptNamespaces: ['*'] }, undefined, undefined],
    ['a runtime class', { exemptRuntimeClasses: ['kata', 'gvisor'] }, 'gvisor', 'runtime-class'],
    ['not another runtime class', { exemptRuntimeClasses: ['gvisor'] }, 'runc', undefined],
    ['not the absence of one', { exemptRuntimeClasses: ['gvisor'] }, undefined, undefined],
    ['not an empty one', { exemptRuntimeClasses: [''] }, '', undefined],
    ['the namespace first', { exemptNamespaces: ['shop'], exemptRuntimeClasses: ['gvisor'] }, 'gvisor', 'namespace'],
  ])('%s', (_, cluster, runtimeClass, exemption) => {
    expect(exemptionOf(stateOf({}, cluster), runtimeClass)).toBe(exemption);
  });
});

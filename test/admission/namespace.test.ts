import { describe, expect, it } from 'vitest';
import {
  type AdmissionConfiguration,
  DEFAULT_CONFIGURATION,
  readPodSecurityValue,
} from '../../src/admission/configuration.ts';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import { exemptWarning, reviewNamespace } from '../../src/admission/namespace.ts';
import { resolvePolicy } from '../../src/admission/policy.ts';

type Labels = Readonly<Record<string, string>>;

function labels(short: Labels): Labels {
  return Object.fromEntries(Object.entries(short).map(([key, value]) => [LABEL_PREFIX + key, value]));
}

function configure(value: object): AdmissionConfiguration {
  return readPodSecurityValue(value).configuration;
}

const EXEMPT = configure({ exemptions: { namespaces: ['x'] } });
const scan = () => ['scanned'];

describe('reviewNamespace', () => {
  it.each([
    ['valid labels', { enforce: 'baseline' }, DEFAULT_CONFIGURATION, []],
    ['no labels', {}, EXEMPT, []],
    [
      'an exempt namespace',
      { enforce: 'baseline' },
      EXEMPT,
      ['namespace "x" is exempt from Pod Security, and the policy (enforce=baseline:latest) will be ignored'],
    ],
  ])('creates one with %s', (_, short, configuration, warnings) => {
    const review = reviewNamespace({ name: 'x', labels: labels(short) }, configuration, scan);
    expect(review).toEqual({ allowed: true, warnings });
  });

  it.each([
    ['plain', DEFAULT_CONFIGURATION],
    ['exempt', EXEMPT],
  ])('refuses wrong labels of one that is %s', (_, configuration) => {
    expect(reviewNamespace({ name: 'x', labels: labels({ enforce: 'y' }) }, configuration)).toEqual({
      allowed: false,
      message: `Namespace "x" is invalid: metadata.labels[${LABEL_PREFIX}enforce]: Invalid value: "y": must be one of privileged, baseline, restricted`,
      warnings: [],
    });
  });

  it.each<[string, Labels, Labels, string[]]>([
    ['a stricter level', { enforce: 'baseline' }, { enforce: 'restricted' }, ['scanned']],
    ['a weaker level', { enforce: 'restricted' }, { enforce: 'baseline' }, []],
    ['a level for the first time', {}, { enforce: 'baseline' }, ['scanned']],
    ['the same level', { enforce: 'baseline' }, { enforce: 'baseline', warn: 'restricted' }, []],
    ['an older version', { enforce: 'baseline' }, { enforce: 'baseline', 'enforce-version': 'v1.0' }, ['scanned']],
    [
      'a weaker level of another version',
      { enforce: 'restricted' },
      { enforce: 'baseline', 'enforce-version': 'v1.0' },
      ['scanned'],
    ],
    ['privileged', { enforce: 'restricted' }, { enforce: 'privileged', 'enforce-version': 'v1.0' }, []],
    ['another label, the wrong one as it was', { warn: 'y' }, { warn: 'y', enforce: 'baseline' }, ['scanned']],
  ])('changes to %s', (_, old, current, warnings) => {
    const request = { name: 'x', labels: labels(current), oldLabels: labels(old) };
    expect(reviewNamespace(request, DEFAULT_CONFIGURATION, scan)).toEqual({ allowed: true, warnings });
  });

  it.each<[string, Labels, Labels]>([
    ['a wrong label that is new', {}, { warn: 'y' }],
    ['a wrong label that is wrong otherwise', { warn: 'y' }, { warn: 'z' }],
    ['mending one of two', { warn: 'y', audit: 'y' }, { warn: 'y' }],
  ])('refuses %s', (_, old, current) => {
    const request = { name: 'x', labels: labels(current), oldLabels: labels(old) };
    expect(reviewNamespace(request, DEFAULT_CONFIGURATION, scan).allowed).toBe(false);
  });

  it('does not scan an exempt namespace', () => {
    const { warnings } = reviewNamespace(
      { name: 'x', labels: labels({ enforce: 'baseline' }), oldLabels: {} },
      EXEMPT,
      scan,
    );
    expect(warnings).toEqual([expect.stringContaining('is exempt')]);
  });

  it('warns of nothing when nobody can scan', () => {
    const request = { name: 'x', labels: labels({ enforce: 'baseline' }), oldLabels: {} };
    expect(reviewNamespace(request, DEFAULT_CONFIGURATION).warnings).toEqual([]);
  });
});

describe('exemptWarning', () => {
  const warning = (modes: string) =>
    `namespace "x" is exempt from Pod Security, and the policy (${modes}) will be ignored`;
  it.each<[string, object, Labels, string]>([
    ['no labels', {}, {}, ''],
    ['privileged labels', { warn: 'baseline' }, { enforce: 'privileged', audit: 'privileged', warn: 'privileged' }, ''],
    ['labels that say what the cluster says', { enforce: 'baseline' }, { enforce: 'baseline', warn: 'privileged' }, ''],
    [
      'all modes',
      {},
      { enforce: 'baseline', warn: 'restricted', audit: 'restricted', 'audit-version': 'v1.30' },
      warning('enforce=baseline:latest, audit=restricted:v1.30, warn=restricted:latest'),
    ],
    [
      'a level that follows from another is not listed',
      {},
      { enforce: 'restricted' },
      warning('enforce=restricted:latest'),
    ],
    ['a version alone', { enforce: 'baseline' }, { 'enforce-version': 'v1.20' }, warning('enforce=baseline:v1.20')],
    ['nothing to list', { warn: 'baseline', enforce: 'baseline' }, { enforce: 'privileged' }, warning('')],
  ])('%s', (_, defaults, short, expected) => {
    const configuration = configure({ defaults });
    const { policy } = resolvePolicy(labels(short), configuration.defaults);
    expect(exemptWarning('x', labels(short), policy, configuration)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { type Check, type CheckVersion, defineCheck } from '../../src/pss/check.ts';
import { CHECKS } from '../../src/pss/checks/index.ts';
import { evaluatePod } from '../../src/pss/evaluate.ts';
import { createRegistry, type Registry, STANDARD } from '../../src/pss/registry.ts';
import { outcome, parseStandard, VERSIONS } from './judge.ts';
import { bare, inEveryList, pod } from './pod.ts';

const LATER = ['v1.38', 'v1.99', 'v1.10000', 'v1.9223372036854775807', 'latest'];

const BASELINE = [
  'appArmorProfile',
  'capabilities_baseline',
  'hostNamespaces',
  'hostPathVolumes',
  'hostPorts',
  'privileged',
  'procMount',
  'seLinuxOptions',
  'seccompProfile_baseline',
  'sysctls',
  'windowsHostProcess',
];

/** Checks in force from a version to another, both included, in order. */
const IN_FORCE: readonly (readonly [level: string, first: number, last: number, ids: readonly string[]])[] = [
  ['baseline', 0, 33, BASELINE],
  ['baseline', 34, 37, BASELINE.toSpliced(5, 0, 'hostProbesAndHostLifecycle')],
  [
    'restricted',
    0,
    7,
    [
      'appArmorProfile',
      'capabilities_baseline',
      'hostNamespaces',
      'hostPorts',
      'privileged',
      'procMount',
      'seLinuxOptions',
      'seccompProfile_baseline',
      'sysctls',
      'windowsHostProcess',
      'restrictedVolumes',
      'runAsNonRoot',
    ],
  ],
  [
    'restricted',
    8,
    18,
    [
      'appArmorProfile',
      'capabilities_baseline',
      'hostNamespaces',
      'hostPorts',
      'privileged',
      'procMount',
      'seLinuxOptions',
      'seccompProfile_baseline',
      'sysctls',
      'windowsHostProcess',
      'allowPrivilegeEscalation',
      'restrictedVolumes',
      'runAsNonRoot',
    ],
  ],
  [
    'restricted',
    19,
    21,
    [
      'appArmorProfile',
      'capabilities_baseline',
      'hostNamespaces',
      'hostPorts',
      'privileged',
      'procMount',
      'seLinuxOptions',
      'sysctls',
      'windowsHostProcess',
      'allowPrivilegeEscalation',
      'restrictedVolumes',
      'runAsNonRoot',
      'seccompProfile_restricted',
    ],
  ],
  [
    'restricted',
    22,
    22,
    [
      'appArmorProfile',
      'hostNamespaces',
      'hostPorts',
      'privileged',
      'procMount',
      'seLinuxOptions',
      'sysctls',
      'windowsHostProcess',
      'allowPrivilegeEscalation',
      'capabilities_restricted',
      'restrictedVolumes',
      'runAsNonRoot',
      'seccompProfile_restricted',
    ],
  ],
  [
    'restricted',
    23,
    33,
    [
      'appArmorProfile',
      'hostNamespaces',
      'hostPorts',
      'privileged',
      'procMount',
      'seLinuxOptions',
      'sysctls',
      'windowsHostProcess',
      'allowPrivilegeEscalation',
      'capabilities_restricted',
      'restrictedVolumes',
      'runAsNonRoot',
      'runAsUser',
      'seccompProfile_restricted',
    ],
  ],
  [
    'restricted',
    34,
    34,
    [
      'appArmorProfile',
      'hostNamespaces',
      'hostPorts',
      'hostProbesAndHostLifecycle',
      'privileged',
      'procMount',
      'seLinuxOptions',
      'sysctls',
      'windowsHostProcess',
      'allowPrivilegeEscalation',
      'capabilities_restricted',
      'restrictedVolumes',
      'runAsNonRoot',
      'runAsUser',
      'seccompProfile_restricted',
    ],
  ],
  [
    'restricted',
    35,
    37,
    [
      'appArmorProfile',
      'hostNamespaces',
      'hostPorts',
      'hostProbesAndHostLifecycle',
      'privileged',
      'seLinuxOptions',
      'sysctls',
      'windowsHostProcess',
      'allowPrivilegeEscalation',
      'capabilities_restricted',
      'procMount_restricted',
      'restrictedVolumes',
      'runAsNonRoot',
      'runAsUser',
      'seccompProfile_restricted',
    ],
  ],
];

function idsAt(registry: Registry, standard: string): string[] {
  const { level, version } = parseStandard(standard);
  return registry.active(level, version).map(({ check }) => check.id);
}

function expectedAt(level: string, version: string): readonly string[] {
  const minor = version === 'latest' ? 37 : Math.min(Number(version.slice(3)), 37);
  const rows = IN_FORCE.filter(([of, first, last]) => of === level && first <= minor && minor <= last);
  if (rows.length !== 1) throw new Error(`${rows.length} rows for ${level}:${version}`);
  return rows[0]?.[3] ?? [];
}

describe('STANDARD', () => {
  const standards = ['baseline', 'restricted'].flatMap((level) =>
    [...VERSIONS, ...LATER].map((version) => [level, version] as const),
  );

  it.each(standards)('%s:%s has its checks in force, in upstream order', (level, version) => {
    expect(idsAt(STANDARD, `${level}:${version}`)).toEqual(expectedAt(level, version));
  });

  it.each([...VERSIONS, ...LATER])('privileged:%s has no checks', (version) => {
    expect(idsAt(STANDARD, `privileged:${version}`)).toEqual([]);
  });

  it('v1.37 is the newest version that changed a rule', () => {
    expect(STANDARD.newest).toBe('v1.37');
  });

  it.each(['baseline', 'restricted'])('%s: versions beyond the newest run the rules of the newest', (level) => {
    const newest = parseStandard(`${level}:v1.37`);
    const rules = STANDARD.active(newest.level, newest.version).map(({ evaluate }) => evaluate);
    for (const later of LATER) {
      const { version } = parseStandard(`${level}:${later}`);
      expect(STANDARD.active(newest.level, version).map(({ evaluate }) => evaluate)).toEqual(rules);
    }
  });

  it.each(LATER)('a broken pod at restricted:%s gets the verdict of v1.37', (version) => {
    const broken = inEveryList(bare, { volumes: [{ name: 'v', nfs: {} }], hostPID: true });
    expect(evaluatePod({ level: 'restricted', version }, broken)).toEqual(
      evaluatePod({ level: 'restricted', version: 'v1.37' }, broken),
    );
  });

  it('has 12 baseline and 7 restricted checks', () => {
    expect(STANDARD.checks.filter(({ level }) => level === 'baseline')).toHaveLength(12);
    expect(STANDARD.checks.filter(({ level }) => level === 'restricted')).toHaveLength(7);
  });

  const variants: readonly (readonly [id: string, since: readonly string[]])[] = [
    ['appArmorProfile', ['v1.0']],
    ['capabilities_baseline', ['v1.0']],
    ['hostNamespaces', ['v1.0']],
    ['hostPathVolumes', ['v1.0']],
    ['hostPorts', ['v1.0']],
    ['hostProbesAndHostLifecycle', ['v1.34']],
    ['privileged', ['v1.0']],
    ['procMount', ['v1.0', 'v1.35']],
    ['seLinuxOptions', ['v1.0', 'v1.31']],
    ['seccompProfile_baseline', ['v1.0', 'v1.19']],
    ['sysctls', ['v1.0', 'v1.27', 'v1.29', 'v1.32', 'v1.37']],
    ['windowsHostProcess', ['v1.0']],
    ['allowPrivilegeEscalation', ['v1.8', 'v1.25']],
    ['capabilities_restricted', ['v1.22', 'v1.25']],
    ['procMount_restricted', ['v1.35']],
    ['restrictedVolumes', ['v1.0']],
    ['runAsNonRoot', ['v1.0', 'v1.35']],
    ['runAsUser', ['v1.23', 'v1.35']],
    ['seccompProfile_restricted', ['v1.19', 'v1.25']],
  ];

  it.each(variants)('%s has a rule from each of %j on', (id, since) => {
    const check = CHECKS.find((candidate) => candidate.id === id);
    expect(check?.versions.map((version) => version.since)).toEqual(since);
  });

  it('knows no other checks', () => {
    expect(CHECKS.map(({ id }) => id).sort()).toEqual(variants.map(([id]) => id).sort());
  });
});

describe('overrides of the restricted level', () => {
  it.each([
    ['hostPathVolumes', 'restrictedVolumes', 'v1.0', undefined],
    ['seccompProfile_baseline', 'seccompProfile_restricted', 'v1.19', 'v1.18'],
    ['capabilities_baseline', 'capabilities_restricted', 'v1.22', 'v1.21'],
    ['procMount', 'procMount_restricted', 'v1.35', 'v1.34'],
  ])('%s gives way to %s at %s', (weaker, stricter, version, before) => {
    expect(idsAt(STANDARD, `restricted:${version}`)).not.toContain(weaker);
    expect(idsAt(STANDARD, `restricted:${version}`)).toContain(stricter);
    expect(idsAt(STANDARD, 'restricted:latest')).not.toContain(weaker);
    expect(idsAt(STANDARD, `baseline:${version}`)).toContain(weaker);
    if (before !== undefined) expect(idsAt(STANDARD, `restricted:${before}`)).toContain(weaker);
  });

  it('leave a hole where the restricted check is more lenient', () => {
    const twoSources = pod({ volumes: [{ name: 'v', emptyDir: {}, hostPath: {} }] });
    expect(outcome('hostPathVolumes', 'baseline:latest', twoSources)).toBe('hostPath volumes (volume "v")');
    expect(evaluatePod({ level: 'restricted', version: 'latest' }, twoSources).allowed).toBe(true);
  });
});

function check(id: string, level: string, ...versions: readonly (string | Omit<CheckVersion, 'evaluate'>)[]): Check {
  return defineCheck({
    id,
    level: level as Check['level'],
    control: '',
    summary: '',
    fields: [],
    allowed: '',
    remediation: '',
    versions: versions.map((version) => ({
      ...(typeof version === 'string' ? { since: version } : version),
      evaluate: () => undefined,
    })),
  });
}

describe('createRegistry', () => {
  const contradictions: readonly (readonly [name: string, checks: readonly Check[], message: string])[] = [
    [
      'an id twice',
      [check('x', 'baseline', 'v1.0'), check('x', 'restricted', 'v1.0')],
      'multiple checks registered for ID x',
    ],
    ['a level that is none', [check('x', 'strict', 'v1.0')], 'check x: invalid level strict'],
    ['level privileged', [check('x', 'privileged', 'v1.0')], 'check x: invalid level privileged'],
    ['no version', [check('x', 'baseline')], 'check x: empty'],
    ['a version that is none', [check('x', 'baseline', '')], 'check x: undefined version found'],
    ['version latest', [check('x', 'baseline', 'latest')], "check x: version cannot be 'latest'"],
    ['latest after another version', [check('x', 'baseline', 'v1.0', 'latest')], "check x: version cannot be 'latest'"],
    ['a version twice', [check('x', 'baseline', 'v1.2', 'v1.2')], 'check x: duplicate version v1.2'],
    [
      'an older version after a newer one',
      [check('x', 'baseline', 'v1.2', 'v1.1')],
      'check x: versions must be strictly increasing',
    ],
    [
      'versions ordered as text',
      [check('x', 'baseline', 'v1.10', 'v1.9')],
      'check x: versions must be strictly increasing',
    ],
    [
      'overrides of a baseline check',
      [check('x', 'baseline', { since: 'v1.0', overrides: ['y'] }), check('y', 'baseline', 'v1.0')],
      'check x: only restricted checks may set overrides',
    ],
    [
      'an override of a restricted check',
      [check('x', 'restricted', { since: 'v1.0', overrides: ['y'] }), check('y', 'restricted', 'v1.0')],
      'check x: overrides restricted check y',
    ],
    [
      'an override in a later version',
      [check('x', 'restricted', 'v1.0', { since: 'v1.5', overrides: ['x'] })],
      'check x: overrides restricted check x',
    ],
  ];

  it.each(contradictions)('refuses %s', (_, checks, message) => {
    expect(() => createRegistry(checks)).toThrow(new Error(message));
  });

  it('accepts the shipped list', () => {
    expect(createRegistry(CHECKS).checks).toEqual(CHECKS);
  });

  it('takes the greatest version of all checks for the newest', () => {
    const registry = createRegistry([check('a', 'baseline', 'v1.3', 'v1.12'), check('b', 'restricted', 'v1.9')]);
    expect(registry.newest).toBe('v1.12');
  });

  it('puts baseline before restricted and orders ids by byte, upper case first', () => {
    const registry = createRegistry([
      check('a', 'restricted', 'v1.0'),
      check('sea', 'baseline', 'v1.0'),
      check('seL', 'baseline', 'v1.0'),
      check('A', 'restricted', 'v1.0'),
    ]);
    expect(idsAt(registry, 'restricted:latest')).toEqual(['seL', 'sea', 'A', 'a']);
    expect(idsAt(registry, 'baseline:latest')).toEqual(['seL', 'sea']);
  });

  it('drops an overridden check only from the version on that overrides it, and only at restricted', () => {
    const registry = createRegistry([
      check('weak', 'baseline', 'v1.0'),
      check('strong', 'restricted', 'v1.1', { since: 'v1.2', overrides: ['weak'] }, 'v1.4'),
    ]);
    const at = (level: string) => ['v1.0', 'v1.1', 'v1.2', 'v1.3', 'v1.4'].map((v) => idsAt(registry, `${level}:${v}`));
    expect(at('restricted')).toEqual([['weak'], ['weak', 'strong'], ['strong'], ['strong'], ['weak', 'strong']]);
    expect(at('baseline')).toEqual([['weak'], ['weak'], ['weak'], ['weak'], ['weak']]);
  });
});

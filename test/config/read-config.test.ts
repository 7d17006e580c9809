import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../src/config/config.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { BAD, CONTRADICTIONS, GOOD, rule } from './examples.ts';

/** What the caller says of paths: those with `!` are wrong. */
const checkPath = (path: string) => (path.includes('!') ? `"${path}" is wrong` : undefined);

const read = (value: unknown) => readConfig(value, checkPath);

/** Problems as lines: path, then message. */
const problemsOf = (value: unknown) => read(value).problems.map(({ path, message }) => `${path}: ${message}`);

describe('good configurations', () => {
  it.each(GOOD)('%s', (_, value) => {
    expect(problemsOf(value)).toEqual([]);
  });

  it.each(GOOD.slice(0, 6))('the defaults hold: %s', (_, value) => {
    const { clusters, ...config } = read(value).config;
    expect({ ...config, clusters: [] }).toEqual(DEFAULT_CONFIG);
    expect(clusters.every(({ admission }) => admission === undefined)).toBe(true);
  });
});

describe('settings', () => {
  it('of workloads are as the extractor takes them', () => {
    const workloads = [{ group: 'example.com', kind: 'App', path: 'spec.b[*].c' }];
    expect(read({ workloads }).config.workloads).toEqual([
      { group: 'example.com', kind: 'App', paths: ['spec.b[*].c'] },
    ]);
  });

  it('of clusters keep their admission as it is', () => {
    const clusters = [{ name: 'prod', server: 'https://prod', admission: { defaults: { enforce: 5 } } }];
    expect(read({ clusters }).config.clusters).toEqual([{ ...clusters[0], apiVersions: [] }]);
  });

  it.each([
    ['baseline', { level: 'baseline', version: { text: 'latest', minor: Number.POSITIVE_INFINITY } }],
    ['privileged:v1.3', { level: 'privileged', version: { text: 'v1.3', minor: 3 } }],
  ])('of unknown namespaces: %s', (unknown, settings) => {
    expect(read({ namespaces: { unknown } }).config.namespaces.unknown).toEqual(settings);
  });

  it('of findings: YAML 1.1 reads off as false', () => {
    const findings = { unlabelled: false, useless: 'off', exempt: 'enforce' };
    expect(read({ namespaces: { findings } }).config.namespaces.findings).toEqual({
      ...DEFAULT_CONFIG.namespaces.findings,
      unlabelled: 'off',
      useless: 'off',
      exempt: 'enforce',
    });
  });

  it('of a rule that says little', () => {
    expect(read(rule({ require: 'baseline' })).config.namespaces.rules).toEqual([
      {
        name: 'a',
        match: [],
        except: [],
        require: { enforce: 'baseline' },
        default: {},
        forbid: [],
        labels: [],
        pinned: false,
        mode: 'enforce',
      },
    ]);
  });

  it('of a rule that says all', () => {
    const all = {
      match: { names: ['pci-*'], labels: { team: 'pay' } },
      except: [{ names: ['kube-system'] }, { expressions: [{ key: 'a', operator: 'Exists' }] }],
      require: { enforce: 'baseline', warn: 'restricted' },
      default: 'restricted',
      forbid: ['privileged'],
      labels: 'any',
      pinned: true,
      version: 'v1.34',
      mode: 'warn',
    };
    expect(read(rule(all)).config.namespaces.rules).toEqual([
      { ...all, name: 'a', match: [all.match], default: { enforce: 'restricted' } },
    ]);
  });
});

describe('problems', () => {
  it.each([...BAD, ...CONTRADICTIONS])('%s', (_, value, ...problems) => {
    expect(problemsOf(value)).toEqual(problems);
  });

  it('are all named at once, in the order of the file, and leave the defaults', () => {
    const value = {
      namespaces: {
        rules: [
          { name: 'a', mode: 'x', forbid: ['baseline'], require: 'baseline' },
          { name: 'a', extra: 1 },
        ],
        unknown: 'x',
      },
      extra: 1,
      clusters: [{ name: 'b', extra: 1 }, { name: 'b' }, 5],
    };
    const { config, problems } = read(value);
    expect(problems.map(({ path }) => path)).toEqual([
      'namespaces.rules[0].mode',
      'namespaces.rules[0].forbid[0]',
      'namespaces.rules[1]',
      'namespaces.rules[1].name',
      'namespaces.rules[1].extra',
      'namespaces.unknown',
      'extra',
      'clusters[0].extra',
      'clusters[1].name',
      'clusters[2]',
    ]);
    expect(config).toBe(DEFAULT_CONFIG);
  });

  it('are one short line each, whatever came', () => {
    const long = 'x\n\u001b[31m'.repeat(100_000);
    const lines = problemsOf({
      [long]: long,
      controllers: long,
      repository: { urls: long },
      namespaces: {
        unknown: long,
        rules: [{ name: long, require: long, [long]: 1, match: { labels: { [long]: 1 } } }],
      },
    });
    expect(lines).toHaveLength(7);
    expect(lines.filter((line) => line.length > 400 || /\p{Cc}/u.test(line))).toEqual([]);
  });

  it('of many settings are all named', () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`k${index}`, index]));
    expect(problemsOf(many)).toHaveLength(50_000);
  });

  it('never touch the prototype of objects', () => {
    read(JSON.parse('{"__proto__": {"polluted": 1}, "namespaces": {"__proto__": {"polluted": 1}}}'));
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

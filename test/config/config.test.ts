import { describe, expect, it } from 'vitest';
import { CONFIG_FILE, DEFAULT_CONFIG, readConfig } from '../../src/config/config.ts';

/** What the caller says of paths: those with `!` are wrong. */
const checkPath = (path: string) => (path.includes('!') ? `"${path}" is wrong` : undefined);

const read = (value: unknown) => readConfig(value, checkPath);

/** Problems as lines: path, then message. */
const problemsOf = (value: unknown) => read(value).problems.map(({ path, message }) => `${path}: ${message}`);

describe('good configurations', () => {
  it.each<[name: string, value: unknown, workloads: unknown[]]>([
    ['nothing', null, []],
    ['an empty object', {}, []],
    ['no workloads', { workloads: [] }, []],
    ['workloads: null', { workloads: null }, []],
    [
      'a kind',
      { workloads: [{ group: 'example.com', kind: 'App', path: 'spec.template' }] },
      [{ group: 'example.com', kind: 'App', paths: ['spec.template'] }],
    ],
    [
      'several kinds',
      {
        workloads: [
          { group: 'example.com', kind: 'App', path: 'spec.a' },
          { group: 'example.org', kind: 'Web', path: 'spec.b[*].c' },
        ],
      },
      [
        { group: 'example.com', kind: 'App', paths: ['spec.a'] },
        { group: 'example.org', kind: 'Web', paths: ['spec.b[*].c'] },
      ],
    ],
  ])('%s', (_, value, workloads) => {
    expect(read(value)).toEqual({ config: { workloads }, problems: [] });
  });
});

describe('problems', () => {
  const ITEM = 'expected an object with group, kind and path';
  const good = { group: 'example.com', kind: 'App', path: 'spec' };

  it.each<[name: string, value: unknown, problems: string[]]>([
    ['text', 'workloads', [': expected an object with settings']],
    ['a list', [], [': expected an object with settings']],
    ['a number', 5, [': expected an object with settings']],
    ['a word', true, [': expected an object with settings']],
    ['a setting that is nearly one', { workload: [] }, ['workload: unknown setting; did you mean workloads?']],
    ['a setting that is none', { level: 'x' }, ['level: unknown setting; allowed: workloads']],
    [
      'several settings that are none',
      { a: 1, b: 2 },
      ['a: unknown setting; allowed: workloads', 'b: unknown setting; allowed: workloads'],
    ],
    [
      'workloads that are an object',
      { workloads: {} },
      ['workloads: expected a list of objects with group, kind and path'],
    ],
    [
      'workloads that are text',
      { workloads: 'x' },
      ['workloads: expected a list of objects with group, kind and path'],
    ],
    ['a kind that is text', { workloads: ['App'] }, [`workloads[0]: ${ITEM}`]],
    ['a kind that is null', { workloads: [good, null] }, [`workloads[1]: ${ITEM}`]],
    [
      'a kind without anything',
      { workloads: [{}] },
      [
        'workloads[0].group: expected the API group of a custom resource',
        'workloads[0].kind: expected a kind',
        'workloads[0].path: expected a path such as spec.template',
      ],
    ],
    [
      'an empty group',
      { workloads: [{ ...good, group: '' }] },
      ['workloads[0].group: expected the API group of a custom resource'],
    ],
    ['an empty kind', { workloads: [{ ...good, kind: '' }] }, ['workloads[0].kind: expected a kind']],
    [
      'an empty path',
      { workloads: [{ ...good, path: '' }] },
      ['workloads[0].path: expected a path such as spec.template'],
    ],
    [
      'numbers',
      { workloads: [{ group: 1, kind: 2, path: 3 }] },
      [
        'workloads[0].group: expected the API group of a custom resource',
        'workloads[0].kind: expected a kind',
        'workloads[0].path: expected a path such as spec.template',
      ],
    ],
    [
      'a path that cannot be read',
      { workloads: [good, { ...good, path: 'spec!' }] },
      ['workloads[1].path: "spec!" is wrong'],
    ],
    [
      'a field that is nearly one',
      { workloads: [{ ...good, paths: [] }] },
      ['workloads[0].paths: unknown setting; did you mean path?'],
    ],
    [
      'a field that is none',
      { workloads: [{ ...good, version: 'v1' }] },
      ['workloads[0].version: unknown setting; allowed: group, kind, path'],
    ],
    [
      'a field of every object',
      JSON.parse('{"__proto__": {"workloads": []}, "constructor": 1}'),
      ['__proto__: unknown setting; allowed: workloads', 'constructor: unknown setting; allowed: workloads'],
    ],
  ])('%s', (_, value, problems) => {
    expect(problemsOf(value)).toEqual(problems);
  });

  it('are all named at once, with the kinds that are good', () => {
    const { config, problems } = read({ extra: 1, workloads: [good, 'x', { ...good, path: '!' }] });
    expect(problems.map(({ path }) => path)).toEqual(['extra', 'workloads[1]', 'workloads[2].path']);
    expect(config.workloads[0]).toEqual({ group: 'example.com', kind: 'App', paths: ['spec'] });
  });

  it('of the file as a whole leave the defaults', () => {
    expect(read('x').config).toBe(DEFAULT_CONFIG);
  });
});

it('the file has its name, and the defaults add nothing', () => {
  expect(CONFIG_FILE).toBe('.pss-gate.yaml');
  expect(DEFAULT_CONFIG).toEqual({ workloads: [] });
});

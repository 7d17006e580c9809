import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/commands/load-config.ts';
import { DEFAULT_CONFIG } from '../../src/config/config.ts';
import { configSchema } from '../../src/config/json-schema.ts';
import { makeRepository, runCli } from './run-cli.ts';

const GOOD = 'controllers: warn\nnamespaces:\n  rules:\n    - name: a\n      require: baseline\n';

describe('pss-gate config validate', () => {
  it('reads the file at the root of the repository, from anywhere in it', async () => {
    const root = await makeRepository({ '.pss-gate.yaml': GOOD, 'apps/a.yaml': '' });
    expect(await runCli(['config', 'validate'], { cwd: root })).toMatchObject({
      code: 0,
      stdout: '.pss-gate.yaml: valid\n',
      stderr: '',
    });
    const below = await runCli(['config', 'validate'], { cwd: join(root, 'apps') });
    expect([below.code, below.stdout]).toEqual([0, `${join('..', '.pss-gate.yaml')}: valid\n`]);
  });

  it('reads the file that is named, by an argument or the environment', async () => {
    const root = await makeRepository({ 'a.yaml': GOOD, 'empty.yaml': '# nothing yet\n', '.pss-gate.yaml': 'x: 1\n' });
    const named = await runCli(['config', 'validate', 'a.yaml'], { cwd: root });
    expect([named.code, named.stdout]).toEqual([0, 'a.yaml: valid\n']);
    const env = { PSS_GATE_CONFIG: 'empty.yaml' };
    const mirrored = await runCli(['config', 'validate'], { cwd: root, env });
    expect([mirrored.code, mirrored.stdout]).toEqual([0, 'empty.yaml: valid\n']);
  });

  it('lists every problem in the order of the file', async () => {
    const content =
      'namespaces:\n  rules:\n    - {name: a, require: strict}\n  findings: {exempt: off, useless: no}\nlevel: x\n';
    const root = await makeRepository({ '.pss-gate.yaml': `clusters: [{}]\n${content}` });
    const { code, stdout, stderr } = await runCli(['config', 'validate'], { cwd: root });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toEqual([
      'error: .pss-gate.yaml: clusters[0].name: expected the name of a cluster',
      'error: .pss-gate.yaml: namespaces.rules[0].require: got "strict", allowed: privileged, baseline, restricted',
      'error: .pss-gate.yaml: level: unknown setting; allowed: workloads, repository, applications, clusters, admission, controllers, namespaces, policies',
    ]);
  });

  it.each([
    ['one that is not there', 'none.yaml', 'error: none.yaml: cannot be read: ENOENT\n'],
    ['a directory', 'apps', 'error: apps: '],
    ['what is no YAML', 'broken.yaml', 'error: broken.yaml:2: '],
  ])('refuses %s', async (_, file, message) => {
    const root = await makeRepository({ 'broken.yaml': 'workloads: []\nclusters: }\n' });
    await mkdir(join(root, 'apps'));
    const { code, stdout, stderr } = await runCli(['config', 'validate', file], { cwd: root });
    expect([code, stdout, stderr.slice(0, message.length)]).toEqual([2, '', message]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('says where it looked when there is no file', async () => {
    const root = await makeRepository({});
    const { code, stderr } = await runCli(['config', 'validate'], { cwd: root });
    expect([code, stderr]).toEqual([
      2,
      `error: config validate: no .pss-gate.yaml in ${root}; name the file to read\n`,
    ]);
  });
});

describe('pss-gate config', () => {
  it('prints its JSON Schema', async () => {
    const { code, stdout, stderr } = await runCli(['config', 'schema']);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual(configSchema());
  });

  it.each([[['config', '--help']], [['config', 'validate', '--help']], [['config', 'schema', '--help']]])(
    'helps: %j',
    async (args) => {
      const { code, stdout, stderr } = await runCli(args);
      expect([code, stderr, stdout.includes('Usage: pss-gate config')]).toEqual([0, '', true]);
    },
  );

  it('needs a verb', async () => {
    const { code, stderr } = await runCli(['config']);
    expect([code, stderr.includes('Usage: pss-gate config')]).toEqual([2, true]);
  });
});

describe('loadConfig', () => {
  it('tells where a setting stands', async () => {
    const root = await makeRepository({ '.pss-gate.yaml': GOOD, 'settings/a.yaml': GOOD });
    const { config, file, lineOf } = await loadConfig(undefined, root, join(root, 'settings'));
    expect([config.controllers, file]).toEqual(['warn', '.pss-gate.yaml']);
    expect(lineOf(['namespaces', 'rules', 0, 'require'])).toBe(5);
    expect(lineOf(['namespaces', 'rules', 0, 'forbid'])).toBe(4);
    expect((await loadConfig('a.yaml', root, join(root, 'settings'))).file).toBe('settings/a.yaml');
  });

  it('names a file outside as it was named', async () => {
    const [root, other] = [await makeRepository({}), await makeRepository({ 'a.yaml': GOOD })];
    expect((await loadConfig(join(other, 'a.yaml'), root, root)).file).toBe(join(other, 'a.yaml'));
    expect((await loadConfig('a.yaml', root, other)).file).toBe('a.yaml');
  });

  it('does without a file', async () => {
    const root = await makeRepository({});
    const { config, file, lineOf } = await loadConfig(undefined, root, root);
    expect([config, file, lineOf(['namespaces'])]).toEqual([DEFAULT_CONFIG, undefined, undefined]);
  });
});

/** Source files that are loaded with one, and packages, without what is loaded on demand. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = file.endsWith('.ts') ? readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8') : '';
  for (const [, specifier = ''] of text.matchAll(/^(?:import|export)(?! type)[^;]*? from '([^']+)';/gm)) {
    loadedWith(specifier.startsWith('.') ? posix.join(dirname(file), specifier) : specifier, seen);
  }
  return seen;
}

describe('zod', () => {
  it.each(['commands/main.ts', 'commands/explain.ts', 'commands/render.ts', 'commands/check.ts'])(
    'is not loaded with %s',
    (file) => {
      expect([...loadedWith(file)]).not.toContain('zod');
    },
  );

  it('is loaded with what reads a file', () => {
    expect([...loadedWith('config/read-config.ts')]).toContain('zod');
  });
});

import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/commands/environment.ts';
import { makeRepository, runCli } from './run-cli.ts';

describe('readEnvironment', () => {
  it.each([
    [{ PSS_GATE_LEVEL: 'baseline', HOME: '/root' }, { PSS_GATE_LEVEL: 'baseline' }],
    [{ PSS_GATE_CONFIG: '' }, {}],
    [{ PSS_GATE_ALLOW_EMPTY: 'false' }, {}],
    [{ PSS_GATE_ALLOW_EMPTY: '0', PSS_GATE_NO_PROGRESS: 'TRUE' }, { PSS_GATE_NO_PROGRESS: 'true' }],
  ])('reads %j', (env, values) => {
    expect(readEnvironment(env)).toEqual({ values, problems: [] });
  });

  it('refuses a switch that is neither on nor off', () => {
    expect(readEnvironment({ PSS_GATE_ALLOW_EMPTY: 'perhaps' }).problems).toEqual([
      'PSS_GATE_ALLOW_EMPTY: got "perhaps", allowed: true or false',
    ]);
  });
});

describe('the command', () => {
  it.each([
    ['false', 3],
    ['', 3],
    ['true', 0],
    ['perhaps', 2],
  ])('with PSS_GATE_ALLOW_EMPTY=%s ends with %i on an empty repository', async (value, code) => {
    const root = await makeRepository({ 'README.md': '' });
    expect((await runCli(['check', root], { env: { PSS_GATE_ALLOW_EMPTY: value } })).code).toBe(code);
  });
});

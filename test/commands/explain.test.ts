import { describe, expect, it } from 'vitest';
import { STANDARD } from '../../src/pss/registry.ts';
import { runCli } from './run-cli.ts';

describe('pss-gate explain', () => {
  it('lists every control in a line', async () => {
    const { code, stdout } = await runCli(['explain']);
    expect(code).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(STANDARD.checks.map(({ id }) => id));
  });

  it('explains a check by its id, in any case', async () => {
    const { stdout } = await runCli(['explain', 'ALLOWPRIVILEGEESCALATION']);
    for (const part of [
      'Privilege Escalation (allowPrivilegeEscalation, restricted)',
      'spec.initContainers[*].securityContext.allowPrivilegeEscalation',
      'v1.25  Windows pods (os.name: windows) pass',
      'Set securityContext.allowPrivilegeEscalation: false in every container.',
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    ]) {
      expect(stdout).toContain(part);
    }
  });

  it('explains all checks of a control', async () => {
    const { stdout } = await runCli(['explain', 'seccomp', '-o', 'json']);
    expect((JSON.parse(stdout) as { id: string }[]).map(({ id }) => id)).toEqual([
      'seccompProfile_baseline',
      'seccompProfile_restricted',
    ]);
  });
});

describe('pss-gate', () => {
  it('prints its version', async () => {
    const { code, stdout } = await runCli(['--version']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });

  it.each([['--help'], ['check', '--help'], ['render', '--help'], ['explain', '--help']])(
    'helps: %s %s',
    async (...args) => {
      const { code, stdout, stderr } = await runCli(args.filter((arg) => arg !== undefined));
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('Usage: pss-gate');
    },
  );

  it('shows its help when called without a command', async () => {
    const { code, stderr } = await runCli([]);
    expect([code, stderr.includes('Usage: pss-gate')]).toEqual([2, true]);
  });
});

import type { Finding, Report, TargetReport } from '../../src/model/report.ts';
import { buildReport, type TargetOutcome } from '../../src/report/build-report.ts';

const TOOL = { name: 'pss-gate', version: '1.2.3', renderers: { helm: 'v4.2.3', kustomize: null } } as const;

export function target(path: string, changes: Partial<TargetReport> = {}): TargetReport {
  return {
    id: `directory:${path}`,
    name: path,
    kind: 'Directory',
    path,
    status: 'evaluated',
    objects: 3,
    workloads: 1,
    ...changes,
  };
}

export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    fingerprint: '0123456789abcdef0123456789abcdef',
    target: 'directory:apps/pay',
    policy: 'PodSecurity',
    rule: 'privileged',
    control: 'Privileged Containers',
    check: 'privileged',
    level: 'baseline',
    version: 'latest',
    mode: 'enforce',
    result: 'fail',
    resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'pay', name: 'api' },
    container: 'app',
    fields: [
      {
        path: 'spec.template.spec.containers[0].securityContext.privileged',
        found: true,
        allowed: 'unset or false',
        line: 31,
      },
    ],
    message: 'Privileged Containers: privileged (container "app" must not set securityContext.privileged=true)',
    location: { file: 'apps/pay/deploy.yaml', line: 31 },
    remediation: 'Remove privileged: true.',
    ...changes,
  };
}

function outcome(of: TargetReport, findings: readonly Finding[], passes = 12): TargetOutcome {
  return {
    target: of,
    findings,
    passes,
    namespaces: new Set(findings.flatMap(({ resource }) => resource?.namespace ?? [])),
  };
}

function report(verdict: Report['verdict'], outcomes: readonly TargetOutcome[], reason?: string): Report {
  return buildReport(outcomes, {
    tool: TOOL,
    repository: {},
    level: { level: 'baseline', version: 'latest', origin: '--level' },
    reason,
    decide: () => verdict,
  });
}

const OWN = { policy: 'pss-gate', fields: [] } as const;

function ownFinding(changes: Pick<Finding, 'rule' | 'result' | 'message' | 'target'> & Partial<Finding>): Finding {
  return { fingerprint: 'fedcba9876543210fedcba9876543210', ...OWN, ...changes };
}

/** Reports that every format has to show well. */
export const REPORTS: Readonly<Record<string, Report>> = {
  clean: report('pass', [
    outcome(target('apps/pay'), []),
    outcome(target('charts/web', { id: 'helm:charts/web', kind: 'HelmChart' }), []),
  ]),
  mixed: report('block', [
    outcome(target('apps/pay', { workloads: 2 }), [
      finding(),
      finding({ container: 'sidecar', fingerprint: '1123456789abcdef0123456789abcdef' }),
      finding({
        resource: { apiVersion: 'v1', kind: 'Pod', namespace: 'pay', name: 'job-*' },
        rule: 'hostPorts',
        check: 'hostPorts',
        control: 'Host Ports',
        message: 'Host Ports: hostPort (container "app" uses hostPort 80)',
        fields: [{ path: 'spec.containers[0].ports[0].hostPort', found: 80, allowed: 'unset or 0' }],
        location: { file: 'apps/pay/templates/pod.yaml' },
      }),
      ownFinding({
        rule: 'unknown-workload',
        result: 'skip',
        target: 'directory:apps/pay',
        message: 'Runner of jobs.example holds what looks like a pod at spec.runner',
        resource: { apiVersion: 'jobs.example/v1', kind: 'Runner', namespace: 'pay', name: 'nightly' },
        location: { file: 'apps/pay/runner.yaml', line: 7 },
      }),
    ]),
    outcome(target('apps/web'), []),
  ]),
  errors: report('error', [
    outcome(
      target('charts/broken', {
        id: 'helm:charts/broken',
        kind: 'HelmChart',
        status: 'error',
        reason: 'helm: no such value',
        objects: 0,
        workloads: 0,
      }),
      [ownFinding({ rule: 'render', result: 'error', target: 'helm:charts/broken', message: 'helm: no such value' })],
    ),
    outcome(target('apps/odd', { status: 'error', reason: 'odd.yaml: bad indentation' }), [
      ownFinding({
        rule: 'parse',
        result: 'error',
        target: 'directory:apps/odd',
        message: 'bad \u001b[31mindentation\u202e',
        location: { file: 'apps/odd/odd.yaml', line: 4 },
      }),
      ownFinding({
        rule: 'decode',
        result: 'error',
        target: 'directory:apps/odd',
        message: 'the API server would not accept this pod: spec.containers: expected a list, got the string "x"',
        resource: { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'odd' },
        fields: [{ path: 'spec.containers', found: 'x', allowed: 'a list', line: 6 }],
        location: { file: 'apps/odd/pod.yaml', line: 6 },
      }),
    ]),
  ]),
  empty: report('error', [], 'nothing to evaluate below .; --allow-empty lets it pass'),
};

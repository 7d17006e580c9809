import type { Finding, NamespaceReport, Report, TargetReport, Verdict } from '../../src/model/report.ts';
import { buildReport, type ReportFacts, type TargetOutcome } from '../../src/report/build-report.ts';

const TOOL = { name: 'pss-gate', version: '1.2.3', renderers: { helm: 'v4.2.3', kustomize: null } } as const;

/** What follows where a namespace enforces. */
const ENFORCED = 'its pods will be refused: namespace pay enforces baseline:latest (namespaces/pay.yaml:6)';
const WARNED = 'a warning will be shown: namespace pay warns at restricted:v1.31 (namespaces/pay.yaml:7)';
const RECORDED = 'it will be recorded in the audit log: namespace pay audits at restricted:latest (admission.yaml:5)';

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
    effect: ENFORCED,
    location: { file: 'apps/pay/deploy.yaml', line: 31 },
    remediation: 'Remove privileged: true.',
    ...changes,
  };
}

function outcome(of: TargetReport, findings: readonly Finding[], passes = 12): TargetOutcome {
  return { target: of, findings, passes, skips: 0 };
}

/** A namespace that enforces baseline by its label, and has one workload that keeps it. */
export function namespace(name: string, changes: Partial<NamespaceReport> = {}): NamespaceReport {
  return {
    cluster: '',
    name,
    effective: {
      enforce: { level: 'baseline', version: 'latest', origin: `namespaces/${name}.yaml:6` },
      audit: { level: 'privileged', version: 'latest', origin: 'the Kubernetes default' },
      warn: { level: 'baseline', version: 'latest', origin: `namespaces/${name}.yaml:6` },
    },
    workloads: 1,
    readiness: { strictest: 'baseline', blockers: 0 },
    ...changes,
  };
}

/** Something that is wrong with a label of a namespace. */
export function labelFinding(name: string, changes: Partial<Finding> = {}): Finding {
  return {
    fingerprint: '89abcdef0123456789abcdef01234567',
    target: 'directory:namespaces',
    policy: 'NamespaceLabels',
    rule: 'namespace-invalid',
    mode: 'enforce',
    result: 'fail',
    resource: { apiVersion: 'v1', kind: 'Namespace', namespace: '', name },
    fields: [
      {
        path: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
        found: 'strict',
        allowed: 'privileged, baseline, restricted',
        line: 6,
      },
    ],
    message: 'pod-security.kubernetes.io/enforce: got "strict"; restricted is enforced',
    location: { file: `namespaces/${name}.yaml`, line: 6 },
    remediation: 'Set the label pod-security.kubernetes.io/enforce: restricted.',
    ...changes,
  };
}

interface Changes extends Partial<Pick<ReportFacts, 'repository' | 'level' | 'notes' | 'namespaces' | 'reason'>> {
  readonly labelFindings?: readonly Finding[];
}

function report(verdict: Verdict, outcomes: readonly TargetOutcome[], changes: Changes = {}): Report {
  return buildReport(outcomes, {
    tool: TOOL,
    repository: {},
    level: undefined,
    notes: [],
    namespaces: [],
    labelFindings: [],
    reason: undefined,
    decide: () => verdict,
    ...changes,
  });
}

const OWN = { policy: 'pss-gate', fields: [] } as const;

function ownFinding(changes: Pick<Finding, 'rule' | 'result' | 'message' | 'target'> & Partial<Finding>): Finding {
  return { fingerprint: 'fedcba9876543210fedcba9876543210', ...OWN, ...changes };
}

/** A control of restricted that a workload breaks; `key` tells fingerprints apart. */
function escalation(key: string) {
  const path = 'spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation';
  return {
    rule: 'allowPrivilegeEscalation',
    check: 'allowPrivilegeEscalation',
    control: 'Privilege Escalation',
    level: 'restricted',
    fingerprint: Buffer.from(key.padEnd(16)).toString('hex'),
    message:
      'Privilege Escalation: allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false)',
    fields: [{ path, found: null, allowed: 'false', line: 30 }],
    remediation: 'Set securityContext.allowPrivilegeEscalation: false in every container.',
  };
}

/** Reports that every format has to show well. */
export const REPORTS: Readonly<Record<string, Report>> = {
  clean: report(
    'pass',
    [outcome(target('apps/pay'), []), outcome(target('charts/web', { id: 'helm:charts/web', kind: 'HelmChart' }), [])],
    { namespaces: [namespace('pay'), namespace('web', { workloads: 0 })] },
  ),
  mixed: report(
    'block',
    [
      outcome(target('apps/pay', { workloads: 2 }), [
        finding(),
        finding({ container: 'sidecar', fingerprint: '1123456789abcdef0123456789abcdef' }),
        finding({
          resource: { apiVersion: 'v1', kind: 'Pod', namespace: 'pay', name: 'job-*' },
          rule: 'hostPorts',
          check: 'hostPorts',
          control: 'Host Ports',
          message: 'Host Ports: hostPort (container "app" uses hostPort 80)',
          effect: ENFORCED.replace('its pods', 'it'),
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
    ],
    { namespaces: [namespace('pay', { workloads: 2, readiness: { strictest: 'privileged', blockers: 2 } })] },
  ),
  modes: report(
    'block',
    [
      outcome(target('apps/pay', { workloads: 2 }), [
        finding({
          ...escalation('recorded'),
          mode: 'audit',
          result: 'warn',
          effect: RECORDED,
          resource: { apiVersion: 'batch/v1', kind: 'Job', namespace: 'pay', name: 'import' },
          location: { file: 'apps/pay/job.yaml', line: 12 },
        }),
        finding({ ...escalation('warned of'), mode: 'warn', result: 'warn', version: 'v1.31', effect: WARNED }),
        finding(),
        finding({
          rule: 'hostPorts',
          check: 'hostPorts',
          control: 'Host Ports',
          fingerprint: '2123456789abcdef0123456789abcdef',
          message: 'Host Ports: hostPort (container "app" uses hostPort 80)',
          fields: [{ path: 'spec.template.spec.containers[0].ports[0].hostPort', found: 80, allowed: 'unset or 0' }],
          effect: 'it is judged at baseline:v1.30 as well (--level)',
          version: 'v1.30',
          remediation: 'Remove hostPort.',
        }),
      ]),
      outcome(target('apps/warned'), [
        finding({ target: 'directory:apps/warned', mode: 'warn', result: 'warn', effect: WARNED }),
      ]),
    ],
    {
      repository: { url: 'https://github.com/org/repo', revision: '0'.repeat(40), base: '1'.repeat(40) },
      level: { level: 'baseline', version: 'v1.30', origin: '--level' },
      notes: [
        '2 workloads name no namespace, and no Application does; judged in the namespace default at restricted:latest (by default).',
        'Exempt users cannot be decided offline: pods that system:\u001b[31mroot create themselves are let through in the cluster, and judged here.',
      ],
      namespaces: [
        namespace('default', {
          effective: {
            enforce: { level: 'restricted', version: 'latest', origin: 'nothing is known of it; by default' },
            audit: { level: 'privileged', version: 'latest', origin: 'the Kubernetes default' },
            warn: { level: 'privileged', version: 'latest', origin: 'the Kubernetes default' },
          },
          readiness: { strictest: 'restricted', blockers: 0 },
        }),
        namespace('pay', {
          effective: {
            enforce: { level: 'baseline', version: 'latest', origin: 'namespaces/pay.yaml:6' },
            audit: { level: 'restricted', version: 'latest', origin: 'admission.yaml:5' },
            warn: { level: 'restricted', version: 'v1.31', origin: 'namespaces/pay.yaml:7' },
          },
          workloads: 2,
          readiness: { strictest: 'privileged', blockers: 1 },
        }),
      ],
    },
  ),
  labels: report(
    'block',
    [outcome(target('namespaces', { kind: 'Kustomization', workloads: 0 }), []), outcome(target('apps/pay'), [])],
    {
      namespaces: [
        namespace('jobs', { cluster: 'https://dev.example' }),
        namespace('pay', { cluster: 'dev', workloads: 5, readiness: { strictest: 'baseline', blockers: 3 } }),
        namespace('pay', { cluster: 'prod', workloads: 4 }),
        namespace('unplaced', { workloads: 0 }),
      ],
      labelFindings: [
        labelFinding('pay', { cluster: 'prod' }),
        labelFinding('pay', {
          cluster: 'dev',
          policy: 'production-is-restricted',
          rule: 'namespace-level',
          mode: 'warn',
          result: 'warn',
          fingerprint: '99abcdef0123456789abcdef01234567',
          message: 'baseline is weaker than restricted, which the rule production-is-restricted asks for',
        }),
        labelFinding('unplaced', {
          rule: 'namespace-undeclared',
          mode: 'warn',
          result: 'warn',
          target: '',
          fields: [],
          fingerprint: 'a9abcdef0123456789abcdef01234567',
          message: 'nothing declares it',
          location: { file: 'apps/pay' },
        }),
        labelFinding('gone', {
          cluster: 'prod',
          rule: 'namespace-deactivated',
          fields: [],
          fingerprint: 'b9abcdef0123456789abcdef01234567',
          message: 'the Namespace that enforced restricted is gone',
          location: { file: 'namespaces/gone.yaml', line: 3 },
        }),
      ],
    },
  ),
  exempt: report(
    'pass',
    [
      outcome(target('apps/system', { workloads: 3 }), [
        ownFinding({
          policy: 'PodSecurity',
          rule: 'exempt-namespace',
          result: 'skip',
          target: 'directory:apps/system',
          message: 'namespace system is exempt from Pod Security (.pss-gate.yaml:9): its 2 workloads are let through',
          resource: { apiVersion: 'v1', kind: 'Namespace', namespace: '', name: 'system' },
        }),
        ownFinding({
          policy: 'PodSecurity',
          rule: 'exempt-runtime-class',
          result: 'skip',
          target: 'directory:apps/system',
          message: 'its runtime class is exempt from Pod Security (.pss-gate.yaml:9): it is let through',
          resource: { apiVersion: 'v1', kind: 'Pod', namespace: 'pay', name: 'sandboxed' },
          location: { file: 'apps/system/pod.yaml', line: 8 },
        }),
      ]),
    ],
    { namespaces: [namespace('pay'), namespace('system', { exempt: true, workloads: 2 })] },
  ),
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
  empty: report('error', [], { reason: 'nothing to evaluate below .; --allow-empty lets it pass' }),
};

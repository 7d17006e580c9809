import type { LabelsReport, NamespaceLabels } from '../../src/model/labels-report.ts';
import type { NamespaceReport } from '../../src/model/report.ts';
import { finding, labelFinding, namespace } from './reports.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

export function namespaceLabels(name: string, changes: Partial<NamespaceLabels> = {}): NamespaceLabels {
  const { cluster, ...report }: NamespaceReport = namespace(name);
  return {
    cluster,
    ...report,
    labels: { [ENFORCE]: 'baseline' },
    declaredIn: [`namespaces/${name}.yaml:5`],
    ...changes,
  };
}

export function labelsReport(changes: Partial<LabelsReport> = {}): LabelsReport {
  return {
    schemaVersion: '1',
    tool: { name: 'pss-gate', version: '1.2.3', renderers: { helm: 'v4.2.3', kustomize: null } },
    repository: {},
    verdict: 'pass',
    notes: [],
    namespaces: [],
    findings: [],
    whatIf: [],
    ...changes,
  };
}

/** Reports that people have to be able to read. */
export const LABELS_REPORTS: Readonly<Record<string, LabelsReport>> = {
  empty: labelsReport({ verdict: 'error', reason: 'no namespaces below .; --allow-empty lets it pass' }),
  rich: labelsReport({
    verdict: 'block',
    notes: ['2 targets could not be evaluated: what is said here of namespaces leaves out its workloads.'],
    namespaces: [
      namespaceLabels('jobs', { workloads: 0, readiness: { strictest: 'restricted', blockers: 0 } }),
      namespaceLabels('pay', {
        cluster: 'dev',
        declaredIn: ['argocd/apps.yaml:12', 'snapshot.yaml:40'],
        effective: {
          enforce: { level: 'privileged', version: 'latest', origin: 'the Kubernetes default' },
          audit: { level: 'restricted', version: 'v1.31', origin: 'admission.yaml:8' },
          warn: { level: 'restricted', version: 'latest', origin: 'argocd/apps.yaml:13' },
        },
        workloads: 9,
        readiness: { strictest: 'privileged', blockers: 7 },
        blocked: {
          level: 'baseline',
          controls: [
            {
              control: 'HostPath Volumes',
              workloads: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `Deployment/${name}`),
            },
            { control: 'Host Ports', workloads: ['DaemonSet/agent'] },
          ],
        },
        missing: { labels: { [ENFORCE]: 'baseline' }, file: 'argocd/apps.yaml', isWritten: false },
      }),
      namespaceLabels('pay', {
        cluster: 'prod',
        workloads: 3,
        readiness: { strictest: 'baseline', blockers: 1 },
        blocked: { level: 'restricted', controls: [{ control: 'Seccomp', workloads: ['CronJob/import'] }] },
        missing: {
          labels: { [ENFORCE]: 'restricted', [`${ENFORCE}-version`]: 'v1.31' },
          file: 'namespaces/pay.yaml',
          isWritten: true,
        },
      }),
      namespaceLabels('system', { exempt: true, workloads: 1, readiness: { strictest: 'restricted', blockers: 0 } }),
      namespaceLabels('web', { workloads: 2, readiness: { strictest: 'baseline', blockers: 0 }, declaredIn: [] }),
    ],
    findings: [
      finding({
        target: 'helm:charts/broken',
        policy: 'pss-gate',
        rule: 'render',
        result: 'error',
        message: 'helm: no such \u001b[31mvalue',
      }),
      labelFinding('gone', {
        cluster: 'prod',
        rule: 'namespace-deactivated',
        message: 'the Namespace that enforced restricted is gone',
        location: { file: 'namespaces/gone.yaml', line: 3 },
      }),
      labelFinding('pay', { cluster: 'prod' }),
      labelFinding('pay', {
        cluster: 'dev',
        rule: 'namespace-conflict',
        mode: 'warn',
        result: 'warn',
        message: 'managedNamespaceMetadata does nothing without CreateNamespace=true',
        location: { file: 'argocd/apps.yaml', line: 12 },
      }),
    ],
  }),
  'what-if': labelsReport({
    verdict: 'warn',
    namespaces: [
      namespaceLabels('pay', {
        missing: {
          labels: { [ENFORCE]: 'baseline' },
          isWritten: false,
          refusal: 'charts/ns/templates/ns.yaml is a template',
          manifest: `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: pay\n  labels:\n    ${ENFORCE}: baseline\n`,
        },
      }),
      namespaceLabels('web', {
        missing: {
          labels: { [ENFORCE]: 'baseline' },
          isWritten: false,
          refusal: 'nothing declares it',
          manifest: `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n  labels:\n    ${ENFORCE}: baseline\n`,
        },
      }),
    ],
    whatIf: [
      {
        cluster: 'prod',
        namespace: 'pay',
        standard: 'restricted:v1.31',
        warnings: [
          'existing pods in namespace "pay" violate the new PodSecurity enforce level "restricted:v1.31"',
          'Deployment/api (and 1 other pod): seccompProfile',
        ],
        refused: [
          { workload: 'Deployment/api', target: 'directory:apps', detail: 'seccompProfile (pod must set it)' },
          { workload: 'Deployment/web', target: 'helm:charts/web', detail: 'seccompProfile (pod must set it)' },
        ],
      },
      { cluster: '', namespace: 'web', standard: 'baseline:latest', warnings: [], refused: [] },
      {
        cluster: '',
        namespace: 'system',
        standard: 'restricted:latest',
        warnings: [
          'namespace "system" is exempt from Pod Security, and the policy (enforce=restricted:latest) will be ignored',
        ],
        refused: [],
      },
    ],
  }),
};

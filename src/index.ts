/**
 * What the commands are made of: `openSession`, then `discover`, `render`, `evaluate` or `inspectLabels`, and `report`.
 * No side effect on import; nothing here ends the process or prints.
 */
export {
  type AdmissionConfiguration,
  AdmissionConfigurationError,
  DEFAULT_CONFIGURATION,
  readAdmissionFile,
} from './admission/configuration.ts';
export { formatStandard, type LabelError, type Policy, resolvePolicy, type Standard } from './admission/policy.ts';
export { exitCodeOf, type FailOn } from './decide/decide.ts';
export { RenderError, UsageError } from './model/errors.ts';
export { ExitCode } from './model/exit-code.ts';
export type { LabelsReport } from './model/labels-report.ts';
export type { KubernetesObject, Manifest } from './model/manifest.ts';
export type { NamespaceDeclaration } from './model/namespace.ts';
export type { Finding, Report, TargetReport, Verdict } from './model/report.ts';
export type { Target } from './model/target.ts';
export type { Workload, WorkloadKind } from './model/workload.ts';
export type { ClusterAdmission } from './namespaces/state.ts';
export { createWorkloadExtractor, type ExtractWorkloads } from './parse/workloads/extract.ts';
export type { AssessmentSettings } from './pipeline/assess.ts';
export { discover } from './pipeline/discover.ts';
export { type EvaluationSettings, evaluate } from './pipeline/evaluate.ts';
export { inspectLabels, type LabelsSettings } from './pipeline/labels.ts';
export { type Rendered, render } from './pipeline/render.ts';
export { report } from './pipeline/report.ts';
export { openSession, type Session, type SessionSettings } from './pipeline/session.ts';
export * from './pss/index.ts';
export type { ReportFormat } from './report/formats.ts';

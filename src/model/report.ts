/**
 * The report: everything that outputs and the decision see of a run. Plain JSON; schemaVersion "1" is stable.
 */
export interface Report {
  readonly schemaVersion: '1';
  readonly tool: ToolVersions;
  /** What is known of the repository; empty outside one. */
  readonly repository: { readonly url?: string; readonly revision?: string; readonly base?: string };
  readonly verdict: Verdict;
  /** Why the verdict is `error` although no target failed: nothing was found to evaluate. */
  readonly reason?: string;
  /** What every pod was judged at besides its namespace's labels. */
  readonly level?: { readonly level: string; readonly version: string; readonly origin: string };
  /** What a reader has to know of the whole run, a sentence each: what cannot be decided offline. */
  readonly notes: readonly string[];
  readonly summary: Summary;
  readonly targets: readonly TargetReport[];
  readonly namespaces: readonly NamespaceReport[];
  readonly findings: readonly Finding[];
}

export interface ToolVersions {
  readonly name: 'pss-gate';
  readonly version: string;
  /** Versions of the programs that render; null for one that was not found. */
  readonly renderers: { readonly helm: string | null; readonly kustomize: string | null };
}

/** `block`: policy says no. `error`: something that had to be evaluated could not be. */
export type Verdict = 'pass' | 'warn' | 'block' | 'error';

export interface Summary {
  readonly targets: {
    readonly total: number;
    readonly evaluated: number;
    readonly error: number;
    readonly skipped: number;
  };
  readonly workloads: number;
  readonly namespaces: number;
  /**
   * `pass` counts checks and rules of policies that are kept; the others count findings, of which a check makes one for each
   * container that breaks it. `skip` also counts rules of policies that did not apply after all, which are no findings.
   */
  readonly results: Readonly<Record<Result, number>>;
}

export type TargetKind = 'Application' | 'HelmChart' | 'Kustomization' | 'Directory' | 'Manifests';

/** What was rendered as one, and how that went. */
export interface TargetReport {
  /** Unique in the report and stable between runs. */
  readonly id: string;
  readonly name: string;
  readonly kind: TargetKind;
  /** Relative to the checkout, with `/`; `.` is the checkout itself. */
  readonly path: string;
  /** Where Argo CD applies it, as far as an Application says so. */
  readonly cluster?: string;
  readonly namespace?: string;
  /** `error` when anything in it could not be rendered, read or judged, whatever else was. */
  readonly status: 'evaluated' | 'error' | 'skipped';
  readonly reason?: string;
  /** What a reader should know: what Argo CD leaves to chance, or says in a warning. */
  readonly notes?: readonly string[];
  /** Why it is judged, in a run that judges only what changed. */
  readonly chosen?: string;
  /** No Application uses it, though there are some. */
  readonly unowned?: true;
  readonly objects: number;
  readonly workloads: number;
}

/** What Pod Security Admission will do in a namespace, and how far its workloads are. */
export interface NamespaceReport {
  /** Empty when nobody says which cluster it is in. */
  readonly cluster: string;
  readonly name: string;
  readonly effective: Readonly<Record<Mode, EffectiveLevel>>;
  /** Whether the cluster's configuration exempts it, so that nothing is enforced whatever its labels say. */
  readonly exempt?: true;
  readonly workloads: number;
  readonly readiness: {
    /** Strictest level that all of its workloads already meet. */
    readonly strictest: string;
    /** Workloads that break the next one. */
    readonly blockers: number;
  };
}

/** A level in force, and who says so. */
export interface EffectiveLevel {
  readonly level: string;
  readonly version: string;
  /** `file:line` of the label or setting that says so, or words where there is none. */
  readonly origin: string;
}

/** `pass` is counted, and listed only on demand. */
export type Result = 'pass' | 'fail' | 'warn' | 'error' | 'skip';
export type Mode = 'enforce' | 'warn' | 'audit';

/** One thing that a person should know: a broken control, or something that could not be judged. */
export interface Finding {
  /** Names the same problem in every run, whatever moved around it: hexadecimal. */
  readonly fingerprint: string;
  /** Id of the target. */
  readonly target: string;
  /**
   * `PodSecurity`, `NamespaceLabels`, the name of a label rule, `name` or `namespace/name` of a policy that was given, or
   * `pss-gate` for what could not be judged.
   */
  readonly policy: string;
  /**
   * Id of the check, what is wrong with a label, the rule of a policy (empty for those in CEL, which have none), or what
   * failed: `render`, `parse`, `decode`, `unknown-workload`.
   */
  readonly rule: string;
  /** Row of the Pod Security Standards page. */
  readonly control?: string;
  readonly check?: string;
  readonly level?: string;
  readonly version?: string;
  readonly mode?: Mode;
  readonly result: Result;
  /** Of a finding about a namespace, if it is known. */
  readonly cluster?: string;
  readonly resource?: Resource;
  readonly container?: string;
  readonly fields: readonly FindingField[];
  readonly message: string;
  /** What follows in the cluster, and who asks for it: `its pods will be refused: namespace pay enforces … (file:line)`. */
  readonly effect?: string;
  readonly location?: Location;
  readonly remediation?: string;
  /** Who judges, where it is a policy that was given: `kyverno`, `KyvernoValidatingPolicy`, `ValidatingAdmissionPolicy` … */
  readonly source?: string;
  /** Of a policy, as its annotations say. */
  readonly category?: string;
  readonly severity?: Severity;
  /** The policy says that its failures are no more than warnings in reports. */
  readonly scored?: false;
  /** What else a policy says, for policy reports. */
  readonly properties?: Readonly<Record<string, string>>;
}

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How rules about the labels of a namespace begin. */
export const LABEL_RULE_PREFIX = 'namespace-';

/** Whether a finding is about the labels of a namespace. Rules of policies may be called anything. */
export function isAboutLabels({ rule, source }: Pick<Finding, 'rule' | 'source'>): boolean {
  return source === undefined && rule.startsWith(LABEL_RULE_PREFIX);
}

export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty for what is in no namespace. */
  readonly namespace: string;
  readonly name: string;
}

export interface FindingField {
  /** From the object: `spec.template.spec.containers[0].securityContext.privileged`. */
  readonly path: string;
  /** The value in the manifest; null when it is not set. */
  readonly found: unknown;
  readonly allowed: string;
  /** Line of the field in the file of the finding, or of the nearest field above it; absent where the text is rendered. */
  readonly line?: number;
}

export interface Location {
  readonly file: string;
  /** From 1; absent where the text is rendered. */
  readonly line?: number;
}

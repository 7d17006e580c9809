import type { Failure } from '../model/failure.ts';
import { type FieldPath, formatPath } from '../model/field-path.ts';
import { type Manifest, metadataText } from '../model/manifest.ts';
import type { Finding, FindingField, Location, Resource } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import { objectPath, type Unjudged, type Workload } from '../model/workload.ts';
import type { Check, Violation } from '../pss/check.ts';
import { type DecodeError, decodePod } from '../pss/decode.ts';
import { describe, type Judgement, judgePod } from '../pss/evaluate.ts';
import type { Level } from '../pss/levels.ts';
import type { PodObject } from '../pss/pod.ts';
import type { Version } from '../pss/versions.ts';
import { applyDefaults } from './defaulting.ts';
import { canonical, createFingerprinter } from './fingerprint.ts';

/** What a target holds, ready to be judged. */
export interface TargetContent {
  readonly workloads: readonly Workload[];
  readonly unjudged: readonly Unjudged[];
  /** What could not be rendered or read. */
  readonly failures: readonly Failure[];
}

/** The standard to judge by. */
export interface Standard {
  readonly level: Level;
  readonly version: Version;
}

export interface TargetJudgement {
  readonly findings: readonly Finding[];
  /** Checks that workloads keep. */
  readonly passes: number;
  /** Namespaces of the workloads. */
  readonly namespaces: ReadonlySet<string>;
}

export interface JudgeOptions {
  /** Whether checks that a workload keeps are findings too. */
  readonly listPasses?: boolean;
}

/** Judges every workload of a target. Whatever cannot be judged becomes a finding with the result `error`. */
export function judgeTarget(
  target: Target,
  content: TargetContent,
  standard: Standard,
  { listPasses = false }: JudgeOptions = {},
): TargetJudgement {
  const judge = new TargetJudge(target, standard, listPasses);
  for (const failure of content.failures) judge.addFailure(failure);
  for (const place of content.unjudged) judge.addUnjudged(place);
  for (const workload of content.workloads) judge.addWorkload(workload);
  const { findings, passes, namespaces } = judge;
  return { findings, passes, namespaces };
}

class TargetJudge implements TargetJudgement {
  readonly findings: Finding[] = [];
  readonly namespaces = new Set<string>();
  passes = 0;
  private readonly fingerprint = createFingerprinter();
  private readonly target: Target;
  private readonly standard: Standard;
  private readonly listPasses: boolean;

  constructor(target: Target, standard: Standard, listPasses: boolean) {
    this.target = target;
    this.standard = standard;
    this.listPasses = listPasses;
  }

  addFailure({ rule, message, location }: Failure): void {
    this.findings.push({
      fingerprint: this.fingerprint([rule, this.target.id, location?.file ?? '', message]),
      target: this.target.id,
      policy: OWN_POLICY,
      rule,
      result: 'error',
      fields: [],
      message,
      ...(location === undefined ? {} : { location }),
    });
  }

  addUnjudged({ manifest, path, message }: Unjudged): void {
    const resource = describeResource(manifest);
    this.findings.push({
      fingerprint: this.fingerprint(['unknown-workload', this.target.id, resource, stable(path)]),
      target: this.target.id,
      policy: OWN_POLICY,
      rule: 'unknown-workload',
      result: 'skip',
      resource,
      fields: [],
      message,
      location: locate(manifest, path),
    });
  }

  addWorkload(workload: Workload): void {
    const resource = describeResource(workload.manifest);
    this.namespaces.add(resource.namespace);
    const errors = decodePod(workload.pod);
    if (errors.length > 0) {
      this.addUndecodable(workload, resource, errors);
      return;
    }
    const { apiVersion, kind } = workload.manifest.object;
    const pod = applyDefaults(workload.pod as PodObject, apiVersion === 'v1' && kind === 'Pod');
    for (const judgement of judgePod(this.standard.level, this.standard.version, pod)) {
      if (judgement.forbidden !== undefined) this.addBroken(workload, resource, judgement);
      else this.addKept(workload, resource, judgement);
    }
  }

  private addKept(workload: Workload, resource: Resource, { check }: Judgement): void {
    this.passes++;
    if (!this.listPasses) return;
    const identity = [...this.identify(workload, resource), 'pass', check.id];
    this.findings.push({
      ...this.describeCheck(identity, check),
      result: 'pass',
      resource,
      fields: [],
      message: `${check.control}: ${check.summary}`,
      location: locate(workload.manifest, workload.paths[0]?.object ?? []),
    });
  }

  private identify(workload: Workload, resource: Resource): unknown[] {
    return ['PodSecurity', 'enforce', this.target.id, resource, stable(workload.paths[0]?.object ?? [])];
  }

  /** What all findings of a check have in common. */
  private describeCheck(identity: readonly unknown[], check: Check) {
    return {
      fingerprint: this.fingerprint(identity),
      target: this.target.id,
      policy: 'PodSecurity',
      rule: check.id,
      control: check.control,
      check: check.id,
      level: this.standard.level,
      version: this.standard.version.text,
      mode: 'enforce',
    } as const;
  }

  private addUndecodable(workload: Workload, resource: Resource, errors: readonly DecodeError[]): void {
    const { manifest } = workload;
    const paths = errors.map(({ path }) => objectPath(workload, path));
    this.findings.push({
      fingerprint: this.fingerprint(['decode', this.target.id, resource, paths.map(stable)]),
      target: this.target.id,
      policy: OWN_POLICY,
      rule: 'decode',
      result: 'error',
      resource,
      fields: errors.map(({ expected, found }, index) => describeField(manifest, paths[index] ?? [], found, expected)),
      message: `the API server would not accept this pod: ${errors.map(({ expected, description }, index) => `${formatPath(paths[index] ?? [])}: expected ${expected}, got ${description}`).join('; ')}`,
      location: locate(manifest, paths[0] ?? []),
    });
  }

  /** One finding for the pod and one for each container, so that each can be fixed, excused and tracked for itself. */
  private addBroken(workload: Workload, resource: Resource, { check, forbidden }: Judgement): void {
    if (forbidden === undefined) return;
    for (const violations of groupByContainer(forbidden.violations())) {
      const container = violations[0]?.container;
      const paths = violations.map(({ path }) => objectPath(workload, path));
      const identity = [
        ...this.identify(workload, resource),
        [container?.list, container?.name],
        check.id,
        violations.map(({ path, found }) => `${stable(path)}=${canonical(found)}`).sort(),
      ];
      this.findings.push({
        ...this.describeCheck(identity, check),
        result: 'fail',
        resource,
        ...(container === undefined ? {} : { container: container.name }),
        fields: violations.map(({ found: value, allowed }, index) =>
          describeField(workload.manifest, paths[index] ?? [], value, allowed),
        ),
        message: `${check.control}: ${describe(forbidden)}`,
        location: locate(workload.manifest, paths[0] ?? []),
        remediation: check.remediation,
      });
    }
  }
}

/** Policy of findings that say what could not be judged. */
const OWN_POLICY = 'pss-gate';

function groupByContainer(violations: readonly Violation[]): Violation[][] {
  const groups = new Map<string, Violation[]>();
  for (const violation of violations) {
    const key = violation.container === undefined ? '' : `${violation.container.list}/${violation.container.index}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [violation]);
    else group.push(violation);
  }
  return [...groups.values()];
}

function describeResource({ object }: Manifest): Resource {
  const generateName = metadataText(object, 'generateName');
  return {
    apiVersion: typeof object.apiVersion === 'string' ? object.apiVersion : '',
    kind: object.kind,
    namespace: metadataText(object, 'namespace') || 'default',
    name: metadataText(object, 'name') || (generateName === '' ? '' : `${generateName}*`),
  };
}

function locate({ source }: Manifest, path: FieldPath): Location {
  const line = source.lineOf(path);
  return line === undefined ? { file: source.file } : { file: source.file, line };
}

function describeField({ source }: Manifest, path: FieldPath, found: unknown, allowed: string): FindingField {
  const line = source.lineOf(path);
  return { path: formatPath(path), found: printable(found), allowed, ...(line === undefined ? {} : { line }) };
}

const MAX_VALUE_LENGTH = 200;

/** A value as a report may show it: nothing long. */
function printable(value: unknown): unknown {
  const text = JSON.stringify(value) ?? 'null';
  return text.length <= MAX_VALUE_LENGTH ? value : `${text.slice(0, MAX_VALUE_LENGTH)}…`;
}

/** A path without positions in lists, which unrelated edits move. */
function stable(path: FieldPath): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('/');
}

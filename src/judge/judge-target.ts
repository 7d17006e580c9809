import { formatStandard, type Standard } from '../admission/policy.ts';
import type { Failure } from '../model/failure.ts';
import { formatPath } from '../model/field-path.ts';
import { groupBy } from '../model/group-by.ts';
import { metadataText } from '../model/manifest.ts';
import type { Finding, Resource } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import { objectPath, type Unjudged, type Workload } from '../model/workload.ts';
import type { NamespaceState, Namespaces } from '../namespaces/state.ts';
import type { Check, Violation } from '../pss/check.ts';
import { type DecodeError, decodePod } from '../pss/decode.ts';
import { describe, type Judgement, judgePod } from '../pss/evaluate.ts';
import type { PodObject } from '../pss/pod.ts';
import { type Ask, type AskSettings, asksOf, exemptionOf } from './asks.ts';
import { applyDefaults } from './defaulting.ts';
import { describeField, describeResource, locate, OWN_POLICY, stable } from './describe.ts';
import { canonical, createFingerprinter } from './fingerprint.ts';
import type { Blocker, ReadinessBook } from './readiness.ts';

/** What a target holds, ready to be judged. */
export interface TargetContent {
  readonly workloads: readonly Workload[];
  readonly unjudged: readonly Unjudged[];
  /** What could not be rendered or read. */
  readonly failures: readonly Failure[];
}

export interface TargetJudgement {
  readonly findings: readonly Finding[];
  /** Checks that workloads keep. */
  readonly passes: number;
}

/** What judging needs to know besides the target. */
export interface JudgeContext extends AskSettings {
  readonly namespaces: Namespaces;
  readonly readiness: ReadinessBook;
  /** Whether checks that a workload keeps are findings too. */
  readonly listPasses?: boolean;
}

/** Judges every workload of a target. Whatever cannot be judged becomes a finding with the result `error`. */
export function judgeTarget(target: Target, content: TargetContent, context: JudgeContext): TargetJudgement {
  const judge = new TargetJudge(target, context);
  for (const failure of content.failures) judge.addFailure(failure);
  for (const place of content.unjudged) judge.addUnjudged(place);
  for (const workload of content.workloads) judge.addWorkload(workload);
  judge.addExemptNamespaces();
  const { findings, passes } = judge;
  return { findings, passes };
}

/** The namespace that an object goes to: its own, that of the Application that applies it, else `default`. */
export function namespaceOf({ placement }: Target, { object }: Workload['manifest']): string {
  return metadataText(object, 'namespace') || placement?.namespace || 'default';
}

class TargetJudge implements TargetJudgement {
  readonly findings: Finding[] = [];
  passes = 0;
  private readonly fingerprint = createFingerprinter();
  private readonly exempt = new Map<NamespaceState, number>();
  private readonly target: Target;
  private readonly context: JudgeContext;

  constructor(target: Target, context: JudgeContext) {
    this.target = target;
    this.context = context;
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
    const resource = describeResource(manifest, namespaceOf(this.target, manifest));
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
    const { manifest } = workload;
    const { namespaces, readiness } = this.context;
    const resource = describeResource(manifest, namespaceOf(this.target, manifest));
    const state = namespaces.of(this.target.placement?.cluster ?? '', resource.namespace);
    const errors = decodePod(workload.pod);
    if (errors.length > 0) {
      const blocker = this.undecodable(resource);
      readiness.add(
        state,
        readiness.standardsFor(state).map((standard) => [standard, blocker]),
      );
      this.addUndecodable(workload, resource, errors);
      return;
    }
    const { apiVersion, kind } = manifest.object;
    const isPod = apiVersion === 'v1' && kind === 'Pod';
    const pod = applyDefaults(workload.pod as PodObject, isPod);
    const judged = judgeOnce(pod);
    const exemption = exemptionOf(state, pod.spec?.runtimeClassName ?? undefined);
    readiness.add(state, exemption === 'runtime-class' ? [] : this.findBroken(state, resource, judged));
    if (exemption === 'namespace') this.exempt.set(state, (this.exempt.get(state) ?? 0) + 1);
    if (exemption === 'runtime-class') this.addExemptRuntimeClass(workload, resource, state);
    this.addAsks(workload, resource, asksOf(state, isPod, exemption, this.context), judged);
  }

  /** One finding for each exempt namespace: its workloads are let through, whatever they do. */
  addExemptNamespaces(): void {
    for (const [{ cluster, name, admission }, count] of this.exempt) {
      const resource: Resource = { apiVersion: 'v1', kind: 'Namespace', namespace: '', name };
      this.addExempt('exempt-namespace', resource, {
        ...(cluster === '' ? {} : { cluster }),
        message: `namespace ${name} is exempt from Pod Security (${admission.exemptionsOrigin}): ${count === 1 ? 'its workload is' : `its ${count} workloads are`} let through`,
      });
    }
  }

  private addExemptRuntimeClass(workload: Workload, resource: Resource, { admission }: NamespaceState): void {
    this.addExempt('exempt-runtime-class', resource, {
      message: `its runtime class is exempt from Pod Security (${admission.exemptionsOrigin}): it is let through`,
      location: locate(workload.manifest, objectPath(workload, ['spec', 'runtimeClassName'])),
    });
  }

  private addExempt(
    rule: string,
    resource: Resource,
    details: Pick<Finding, 'cluster' | 'message' | 'location'>,
  ): void {
    this.findings.push({
      fingerprint: this.fingerprint([rule, this.target.id, resource]),
      target: this.target.id,
      policy: 'PodSecurity',
      rule,
      result: 'skip',
      resource,
      fields: [],
      ...details,
    });
  }

  private findBroken(state: NamespaceState, resource: Resource, judged: JudgeOnce): (readonly [Standard, Blocker])[] {
    return this.context.readiness.standardsFor(state).flatMap((standard) => {
      const broken = judged(standard).flatMap(({ check, forbidden }) => (forbidden ? [{ check, forbidden }] : []));
      if (broken.length === 0) return [];
      const blocker: Blocker = {
        workload: `${resource.kind}/${resource.name}`,
        target: this.target.id,
        controls: [...new Set(broken.map(({ check }) => check.control))],
        reason: broken.map(({ forbidden }) => forbidden.reason).join(', '),
        detail: broken.map(({ forbidden }) => describe(forbidden)).join(', '),
      };
      return [[standard, blocker] as const];
    });
  }

  private undecodable({ kind, name }: Resource): Blocker {
    const reason = 'the API server would not accept it';
    return { workload: `${kind}/${name}`, target: this.target.id, controls: [reason], reason, detail: reason };
  }

  /**
   * What several ask for is reported once, for the one that comes first: all of it where they name the same standard, else
   * what the checks of a control find in the same fields.
   */
  private addAsks(workload: Workload, resource: Resource, asks: readonly Ask[], judged: JudgeOnce): void {
    const reported = new Set<string>();
    const seen = new Set<string>();
    for (const ask of asks) {
      const standard = formatStandard(ask.standard);
      if (seen.has(standard)) continue;
      seen.add(standard);
      for (const judgement of judged(ask.standard)) {
        if (judgement.forbidden !== undefined) this.addBroken(workload, resource, ask, judgement, reported);
        else this.addKept(workload, resource, ask, judgement);
      }
    }
  }

  private addKept(workload: Workload, resource: Resource, ask: Ask, { check }: Judgement): void {
    this.passes++;
    if (this.context.listPasses !== true) return;
    const identity = [...this.identify(workload, resource, ask), 'pass', check.id, formatStandard(ask.standard)];
    this.findings.push({
      ...this.describeCheck(identity, check, ask),
      result: 'pass',
      resource,
      fields: [],
      message: `${check.control}: ${check.summary}`,
      location: locate(workload.manifest, workload.paths[0]?.object ?? []),
    });
  }

  private identify(workload: Workload, resource: Resource, { mode }: Ask): unknown[] {
    return ['PodSecurity', mode, this.target.id, resource, stable(workload.paths[0]?.object ?? [])];
  }

  /** What all findings of a check have in common. */
  private describeCheck(identity: readonly unknown[], check: Check, { mode, standard }: Ask) {
    return {
      fingerprint: this.fingerprint(identity),
      target: this.target.id,
      policy: 'PodSecurity',
      rule: check.id,
      control: check.control,
      check: check.id,
      level: standard.level,
      version: standard.version.text,
      mode,
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
  private addBroken(
    workload: Workload,
    resource: Resource,
    ask: Ask,
    { check, forbidden }: Judgement,
    reported: Set<string>,
  ): void {
    if (forbidden === undefined) return;
    for (const violations of groupBy(forbidden.violations(), containerKey).values()) {
      const container = violations[0]?.container;
      const paths = violations.map(({ path }) => objectPath(workload, path));
      const places = violations.map(({ path, found }) => `${stable(path)}=${canonical(found)}`).sort();
      const key = [check.control, container?.list, container?.index, ...places].join('\n');
      if (reported.has(key)) continue;
      reported.add(key);
      const identity = [
        ...this.identify(workload, resource, ask),
        [container?.list, container?.name],
        check.id,
        places,
      ];
      this.findings.push({
        ...this.describeCheck(identity, check, ask),
        result: ask.mode === 'enforce' ? 'fail' : 'warn',
        resource,
        ...(container === undefined ? {} : { container: container.name }),
        fields: violations.map(({ found: value, allowed }, index) =>
          describeField(workload.manifest, paths[index] ?? [], value, allowed),
        ),
        message: `${check.control}: ${describe(forbidden)}`,
        effect: ask.effect,
        location: locate(workload.manifest, paths[0] ?? []),
        remediation: check.remediation,
      });
    }
  }
}

/** Judges a pod by a standard, each standard once. */
type JudgeOnce = (standard: Standard) => readonly Judgement[];

function judgeOnce(pod: PodObject): JudgeOnce {
  const known = new Map<string, readonly Judgement[]>();
  return (standard) => {
    const key = formatStandard(standard);
    let judgements = known.get(key);
    if (judgements === undefined) {
      judgements = judgePod(standard.level, standard.version, pod);
      known.set(key, judgements);
    }
    return judgements;
  };
}

function containerKey({ container }: Violation): string {
  return container === undefined ? '' : `${container.list}/${container.index}`;
}

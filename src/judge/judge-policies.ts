import type { PolicyEngine } from '../kyverno/engine.ts';
import type {
  Action,
  BrokenCheck,
  BrokenField,
  PolicyInfo,
  PolicyRequest,
  PolicyResponse,
  RuleResponse,
} from '../kyverno/types.ts';
import { type FieldPath, parsePath } from '../model/field-path.ts';
import { groupBy } from '../model/group-by.ts';
import { formatLocation } from '../model/location.ts';
import { isRecord, type KubernetesObject, type Manifest } from '../model/manifest.ts';
import { type Finding, type Resource, SEVERITIES, type Severity } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import { NAMESPACE_NAME_LABEL } from '../namespaces/rules.ts';
import type { Namespaces } from '../namespaces/state.ts';
import { CHECKS } from '../pss/checks/index.ts';
import { describeField, describeResource, locate, stable } from './describe.ts';
import { canonical, createFingerprinter } from './fingerprint.ts';
import { namespaceOf } from './judge-target.ts';

/** What judging by policies needs to know besides the objects. */
export interface PolicyContext {
  readonly engine: PolicyEngine;
  readonly namespaces: Namespaces;
  readonly isClusterScoped: (object: KubernetesObject) => boolean;
  /** Whether rules that are kept, or do not apply after all, are findings too. */
  readonly listPasses?: boolean;
  /** Called for each object in a namespace of which nothing is known, so that policies that select by its labels do not match. */
  readonly onUnknownNamespace?: ((name: string) => void) | undefined;
  /** Takes every answer, where somebody wants them as they are. */
  readonly onAnswers?: ((answers: PolicyAnswers) => void) | undefined;
}

/** What all policies answer about one object. */
export interface PolicyAnswers {
  readonly resource: Resource;
  readonly responses: readonly PolicyResponse[];
}

export interface PolicyJudgement {
  readonly findings: readonly Finding[];
  readonly passes: number;
  /** Rules that do not apply after all and are no findings. */
  readonly skips: number;
}

/** Judges objects of a target by the policies that were given, as admission would when they are created. */
export function judgePolicies(target: Target, manifests: readonly Manifest[], context: PolicyContext): PolicyJudgement {
  const judge = new PolicyJudge(target, context);
  for (const manifest of manifests) judge.add(manifest);
  return judge;
}

/** What one rule answers about one object. */
interface Answered {
  readonly manifest: Manifest;
  readonly resource: Resource;
  readonly policy: PolicyInfo;
  readonly answer: RuleResponse;
  readonly action: Action;
}

class PolicyJudge implements PolicyJudgement {
  readonly findings: Finding[] = [];
  passes = 0;
  skips = 0;
  private readonly fingerprint = createFingerprinter();
  private readonly target: Target;
  private readonly context: PolicyContext;

  constructor(target: Target, context: PolicyContext) {
    this.target = target;
    this.context = context;
  }

  add(manifest: Manifest): void {
    const { engine, onAnswers } = this.context;
    const request = this.requestOf(manifest);
    const resource = describeResource(manifest, request.namespace);
    const mutated = engine.mutates(resource.apiVersion, resource.kind) ? engine.mutate(request) : undefined;
    const responses = engine.validate({ ...request, object: mutated?.object ?? request.object });
    onAnswers?.({ resource, responses });
    for (const { policy, responses: answers, actionOf } of mutated?.responses ?? []) {
      for (const answer of answers.filter(({ status }) => status === 'error')) {
        this.addAnswer({ manifest, resource, policy, answer, action: actionOf(answer.rule) });
      }
    }
    for (const { policy, responses: answers, actionOf } of responses) {
      for (const answer of answers) {
        this.addAnswer({ manifest, resource, policy, answer, action: actionOf(answer.rule) });
      }
    }
  }

  /** As an API server would ask: the object with the namespace that it goes to. */
  private requestOf(manifest: Manifest): PolicyRequest {
    const { object } = manifest;
    const facts = { operation: 'CREATE', subresource: '' } as const;
    if (this.context.isClusterScoped(object)) {
      const namespaceLabels = object.kind === 'Namespace' ? labelsOf(object) : {};
      return { ...facts, object, isNamespaced: false, namespace: '', namespaceLabels };
    }
    const namespace = namespaceOf(this.target, manifest);
    const state = this.context.namespaces.of(this.target.placement?.cluster ?? '', namespace);
    const { labels, declarations } = state;
    if (declarations.length === 0) this.context.onUnknownNamespace?.(namespace);
    return {
      ...facts,
      object: { ...object, metadata: { ...(isRecord(object.metadata) ? object.metadata : {}), namespace } },
      isNamespaced: true,
      namespace,
      namespaceLabels: { ...labels, [NAMESPACE_NAME_LABEL]: namespace },
      namespaceAnnotations: state.ownerOf()?.annotations,
    };
  }

  private addAnswer(answered: Answered): void {
    const { answer } = answered;
    if (answer.status === 'pass') this.passes++;
    const isListed = this.context.listPasses === true || isWorthTelling(answer);
    if (answer.status === 'skip' && !isListed) this.skips++;
    if (!isListed) return;
    const broken = answer.status === 'fail' ? (answer.brokenChecks ?? []) : [];
    if (broken.length === 0) this.addFinding(answered);
    const controls = broken.length === 0 ? NO_CONTROLS : controlsIn(answer);
    for (const check of broken) {
      const ofCheck = { ...answer, properties: propertiesOf(answer, check, controls) };
      const groups = groupBy(check.fields, ({ path }) => containerOf(path) ?? '');
      for (const fields of groups.size === 0 ? [[]] : groups.values()) {
        this.addBrokenCheck({ ...answered, answer: ofCheck }, check, fields);
      }
    }
  }

  private addFinding(answered: Answered): void {
    const { manifest, answer } = answered;
    const path = pathOfPattern(answer.failedPath ?? '');
    this.findings.push({
      ...this.describeAnswer(answered, [stable(path)]),
      fields: [],
      message: answer.message,
      location: locate(manifest, path),
    });
  }

  /** One finding for the pod and one for each container, as of the standards themselves. */
  private addBrokenCheck(answered: Answered, check: BrokenCheck, fields: readonly BrokenField[]): void {
    const { manifest, answer } = answered;
    const known = CHECKS.find(({ id }) => id === check.id);
    const paths = fields.map(({ path }) => parsePath(path));
    const places = fields.map(({ found }, index) => `${stable(paths[index] ?? [])}=${canonical(found ?? null)}`).sort();
    const container = nameOfContainer(manifest.object, paths[0] ?? []);
    const detail = check.detail === '' ? '' : ` (${check.detail})`;
    this.findings.push({
      ...this.describeAnswer(answered, [container ?? '', check.id, places]),
      ...(known === undefined ? {} : { control: known.control, remediation: known.remediation }),
      check: check.id,
      ...(answer.properties.standard === undefined ? {} : { level: answer.properties.standard }),
      ...(answer.properties.version === undefined ? {} : { version: answer.properties.version || 'latest' }),
      ...(container === undefined ? {} : { container }),
      fields: fields.map(({ found }, index) =>
        describeField(manifest, paths[index] ?? [], found ?? null, known?.allowed ?? ''),
      ),
      message: `${known?.control ?? check.id}: ${check.reason}${detail}`,
      location: locate(manifest, paths[0] ?? []),
    });
  }

  /** What all findings of a rule have in common. */
  private describeAnswer({ resource, policy, answer, action }: Answered, identity: readonly unknown[]) {
    const { annotations, key, source } = policy;
    const result = resultOf(answer, action);
    const category = annotations['policies.kyverno.io/category'];
    const severity = severityOf(annotations['policies.kyverno.io/severity']);
    const isBroken = result === 'fail' || result === 'warn';
    return {
      fingerprint: this.fingerprint([source, key, answer.rule, action, this.target.id, resource, result, ...identity]),
      target: this.target.id,
      policy: key,
      rule: answer.rule,
      mode: action,
      result,
      resource,
      ...(isBroken ? { effect: describeEffect(policy, action) } : {}),
      source,
      ...(category === undefined ? {} : { category }),
      ...(severity === undefined ? {} : { severity }),
      ...(annotations['policies.kyverno.io/scored'] === 'false' ? { scored: false as const } : {}),
      ...withProperties(answer),
    };
  }
}

function withProperties({ properties, exceptions }: RuleResponse): Pick<Finding, 'properties'> {
  const names = exceptions?.map((name) => name.slice(name.indexOf('/') + 1)).join(',');
  const all = names === undefined ? properties : { ...properties, exceptions: names };
  return Object.keys(all).length === 0 ? {} : { properties: all };
}

/** A control that a podSecurity rule names, as it stands in `controlsJSON`, by the id of its check. */
type Controls = ReadonlyMap<string, unknown>;

const NO_CONTROLS: Controls = new Map();

function controlsIn({ properties: { controlsJSON } }: RuleResponse): Controls {
  if (controlsJSON === undefined) return NO_CONTROLS;
  return new Map((JSON.parse(controlsJSON) as readonly { readonly ID: string }[]).map((each) => [each.ID, each]));
}

/** Of all broken checks that a rule names, one. */
function propertiesOf(
  { properties }: RuleResponse,
  { id }: BrokenCheck,
  controls: Controls,
): Readonly<Record<string, string>> {
  const control = controls.get(id);
  return control === undefined ? properties : { ...properties, controls: id, controlsJSON: JSON.stringify([control]) };
}

/** What was not judged on purpose is told; that a rule does not apply after all is not. */
function isWorthTelling({ status, exceptions, unsupported }: RuleResponse): boolean {
  if (status === 'pass') return false;
  return status !== 'skip' || exceptions !== undefined || unsupported !== undefined;
}

function resultOf({ status }: RuleResponse, action: Action): Finding['result'] {
  return status === 'fail' && action !== 'enforce' ? 'warn' : status;
}

function describeEffect({ kind, key, file, line }: PolicyInfo, action: Action): string {
  const place = formatLocation(line === undefined ? { file } : { file, line });
  const policy = `${kind} ${key} (${place})`;
  if (action === 'enforce') return `it will be refused: ${policy}`;
  return action === 'warn' ? `it will be accepted with a warning: ${policy}` : `it will be reported: ${policy}`;
}

function severityOf(text: string | undefined): Severity | undefined {
  return SEVERITIES.find((severity) => severity === text);
}

function labelsOf({ metadata }: KubernetesObject): Readonly<Record<string, string>> {
  const labels = isRecord(metadata) ? metadata.labels : undefined;
  const entries = isRecord(labels) ? Object.entries(labels) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

const CONTAINER = /^.*?\b(?:containers|initContainers|ephemeralContainers)\[\d+\]/;

/** The container that a field belongs to: the path up to there. */
function containerOf(path: string): string | undefined {
  return CONTAINER.exec(path)?.[0];
}

function nameOfContainer(object: KubernetesObject, path: FieldPath): string | undefined {
  const at = path.findIndex((step) => typeof step === 'number');
  if (at < 1 || !/ontainers$/.test(String(path[at - 1]))) return undefined;
  const container = path.slice(0, at + 1).reduce<unknown>(step, object);
  return isRecord(container) && typeof container.name === 'string' ? container.name : undefined;
}

function step(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** `/spec/containers/0/image/`, in which a key may hold slashes: the path is right as far as it can be followed. */
function pathOfPattern(text: string): FieldPath {
  return text
    .split('/')
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

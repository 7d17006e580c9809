import { isRecord } from '../../model/manifest.ts';
import { namesKind } from '../match/kind-selector.ts';
import type { MatchResources, Mutation, ResourceFilter, Rule, Validation } from '../read/rule.ts';
import { CONTROLLER_SELECTORS, CRON_JOB, kindsOf } from './controllers.ts';
import { shiftReferences } from './shift-references.ts';

/** What becomes of a rule when Pods stand in the template of another object. */
interface Step {
  readonly template: 'template' | 'jobTemplate';
  /** Path that references in messages get. */
  readonly shift: string;
  /** Kinds of the filters, each replaced as a whole. */
  rekind(filter: ResourceFilter): ResourceFilter;
  readonly selectors: readonly string[];
}

const LONGEST_NAME = 63;

/**
 * A rule on Pods as it is for controllers.
 *
 * Source: kyverno pkg/autogen/v1/rule.go, generateRuleForControllers
 *
 * @param controllers that are wanted; where none of them is known, they are taken as they are
 * @returns nothing when the rule cannot be generated
 */
export function generateForControllers(rule: Rule, controllers: readonly string[]): Rule | undefined {
  const generated = onTemplate(rule, controllers);
  return generated && rewriteFields(generated, 'spec.template', rule.validate?.cel !== undefined);
}

/** A rule on Pods as it is for CronJobs. */
export function generateForCronJob(rule: Rule, controllers: readonly string[]): Rule | undefined {
  const generated = onTemplate(rule, controllers);
  const selectors = selectorsOf([CRON_JOB]);
  const nested =
    generated &&
    applyStep(generated, `autogen-cronjob-${rule.name}`, {
      template: 'jobTemplate',
      shift: 'spec/jobTemplate/spec/template',
      rekind: (filter) => ({ ...filter, resources: { ...filter.resources, kinds: selectors } }),
      selectors,
    });
  return nested && rewriteFields(nested, 'spec.jobTemplate.spec.template', rule.validate?.cel !== undefined);
}

export function isGeneratedName(name: string): boolean {
  return name.startsWith('autogen-');
}

function onTemplate(rule: Rule, controllers: readonly string[]): Rule | undefined {
  const excluded = kindsOf(rule.exclude ?? {});
  if (isGeneratedName(rule.name) || !namesKind(kindsOf(rule.match), 'Pod')) return undefined;
  if (excluded.length > 0 && !namesKind(excluded, 'Pod')) return undefined;
  const known = controllers.filter((kind) => kind !== CRON_JOB && CONTROLLER_SELECTORS.has(kind));
  const selectors = selectorsOf(known.length > 0 ? known : controllers);
  return applyStep(rule, `autogen-${rule.name}`, {
    template: 'template',
    shift: 'spec/template',
    rekind: (filter) =>
      namesKind(filter.resources?.kinds ?? [], 'Pod')
        ? { ...filter, resources: { ...filter.resources, kinds: selectors } }
        : filter,
    selectors,
  });
}

function selectorsOf(kinds: readonly string[]): readonly string[] {
  return kinds.toSorted().map((kind) => CONTROLLER_SELECTORS.get(kind) ?? kind);
}

function applyStep(rule: Rule, name: string, step: Step): Rule | undefined {
  const body = moveBody(rule, step);
  if (body === undefined) return undefined;
  const { match, exclude, preconditions, celPreconditions, context, reportProperties } = rule;
  return {
    name: name.slice(0, LONGEST_NAME),
    match: moveMatch(match, step),
    ...(exclude && { exclude: moveExclude(exclude, step) }),
    ...(hasConditions(preconditions) && { preconditions }),
    ...(celPreconditions && { celPreconditions }),
    ...(context && { context }),
    ...(reportProperties && { reportProperties }),
    ...body,
  };
}

function hasConditions(preconditions: unknown): boolean {
  const parts: readonly unknown[] = isRecord(preconditions) ? Object.values(preconditions) : [preconditions];
  return parts.some((part) => Array.isArray(part) && part.length > 0);
}

/** `any` goes before `all`, and both before kinds that stand by themselves. */
function moveMatch(match: MatchResources, { rekind, selectors }: Step): MatchResources {
  if (match.any?.length) return { ...match, any: match.any.map(rekind) };
  if (match.all?.length) return { ...match, all: match.all.map(rekind) };
  return { ...match, resources: { ...match.resources, kinds: selectors } };
}

function moveExclude(exclude: MatchResources, step: Step): MatchResources {
  const isInline = !exclude.any?.length && !exclude.all?.length;
  return isInline && !exclude.resources?.kinds?.length ? exclude : moveMatch(exclude, step);
}

function moveBody(rule: Rule, step: Step): Pick<Rule, 'mutate' | 'validate' | 'verifyImages'> | undefined {
  const mutate = rule.mutate && moveMutation(rule.mutate, step);
  if (mutate !== undefined) return { mutate };
  const validate = rule.validate && moveValidation(rule.validate, step);
  if (validate !== undefined) return { validate };
  return rule.verifyImages && { verifyImages: rule.verifyImages };
}

/**
 * A patch, or a patch for each element. A nested foreach, of which Kyverno makes a patch that deletes the template, is left
 * out.
 */
function moveMutation({ patchStrategicMerge, foreach = [] }: Mutation, step: Step): Mutation | undefined {
  if (isPresent(patchStrategicMerge)) return { patchStrategicMerge: wrap(patchStrategicMerge, step) };
  if (foreach.length === 0 || !foreach.every((entry) => isPresent(entry.patchStrategicMerge))) return undefined;
  return {
    foreach: foreach.map(({ list, context, preconditions, patchStrategicMerge: patch }) => ({
      ...(list !== undefined && { list }),
      ...(context && { context }),
      ...(preconditions !== undefined && { preconditions }),
      patchStrategicMerge: wrap(patch, step),
    })),
  };
}

function moveValidation(validation: Validation, step: Step): Validation | undefined {
  const { pattern, anyPattern, deny, podSecurity, foreach = [], cel } = validation;
  if (isPresent(pattern)) return around(validation, step, 'pattern', { pattern: wrap(pattern, step) });
  if (deny !== undefined) return around(validation, step, 'deny', { deny });
  if (podSecurity !== undefined) return around(validation, step, 'podSecurity', { podSecurity });
  if (isPresent(anyPattern)) {
    const patterns = Array.isArray(anyPattern) ? anyPattern : [];
    return around(validation, step, 'anyPattern', { anyPattern: patterns.map((entry) => wrap(entry, step)) });
  }
  if (foreach.length > 0) return around(validation, step, 'pattern', { foreach });
  return cel === undefined ? undefined : validation;
}

/** What is kept of a validation next to its body. */
function around(
  { message, failureAction, failureActionOverrides, allowExistingViolations }: Validation,
  { shift }: Step,
  pivot: string,
  body: Validation,
): Validation {
  return {
    ...(message !== undefined && { message: shiftReferences(message, shift, pivot) }),
    ...(failureAction !== undefined && { failureAction }),
    ...(failureActionOverrides && { failureActionOverrides }),
    ...(allowExistingViolations !== undefined && { allowExistingViolations }),
    ...body,
  };
}

function wrap(body: unknown, { template }: Step): unknown {
  return { spec: { [template]: body } };
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/**
 * Every mention of the object's spec and metadata, wherever it stands in the rule, goes to the template. Expressions in CEL
 * may also begin with `object`.
 *
 * Source: kyverno pkg/autogen/v1/rule.go, updateFields
 */
function rewriteFields(rule: Rule, template: string, isCel: boolean): Rule {
  const start = isCel ? '' : 'request.';
  let text = JSON.stringify(rule);
  for (const field of ['spec', 'metadata'])
    for (const object of ['object', 'oldObject'])
      text = text.replaceAll(`${start}${object}.${field}`, `${start}${object}.${template}.${field}`);
  return JSON.parse(text) as Rule;
}

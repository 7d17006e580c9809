import { isRecord, type KubernetesObject, metadataText } from '../../model/manifest.ts';
import type { FieldProblem } from '../read/problem.ts';
import type { RuleResponse } from '../types.ts';
import { keyOf } from './activation.ts';
import { type ConditionError, type Conditions, compileConditions } from './conditions.ts';
import type { Scope } from './scope.ts';
import type { ExceptionSpec } from './spec.ts';
import type { Activation } from './variables.ts';

/** A PolicyException of policies.kyverno.io, as read. */
export interface PolicyException {
  readonly object: KubernetesObject;
  readonly spec: ExceptionSpec;
}

/** What exceptions make of a request. */
export type Exemption =
  | { readonly type: 'exempt'; readonly response: Pick<RuleResponse, 'status' | 'message' | 'exceptions'> }
  /** What policies see as `exceptions`. */
  | { readonly type: 'judge'; readonly exceptions: AllowedScopes }
  | { readonly type: 'error'; readonly errors: readonly ConditionError[] };

interface AllowedScopes {
  readonly allowedImages: readonly string[];
  readonly allowedValues: readonly string[];
}

export type Exceptions = (activation: Activation, ignoresErrors: boolean) => Exemption;

const NO_EXCEPTIONS: Exemption = { type: 'judge', exceptions: { allowedImages: [], allowedValues: [] } };
const PRIORITY_LABEL = 'polex.kyverno.io/priority';

/**
 * Exceptions of one policy. One that matches and names neither images nor values exempts an object as a whole; the others give the
 * expressions of the policy lists that they may use.
 *
 * Source: kyverno pkg/cel/policies/vpol/compiler/policy.go, pkg/cel/policies/vpol/engine/engine.go
 */
export function compileExceptions(
  scope: Scope,
  exceptions: readonly PolicyException[],
  problems: FieldProblem[],
): Exceptions {
  if (exceptions.length === 0) return () => NO_EXCEPTIONS;
  const compiled = exceptions.map((exception) => ({
    exception,
    conditions: compileConditions(scope, exception.spec.matchConditions ?? [], 'spec.matchConditions', problems),
    isFull: (exception.spec.images ?? []).length === 0 && (exception.spec.allowedValues ?? []).length === 0,
  }));
  return (activation, ignoresErrors) => applyExceptions(compiled, activation, ignoresErrors);
}

interface CompiledException {
  readonly exception: PolicyException;
  readonly conditions: Conditions;
  readonly isFull: boolean;
}

function applyExceptions(
  compiled: readonly CompiledException[],
  activation: Activation,
  ignoresErrors: boolean,
): Exemption {
  const matched: PolicyException[] = [];
  let isExempt = false;
  for (const { exception, conditions, isFull } of compiled) {
    const { holds, errors } = conditions(activation);
    if (errors.length > 0 && !ignoresErrors && !isExempt) return { type: 'error', errors };
    if (!holds) continue;
    matched.push(exception);
    isExempt ||= isFull;
  }
  if (isExempt) return { type: 'exempt', response: exempt(matched) };
  return {
    type: 'judge',
    exceptions: {
      allowedImages: matched.flatMap(({ spec }) => spec.images ?? []),
      allowedValues: matched.flatMap(({ spec }) => spec.allowedValues ?? []),
    },
  };
}

/** The exception of the highest priority says what is reported. */
function exempt(matched: readonly PolicyException[]): Pick<RuleResponse, 'status' | 'message' | 'exceptions'> {
  const keys = matched.map(({ object }) => keyOf(object));
  let selected = matched[0];
  let highest = 0;
  for (const exception of matched) {
    const priority = priorityOf(exception.object);
    if (priority > highest) {
      highest = priority;
      selected = exception;
    }
  }
  const passes = selected?.spec.reportResult === 'pass';
  return {
    status: passes ? 'pass' : 'skip',
    message: `rule is ${passes ? 'passed' : 'skipped'} due to policy exception: ${keys.join(', ')}`,
    exceptions: keys,
  };
}

function priorityOf({ metadata }: KubernetesObject): number {
  const labels = isRecord(metadata) ? metadata.labels : undefined;
  const text = isRecord(labels) ? labels[PRIORITY_LABEL] : undefined;
  return typeof text === 'string' && /^[-+]?\d+$/.test(text) ? Number(text) : 0;
}

/** Whether an exception has expired. */
export function isExpired({ spec }: PolicyException, now: number | undefined): boolean {
  return now !== undefined && spec.expiresAt !== undefined && Date.parse(spec.expiresAt) < now;
}

/** What the custom resource definition does not say. */
export function checkException({ policyRefs, expiresAt }: ExceptionSpec, problems: FieldProblem[]): void {
  if (policyRefs.length === 0)
    problems.push({ path: 'spec.policyRefs', message: 'must specify at least one policy ref' });
  if (expiresAt !== undefined && Number.isNaN(Date.parse(expiresAt)))
    problems.push({ path: 'spec.expiresAt', message: 'must be a date and time, as 2026-05-01T00:00:00Z' });
}

/** Whether an exception is about a policy. */
export function refersTo({ spec }: PolicyException, policy: KubernetesObject): boolean {
  return spec.policyRefs.some(({ name, kind }) => name === metadataText(policy, 'name') && kind === policy.kind);
}

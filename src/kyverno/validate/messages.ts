import type { VariableContext } from '../variables/context.ts';
import { VariableError } from '../variables/errors.ts';
import { hasVariables, substitute } from '../variables/substitute.ts';
import type { RuleTexts, Scope } from './scope.ts';

/*
 * The texts are those of kyverno pkg/engine/handlers/validation/validate_resource.go, which people search their logs for.
 */

export function patternPassed({ name }: RuleTexts): string {
  return `validation rule '${name}' passed.`;
}

/** @param path where the object differs: `/spec/containers/0/image/` */
export function patternFailed(rule: RuleTexts, path: string, reason: string, scope: Scope): string {
  return withMessage(rule, `failed at path ${path}`, reason, scope);
}

export function patternBroken(rule: RuleTexts, reason: string, scope: Scope): string {
  return withMessage(rule, `execution error: ${reason}`, reason, scope);
}

function withMessage(rule: RuleTexts, end: string, reason: string, { context }: Scope): string {
  const message = substituted(rule.message, context);
  if (message === undefined)
    return `validation error: variables substitution error in rule ${rule.name} execution error: ${reason}`;
  const start = message === '' ? '' : `${withDot(message)} `;
  return `validation error: ${start}rule ${rule.name} ${end}`;
}

function withDot(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}

/** @param reasons of every alternative that failed, in words */
export function anyPatternFailed(rule: RuleTexts, reasons: readonly string[], { context }: Scope): string {
  const message = substituted(rule.message, context);
  const list = reasons.join(' ');
  if (message === undefined)
    return `validation error: variables substitution error in rule ${rule.name} execution error: ${list}`;
  return message === '' ? `validation error: ${list}` : `validation error: ${withDot(message)} ${list}`;
}

/** @param conditions messages of the conditions that hold */
export function denied(rule: RuleTexts, conditions: string, { context }: Scope): string {
  if (rule.message === '' && conditions === '') return `validation error: rule ${rule.name} failed`;
  const text = rule.message !== '' && conditions !== '' ? `${rule.message}; ${conditions}` : rule.message + conditions;
  if (!hasVariables(text)) return text;
  try {
    const made = substitute(text, context());
    return typeof made === 'string'
      ? made
      : "the produced message didn't resolve to a string, check your policy definition.";
  } catch (thrown) {
    if (thrown instanceof VariableError) return conditions;
    throw thrown;
  }
}

/** @returns nothing when a variable has no value */
function substituted(message: string, context: () => VariableContext): string | undefined {
  if (!hasVariables(message)) return message;
  try {
    const made = substitute(message, context());
    return typeof made === 'string' ? made : JSON.stringify(made ?? null);
  } catch (thrown) {
    if (thrown instanceof VariableError) return undefined;
    throw thrown;
  }
}

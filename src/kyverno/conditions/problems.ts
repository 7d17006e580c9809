import { isRecord } from '../../model/manifest.ts';
import { OPERATOR_NAMES } from './operators/table.ts';

export interface ConditionProblem {
  /** Of the field at fault: `spec.rules[0].preconditions.any[0].operator`. */
  readonly path: string;
  readonly message: string;
}

const OPERATIONS: ReadonlySet<unknown> = new Set(['CREATE', 'UPDATE', 'DELETE', 'CONNECT']);

/**
 * What is wrong with the shape of conditions, so that a policy cannot be used.
 *
 * Source: kyverno pkg/validation/policy/validate.go, validateConditions; api/kyverno/v1/wrappers.go
 *
 * @param path of the conditions
 */
export function findConditionProblems(conditions: unknown, path: string): readonly ConditionProblem[] {
  if (conditions === undefined || conditions === null) return [];
  if (Array.isArray(conditions)) return inList(conditions, path);
  if (!isRecord(conditions)) return [{ path, message: 'must be a map with any and all, or a list of conditions' }];
  return ['any', 'all'].flatMap((field) => {
    const list = conditions[field];
    if (list === undefined || list === null) return [];
    if (!Array.isArray(list)) return [{ path: `${path}.${field}`, message: 'must be a list of conditions' }];
    return inList(list, `${path}.${field}`);
  });
}

function inList(list: readonly unknown[], path: string): readonly ConditionProblem[] {
  return list.flatMap((condition, index) => inCondition(condition, `${path}[${index}]`));
}

function inCondition(condition: unknown, path: string): readonly ConditionProblem[] {
  if (!isRecord(condition)) return [{ path, message: 'must be a condition with key, operator and value' }];
  const { key, operator, value, message } = condition;
  const problems: ConditionProblem[] = [];
  if (message !== undefined && message !== null && typeof message !== 'string')
    problems.push({ path: `${path}.message`, message: 'must be a string' });
  const missing = missingFields({ key, operator, value }, path);
  if (missing.length > 0) return [...problems, ...missing];
  if (typeof operator !== 'string' || !OPERATOR_NAMES.includes(operator))
    problems.push({ path: `${path}.operator`, message: invalidOperator() });
  return [...problems, ...inOperationValue(key, value, `${path}.value`)];
}

/** An empty text is a key or a value, but no operator. */
function missingFields(fields: Readonly<Record<string, unknown>>, path: string): readonly ConditionProblem[] {
  const isMissing = ([name, value]: readonly [string, unknown]) =>
    value === undefined || value === null || (name === 'operator' && value === '');
  return Object.entries(fields)
    .filter(isMissing)
    .map(([name]) => ({
      path: `${path}.${name}`,
      message: 'entered value of `key`, `value` or `operator` is missing or misspelled',
    }));
}

function invalidOperator(): string {
  const names = OPERATOR_NAMES.map((name) => JSON.stringify(name)).join(' ');
  return `entered value of \`operator\` is invalid. valid values: [${names}]`;
}

/** Only operations may be compared with the operation. */
function inOperationValue(key: unknown, value: unknown, path: string): readonly ConditionProblem[] {
  if (typeof key !== 'string' || key.replaceAll(' ', '') !== '{{request.operation}}') return [];
  if (typeof value === 'string') return isVariable(value) ? [] : inOperation(value, path);
  if (Array.isArray(value)) return value.flatMap((element, index) => inOperation(element, `${path}[${index}]`));
  return [{ path, message: 'must be a string or a list of strings' }];
}

function isVariable(value: string): boolean {
  return value.startsWith('{{') && value.endsWith('}}');
}

function inOperation(value: unknown, path: string): readonly ConditionProblem[] {
  if (OPERATIONS.has(value)) return [];
  const message =
    typeof value === 'string'
      ? `unknown value '${value}' found under the 'value' field. Only the following values are allowed: [CREATE, UPDATE, DELETE, CONNECT]`
      : 'The provided values are expected to be strings';
  return [{ path, message }];
}

import type { VariableContext } from './context.ts';
import { VariableError } from './errors.ts';

/** Steps of a path in a rule before that in the object: `validate`, `pattern`. */
const RULE_STEPS = 2;

/**
 * The expression that `{{@}}` stands for: the place in the object that corresponds to the place in the pattern.
 *
 * Source: kyverno pkg/engine/variables/vars.go, pkg/utils/jsonpointer/pointer.go
 */
export function currentPath(path: string, context: VariableContext): string {
  const steps = splitPath(path);
  const inRule = steps.slice(steps.indexOf('foreach') + 1);
  const inObject = inRule.length > RULE_STEPS ? inRule.slice(RULE_STEPS) : [];
  return inObject.reduce(addStep, hasTarget(context) ? 'target' : 'request.object');
}

function hasTarget(context: VariableContext): boolean {
  try {
    context.query('target');
    return true;
  } catch (error) {
    if (error instanceof VariableError) return false;
    throw error;
  }
}

function splitPath(path: string): readonly string[] {
  const steps = path.match(/(?:[^/\\]|\\[\s\S])+/g) ?? [];
  return steps.map((step) => step.replace(/\\([\s\S])/g, '$1'));
}

function addStep(expression: string, step: string): string {
  if (/^\d+$/.test(step)) return `${expression}[${step}]`;
  return `${expression}.${/^[A-Za-z_][A-Za-z0-9_)]*$/.test(step) ? step : JSON.stringify(step)}`;
}

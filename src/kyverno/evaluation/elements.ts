import type { VariableContext } from '../variables/context.ts';

/**
 * What a list expression of a loop gives; what is no list is a list of one.
 *
 * @throws VariableError when it cannot be evaluated
 */
export function evaluateList(expression: string, context: VariableContext): readonly unknown[] {
  const value = context.query(expression);
  return Array.isArray(value) ? value : [value];
}

/** Variables of one element: `element` and `elementIndex`, and the same with the depth of the loop. */
export function withElement(
  context: VariableContext,
  element: unknown,
  index: number,
  nesting: number,
): VariableContext {
  return context
    .with('element', element)
    .with(`element${nesting}`, element)
    .with('elementIndex', index)
    .with(`elementIndex${nesting}`, index);
}

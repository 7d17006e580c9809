import type { Expression } from './expression.ts';

/** Of how many parts an expression is made. */
export function sizeOf(expression: Expression): number {
  return partsOf(expression).reduce((size, part) => size + sizeOf(part), 1);
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'select':
      return [expression.operand];
    case 'call':
      return [...(expression.receiver === undefined ? [] : [expression.receiver]), ...expression.arguments];
    case 'list':
      return expression.elements.map(({ value }) => value);
    case 'map':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case 'object':
      return expression.fields.map(({ value }) => value);
    case 'loop':
      return [expression.range, ...(expression.filter === undefined ? [] : [expression.filter]), expression.body];
    case 'bind':
      return [expression.value, expression.body];
    case 'optionalMap':
      return [expression.operand, expression.body];
  }
}

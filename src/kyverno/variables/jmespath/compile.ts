import type { compile as parse } from '@jmespath-community/jmespath';
import { VariableError } from '../errors.ts';
import { compileComparator } from './comparators.ts';
import {
  type Compiled,
  type Evaluation,
  ExpressionReference,
  isFalse,
  isMap,
  Missing,
  orNull,
  setField,
} from './evaluation.ts';
import { callFunction } from './functions/table.ts';
import {
  compileFilterProjection,
  compileFlatten,
  compileProjection,
  compileSlice,
  compileValueProjection,
} from './projections.ts';

/** A node of the syntax tree that the JMESPath library makes. */
export type ExpressionNode = ReturnType<typeof parse>;

type NodeOf<Type extends ExpressionNode['type']> = Extract<ExpressionNode, { readonly type: Type }>;

/**
 * Makes a function of a syntax tree.
 *
 * A key that a map does not have is a `Missing`. Whoever does not say otherwise passes it on, so that it ends as an error;
 * projections, arguments, lists, comparisons and both sides of `||` take it for null.
 *
 * Source: github.com/kyverno/go-jmespath/interpreter.go
 *
 * @param literals what number literals stand for
 * @throws VariableError for what Kyverno's JMESPath does not have
 */
export function compileNode(node: ExpressionNode, literals: readonly unknown[]): Compiled {
  const compile = (child: ExpressionNode) => compileNode(child, literals);
  switch (node.type) {
    case 'Identity':
    case 'Current':
      return (value) => value;
    case 'Field':
      return compileField(node.name);
    case 'Literal':
      return compileLiteral(literals[Number(node.value)]);
    case 'Index':
      return compileIndex(node.value);
    case 'Slice':
      return compileSlice(node.start, node.stop, node.step);
    case 'Comparator':
      return compileComparator(node.name, compile(node.left), compile(node.right));
    case 'MultiSelectHash':
      return compileMultiSelectHash(node, compile);
    case 'MultiSelectList':
      return compileMultiSelectList(node.children.map(compile));
    case 'Function':
      return compileFunction(node, compile);
    case 'FilterProjection':
      return compileFilterProjection(compile(node.left), compile(node.right), compile(node.condition));
    case 'ExpressionReference':
      return compileReference(compile(node.child));
    default:
      return compileOperator(node, compile);
  }
}

/** What has one or two children. */
function compileOperator(node: ExpressionNode, compile: (child: ExpressionNode) => Compiled): Compiled {
  if ('child' in node) {
    const child = compile(node.child);
    return node.type === 'Flatten'
      ? compileFlatten(child)
      : (value, evaluation) => isFalse(orNull(child(value, evaluation)));
  }
  if (!('left' in node)) throw new VariableError(`SyntaxError: ${node.type} is not known`);
  const left = compile(node.left);
  const right = compile(node.right);
  switch (node.type) {
    case 'Subexpression':
    case 'IndexExpression':
      return compileSubexpression(left, right);
    case 'Pipe':
      return (value, evaluation) => orNull(right(orNull(left(value, evaluation)), evaluation));
    case 'OrExpression':
      return compileOr(left, right);
    case 'AndExpression':
      return compileAnd(left, right);
    case 'Projection':
      return compileProjection(left, right);
    case 'ValueProjection':
      return compileValueProjection(left, right);
    default:
      throw new VariableError(`SyntaxError: ${node.type} is not known`);
  }
}

/** Set by foreach, as int64: no function takes them for numbers, and `==` never finds them equal to one. */
const INTEGER_FIELD = /^elementIndex\d*$/;

function compileField(name: string): Compiled {
  const field = compileAnyField(name);
  if (!INTEGER_FIELD.test(name)) return field;
  return (value, evaluation) => {
    const found = field(value, evaluation);
    if (!Number.isInteger(found)) return found;
    evaluation.sawInteger = true;
    return BigInt(found as number);
  };
}

function compileAnyField(name: string): Compiled {
  const missing = new Missing(name);
  return (value) => {
    if (!isMap(value)) return null;
    return Object.hasOwn(value, name) ? (value[name] ?? null) : missing;
  };
}

function compileLiteral(literal: unknown): Compiled {
  return () => literal;
}

function compileIndex(index: number): Compiled {
  return (value) => (Array.isArray(value) ? (value.at(index) ?? null) : null);
}

function compileReference(expression: Compiled): Compiled {
  const reference = new ExpressionReference(expression);
  return () => reference;
}

function compileSubexpression(left: Compiled, right: Compiled): Compiled {
  return (value, evaluation) => {
    const found = left(value, evaluation);
    return found instanceof Missing ? found : right(found, evaluation);
  };
}

function compileOr(left: Compiled, right: Compiled): Compiled {
  return (value, evaluation) => {
    const found = orNull(left(value, evaluation));
    return isFalse(found) ? orNull(right(value, evaluation)) : found;
  };
}

function compileAnd(left: Compiled, right: Compiled): Compiled {
  return (value, evaluation) => {
    const found = orNull(left(value, evaluation));
    return isFalse(found) ? found : right(value, evaluation);
  };
}

function compileMultiSelectList(children: readonly Compiled[]): Compiled {
  return (value, evaluation) => {
    if (value === null) return null;
    evaluation.spend(children.length);
    return children.map((child) => orNull(child(value, evaluation)));
  };
}

function compileMultiSelectHash(
  { children }: NodeOf<'MultiSelectHash'>,
  compile: (child: ExpressionNode) => Compiled,
): Compiled {
  const pairs = children.map(({ name, value }) => [name, compile(value)] as const);
  return (value, evaluation) => {
    if (value === null) return null;
    evaluation.spend(pairs.length);
    const result: Record<string, unknown> = {};
    for (const [name, child] of pairs) setField(result, name, orNull(child(value, evaluation)));
    return result;
  };
}

function compileFunction(
  { name, children }: NodeOf<'Function'>,
  compile: (child: ExpressionNode) => Compiled,
): Compiled {
  const parameters = children.map(compile);
  return (value: unknown, evaluation: Evaluation) =>
    callFunction(
      name,
      parameters.map((parameter) => orNull(parameter(value, evaluation))),
      evaluation,
    );
}

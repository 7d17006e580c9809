import type { ASTNode } from '@marcbachmann/cel-js';
import { CelError } from '../types.ts';
import type { CallExpression, Element, Expression, MapEntry, ObjectField } from './expression.ts';
import { literal, negated } from './literals.ts';
import { globalMacro, type MacroCall, type Macros, receiverMacro } from './macros.ts';
import type { Parsed } from './parse.ts';
import { fieldName, OBJECT_MARK, OPTIONAL_MARK } from './source.ts';

/**
 * Makes an expression of what was parsed: macros are expanded, and what cel-js reads otherwise than CEL is put right.
 *
 * @throws CelError for a macro with wrong arguments, or a literal that is none
 */
export function expand({ root, source }: Parsed, macros: Macros): Expression {
  return new Expander(source.text, source.offset, macros).expand(root);
}

type Node<Operator extends ASTNode['op']> = Extract<ASTNode, { op: Operator }>;

const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', 'in']);

class Expander {
  readonly #text: string;
  readonly #offset: (at: number) => number;
  readonly #macros: Macros;

  constructor(text: string, offset: (at: number) => number, macros: Macros) {
    this.#text = text;
    this.#offset = offset;
    this.#macros = macros;
  }

  expand(node: ASTNode): Expression {
    const at = this.#offset(node.pos);
    switch (node.op) {
      case 'value':
        return { kind: 'literal', at, ...literal(node.args, this.#text.slice(node.start, node.end)) };
      case 'id':
        return { kind: 'name', at, name: node.args };
      case '.':
        return {
          kind: 'select',
          at,
          operand: this.expand(node.args[0]),
          field: fieldName(node.args[1]),
          mode: 'plain',
        };
      case '.?':
        return {
          kind: 'select',
          at,
          operand: this.expand(node.args[0]),
          field: fieldName(node.args[1]),
          mode: 'optional',
        };
      case 'list':
        return { kind: 'list', at, elements: this.#elements(node.args) };
      case 'map':
        return { kind: 'map', at, entries: this.#entries(node.args) };
      case 'call':
        return this.#expandCall(node, at);
      case 'rcall':
        return this.#expandMethod(node, at);
      default:
        return this.#expandOperator(node, at);
    }
  }

  #expandOperator(
    node: Exclude<ASTNode, Node<'value' | 'id' | '.' | '.?' | 'list' | 'map' | 'call' | 'rcall'>>,
    at: number,
  ) {
    switch (node.op) {
      case '!_':
      case '-_':
        return this.#expandSigns(node, at);
      case '[]':
      case '[?]':
        return this.#operator(node.op === '[]' ? '_[_]' : '_[?_]', at, node.args);
      case '?:':
        return this.#operator('_?_:_', at, node.args);
      case 'in':
        return this.#operator('@in', at, node.args);
      case '==':
      case '!=':
        this.#refuseRegrouping(node.args[1]);
        return this.#operator(`_${node.op}_`, at, node.args);
      default:
        return this.#operator(`_${node.op}_`, at, node.args);
    }
  }

  #operator(name: string, at: number, operands: readonly ASTNode[]): CallExpression {
    const values = operands.map((operand) => this.expand(operand));
    return { kind: 'call', at, name, receiver: undefined, arguments: values };
  }

  /** Two signs next to each other are none, as cel-go has it: `!!x` does not ask whether x is a bool. */
  #expandSigns(node: Node<'!_' | '-_'>, at: number): Expression {
    let operand: ASTNode = node.args;
    let signs = 1;
    for (let outer: ASTNode = node; operand.op === node.op && !this.#isParenthesised(outer, operand); ) {
      outer = operand;
      operand = operand.args;
      signs += 1;
    }
    if (signs % 2 === 0) return this.expand(operand);
    if (node.op === '-_' && operand.op === 'value') {
      const value = negated(operand.args);
      if (value !== undefined) return { kind: 'literal', at, ...value };
    }
    return this.#operator(node.op, at, [operand]);
  }

  #isParenthesised(outer: ASTNode, inner: ASTNode): boolean {
    return this.#text.slice(outer.start, inner.start).includes('(');
  }

  /** CEL reads `a == b < c` from left to right, the parser as C does. */
  #refuseRegrouping(right: ASTNode): void {
    const isOpen = COMPARISONS.has(right.op) && !/\(\s*$/.test(this.#text.slice(0, right.start));
    if (isOpen) throw new CelError('Syntax error: a comparison after == or != needs parentheses');
  }

  #elements(nodes: readonly ASTNode[]): Element[] {
    return nodes.flatMap((node, index) =>
      isMark(node) ? [] : [{ value: this.expand(node), isOptional: isMark(nodes[index - 1]) }],
    );
  }

  #entries(pairs: readonly (readonly [ASTNode, ASTNode])[]): MapEntry[] {
    return pairs.flatMap(([key, value], index) =>
      isMark(key)
        ? []
        : [{ key: this.expand(key), value: this.expand(value), isOptional: isMark(pairs[index - 1]?.[0]) }],
    );
  }

  #expandCall(node: Node<'call'>, at: number): Expression {
    const [name, nodes] = node.args;
    if (name === OBJECT_MARK) return this.#expandObject(nodes, at);
    const expanded = globalMacro(this.#macroCall(name, at, undefined, nodes));
    return expanded ?? this.#operator(name, at, nodes);
  }

  #expandMethod(node: Node<'rcall'>, at: number): Expression {
    const [name, receiver, nodes] = node.args;
    const expanded = receiverMacro(this.#macroCall(name, at, receiver, nodes), this.#macros);
    if (expanded !== undefined) return expanded;
    return { ...this.#operator(name, at, nodes), receiver: this.expand(receiver) };
  }

  #macroCall(name: string, at: number, receiver: ASTNode | undefined, nodes: readonly ASTNode[]): MacroCall {
    return {
      name,
      at,
      size: nodes.length,
      namespace: receiver?.op === 'id' ? receiver.args : undefined,
      receiver: () => this.#present(receiver),
      value: (index) => this.#present(nodes[index]),
      variable: (index) => variable(nodes[index]),
    };
  }

  #present(node: ASTNode | undefined): Expression {
    if (node === undefined) throw new CelError('Syntax error: missing argument');
    return this.expand(node);
  }

  #expandObject(nodes: readonly ASTNode[], at: number): Expression {
    const [name, map] = nodes;
    if (name?.op !== 'value' || map?.op !== 'map') throw new CelError('Syntax error: malformed object');
    const fields: ObjectField[] = this.#entries(map.args).map(({ key, ...element }) => {
      if (key.kind !== 'literal' || typeof key.value !== 'string') throw new CelError('Syntax error: malformed object');
      return { name: key.value, ...element };
    });
    return { kind: 'object', at, typeName: String(name.args), fields };
  }
}

function isMark(node: ASTNode | undefined): boolean {
  return node?.op === 'id' && node.args === OPTIONAL_MARK;
}

function variable(node: ASTNode | undefined): string {
  if (node?.op !== 'id') throw new CelError('argument must be a simple name');
  return node.args;
}

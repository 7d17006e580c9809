import { Lazy } from '../lazy.ts';
import type {
  BindExpression,
  CallExpression,
  Element,
  Expression,
  ListExpression,
  LoopExpression,
  MapExpression,
  ObjectExpression,
  OptionalMapExpression,
  SelectExpression,
} from '../syntax/expression.ts';
import { sizeOf } from '../syntax/size.ts';
import { CelError, CelUnsupportedError } from '../types.ts';
import type { Checked } from '../typing/checked.ts';
import { CelMap } from '../values/map-value.ts';
import { ObjectValue } from '../values/object-value.ts';
import { NONE, Optional } from '../values/optional.ts';
import { get, getField, getOptional, has } from './access.ts';
import { compileAnd, compileConditional, compileOr, compileOrOptional, compileOrValue } from './branches.ts';
import { compileCall } from './call.ts';
import { constant, fold } from './constant.ts';
import { foldCall } from './fold-calls.ts';
import type { Evaluate } from './frame.ts';
import { compileLoop } from './loops.ts';

/** Turns a checked expression into functions that evaluate it. */
export function compile(checked: Checked): Evaluate {
  return new Compiler(checked).compile(checked.root);
}

interface Local {
  readonly name: string;
  /** Whether it is worked out when it is first used. */
  readonly isLazy: boolean;
}

class Compiler {
  readonly #checked: Checked;
  /** The variables of macros around, whose places are their slots. */
  #locals: readonly Local[] = [];

  constructor(checked: Checked) {
    this.#checked = checked;
  }

  compile(expression: Expression): Evaluate {
    const known = this.#checked.constants.get(expression);
    if (known !== undefined) return constant(known);
    const dotted = this.#checked.variables.get(expression);
    if (dotted !== undefined) return variable(dotted);
    switch (expression.kind) {
      case 'literal':
        return constant(expression.value);
      case 'name':
        return this.#compileName(expression.name);
      case 'select':
        return this.#compileSelect(expression);
      case 'call':
        return this.#compileCall(expression);
      case 'list':
        return this.#compileList(expression);
      case 'map':
        return this.#compileMap(expression);
      case 'object':
        return this.#compileObject(expression);
      case 'loop':
        return this.#compileLoop(expression);
      case 'bind':
        return this.#compileBind(expression);
      case 'optionalMap':
        return this.#compileOptionalMap(expression);
    }
  }

  #compileName(name: string): Evaluate {
    const slot = this.#locals.findLastIndex((local) => local.name === name);
    const local = this.#locals[slot];
    if (local === undefined) return variable(name);
    return local.isLazy ? (frame) => valueOfLazy(frame.locals[slot]) : (frame) => frame.locals[slot];
  }

  #compileSelect({ operand, field, mode }: SelectExpression): Evaluate {
    const value = this.compile(operand);
    switch (mode) {
      case 'plain':
        return (frame) => getField(value(frame), field);
      case 'optional':
        return (frame) => getOptional(value(frame), field);
      case 'test':
        return (frame) => has(value(frame), field);
    }
  }

  #compileCall(expression: CallExpression): Evaluate {
    const resolution = this.#checked.calls.get(expression);
    if (resolution === undefined) throw new CelError(`unresolved call of ${expression.name}`);
    const receiver = resolution.hasReceiver && expression.receiver !== undefined ? [expression.receiver] : [];
    const values = [...receiver, ...expression.arguments].map((value) => this.compile(value));
    const special = compileSpecial(expression.name, resolution.hasReceiver, values);
    return special ?? foldCall(expression.name, compileCall(expression.name, resolution, values), values);
  }

  #compileList({ elements }: ListExpression): Evaluate {
    const values = elements.map(({ value }) => this.compile(value));
    if (!elements.some(({ isOptional }) => isOptional)) {
      return fold((frame) => values.map((value) => value(frame)), values);
    }
    const optional = elements.map((element) => this.#compileElement(element));
    return (frame) => optional.map((value) => value(frame)).filter((value) => value !== undefined);
  }

  /** Gives nothing for what is left out. */
  #compileElement({ value, isOptional }: Element): Evaluate {
    const evaluate = this.compile(value);
    return isOptional ? (frame) => optional(evaluate(frame)).value : evaluate;
  }

  #compileMap({ entries }: MapExpression): Evaluate {
    const pairs = entries.map((entry) => [this.compile(entry.key), this.#compileElement(entry)] as const);
    return (frame) => {
      const map = new CelMap();
      for (const [key, value] of pairs) {
        const found = key(frame);
        const made = value(frame);
        if (made !== undefined) map.set(found, made);
      }
      return map;
    };
  }

  #compileObject(expression: ObjectExpression): Evaluate {
    const type = this.#checked.objects.get(expression);
    if (type === undefined) throw new CelError(`unresolved type ${expression.typeName}`);
    const fields = expression.fields.map((field) => [field.name, this.#compileElement(field)] as const);
    return (frame) => {
      const values = fields.map(([name, value]) => [name, value(frame)] as const);
      return new ObjectValue(type, new Map(values.filter(([, value]) => value !== undefined)));
    };
  }

  #compileLoop({ macro, range, variables, filter, body }: LoopExpression): Evaluate {
    const slot = this.#locals.length;
    const evaluateRange = this.compile(range);
    const locals = variables.map((name) => ({ name, isLazy: false }));
    return this.#within(locals, () =>
      compileLoop({
        macro,
        range: evaluateRange,
        slot,
        hasTwoVariables: variables.length === 2,
        cost: 1 + (sizeOf(body) >> 3),
        filter: filter === undefined ? undefined : this.compile(filter),
        body: this.compile(body),
      }),
    );
  }

  /** The value is worked out when it is first used, as cel-go does. */
  #compileBind({ name, value, body }: BindExpression): Evaluate {
    const slot = this.#locals.length;
    const evaluateValue = this.compile(value);
    const evaluateBody = this.#within([{ name, isLazy: true }], () => this.compile(body));
    return (frame) => {
      frame.locals[slot] = new Lazy(() => evaluateValue(frame));
      return evaluateBody(frame);
    };
  }

  #compileOptionalMap({ isFlat, operand, name, body }: OptionalMapExpression): Evaluate {
    const slot = this.#locals.length;
    const evaluateOperand = this.compile(operand);
    const evaluateBody = this.#within([{ name, isLazy: false }], () => this.compile(body));
    return (frame) => {
      const given = optional(evaluateOperand(frame));
      if (!given.hasValue) return NONE;
      frame.locals[slot] = given.value;
      const result = evaluateBody(frame);
      return isFlat ? optional(result) : new Optional(result);
    };
  }

  #within(locals: readonly Local[], work: () => Evaluate): Evaluate {
    const outer = this.#locals;
    this.#locals = [...outer, ...locals];
    const result = work();
    this.#locals = outer;
    return result;
  }
}

function variable(name: string): Evaluate {
  if (name === 'authorizer' || name.startsWith('authorizer.')) return refuseAuthorizer;
  return ({ variables }) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) throw new CelError(`no such attribute(s): ${name}`);
    return valueOfLazy(value);
  };
}

function valueOfLazy(value: unknown): unknown {
  return value instanceof Lazy ? value.get() : value;
}

function refuseAuthorizer(): never {
  throw new CelUnsupportedError('authorizer', 'needs a cluster');
}

function optional(value: unknown): Optional {
  if (value instanceof Optional) return value;
  throw new CelError('no such overload');
}

/** Functions that do not look at all of their operands, or look into them. */
function compileSpecial(name: string, isMethod: boolean, values: readonly Evaluate[]): Evaluate | undefined {
  const [first, second, third] = values;
  if (first === undefined || second === undefined) return undefined;
  if (name === '_?_:_' && third !== undefined) return compileConditional(first, second, third);
  const make = isMethod ? SPECIAL_METHODS.get(name) : SPECIAL_OPERATORS.get(name);
  return make?.(first, second);
}

type Make = (first: Evaluate, second: Evaluate) => Evaluate;

const SPECIAL_OPERATORS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['_&&_', compileAnd],
  ['_||_', compileOr],
  ['_[_]', (value, key) => (frame) => get(value(frame), key(frame))],
  ['_[?_]', (value, key) => (frame) => getOptional(value(frame), key(frame))],
]);

const SPECIAL_METHODS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['or', compileOrOptional],
  ['orValue', compileOrValue],
]);

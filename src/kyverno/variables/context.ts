import { mergeAtPath, splitDottedName } from './dotted-path.ts';
import { prefixError, VariableError } from './errors.ts';
import { Evaluation, isMap } from './jmespath/evaluation.ts';
import { compileExpression, type Expression } from './jmespath/expression.ts';

/** A name whose value is made when an expression first mentions it. */
interface Deferred {
  readonly name: string;
  /** @throws VariableError */
  readonly load: () => unknown;
}

/**
 * Names and values that expressions see: `request`, `element`, `images`, what policies define. Immutable; what is added
 * makes another context.
 *
 * Source: kyverno pkg/engine/context/context.go
 */
export class VariableContext {
  /** Values, which grow by those that were deferred. */
  #data: Readonly<Record<string, unknown>>;
  #deferred: readonly Deferred[];

  private constructor(data: Readonly<Record<string, unknown>>, deferred: readonly Deferred[]) {
    this.#data = data;
    this.#deferred = deferred;
  }

  static of(data: Readonly<Record<string, unknown>>): VariableContext {
    return new VariableContext(data, []);
  }

  /** With a name that has this value, whatever it had. */
  with(name: string, value: unknown): VariableContext {
    return new VariableContext({ ...this.#data, [name]: value }, this.#without(name));
  }

  /**
   * With a name whose value is made when an expression mentions it, once for all contexts that come of this one.
   *
   * @param load may throw VariableError, which every expression that mentions the name then throws
   */
  withLazy(name: string, load: () => unknown): VariableContext {
    let loaded: { readonly value: unknown } | undefined;
    const deferred: Deferred = {
      name,
      load: () => {
        loaded ??= { value: load() };
        return loaded.value;
      },
    };
    return new VariableContext(this.#data, [...this.#without(name), deferred]);
  }

  /**
   * With a value at a dotted name as values files have it, `request.operation`. Maps are merged with what is there.
   *
   * @throws VariableError for what is no dotted name
   */
  withPath(dotted: string, value: unknown): VariableContext {
    const [name = '', ...rest] = splitDottedName(dotted);
    const deferred = this.#deferred.find((other) => other.name === name);
    if (deferred !== undefined) return this.withLazy(name, () => mergeAtPath(deferred.load(), rest, value));
    const data = mergeAtPath(this.#data, [name, ...rest], value);
    return new VariableContext(data as Readonly<Record<string, unknown>>, this.#deferred);
  }

  #without(name: string): readonly Deferred[] {
    return this.#deferred.filter((deferred) => deferred.name !== name);
  }

  /** Of the request; empty when nothing is known of it. */
  get operation(): string {
    const { request } = this.#data;
    return isMap(request) && typeof request.operation === 'string' ? request.operation : '';
  }

  /**
   * What a JMESPath expression gives.
   *
   * @param evaluation bounds the work of several queries together
   * @throws UnknownKeyError when it names what does not exist
   * @throws NotEvaluatedError when it cannot be evaluated here
   * @throws VariableError for any other error
   */
  query(expression: string, evaluation: Evaluation = new Evaluation()): unknown {
    const text = expression.trim();
    if (text === '') throw new VariableError('invalid query (nil)');
    const compiled = compileQuery(text);
    if (this.#deferred.length > 0) this.#load(compiled);
    try {
      return compiled.evaluate(this.#data, evaluation);
    } catch (error) {
      if (error instanceof VariableError) throw prefixError(error, 'JMESPath query failed: ');
      throw error;
    }
  }

  #load(expression: Expression): void {
    for (const deferred of this.#deferred) {
      if (!expression.mentions(deferred.name)) continue;
      this.#data = { ...this.#data, [deferred.name]: deferred.load() };
      this.#deferred = this.#without(deferred.name);
    }
  }
}

function compileQuery(text: string): Expression {
  try {
    return compileExpression(text);
  } catch (error) {
    if (error instanceof VariableError) throw prefixError(error, `incorrect query ${text}: `);
    throw error;
  }
}

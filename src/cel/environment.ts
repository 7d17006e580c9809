import { Budget, DEFAULT_STEPS } from './budget.ts';
import { compile } from './evaluation/compile.ts';
import type { Evaluate } from './evaluation/frame.ts';
import { lookupFunctions } from './functions/kyverno/lookups.ts';
import { functionsOf } from './functions/libraries.ts';
import { AUTHORIZER_TYPE, RESOURCE_CHECK_TYPE } from './functions/unsupported.ts';
import type { CelLookups } from './lookups.ts';
import { expand } from './syntax/expand.ts';
import type { Macros } from './syntax/macros.ts';
import { parse } from './syntax/parse.ts';
import { type CelEnvironment, CelError, type CelProgram } from './types.ts';
import { type CelType, DYN, UNTYPED } from './typing/cel-type.ts';
import { check } from './typing/check.ts';
import { CheckError, type Declarations } from './typing/checking.ts';
import { mutationType, NAMESPACE_TYPE, requestType } from './typing/kubernetes-types.ts';
import type { Overload } from './typing/overload.ts';

export interface EnvironmentOptions {
  /** Names of the variables that programs will be run with. */
  readonly variables: readonly string[];
  /**
   * Types of variables, where they are known: of `variables`, what the programs for them give (`objectOf`). `request`,
   * `namespaceObject`, `object`, `oldObject`, `params` and `authorizer` have theirs without.
   */
  readonly types?: Readonly<Record<string, CelType>>;
  /** With Kyverno's libraries, and `x.orValue(d)` for any x. */
  readonly kyverno?: boolean;
  /** With `Object.spec{…}`, `JSONPatch{…}` and `jsonpatch.escapeKey`, for mutations. */
  readonly objectTypes?: boolean;
  /** Reads one YAML document, and throws for what is none. Without it there is no `yaml.parse`. */
  readonly parseYaml?: (text: string) => unknown;
  /** Answers what Kyverno's libraries ask a cluster, a registry or a network. Without it asking is an error. */
  readonly lookups?: CelLookups | undefined;
  /** Namespace of the policy, of which alone it may ask; empty for a policy of the whole cluster. */
  readonly namespace?: string;
  /** What one run may cost, in steps: elements looked at, for the most part. */
  readonly steps?: number;
}

/**
 * CEL as Kubernetes' admission policies have it, or as Kyverno's have.
 *
 * Source: k8s.io/apiserver/pkg/cel/environment/base.go; kyverno pkg/cel/compiler/env.go
 */
export function createEnvironment(options: EnvironmentOptions): CelEnvironment {
  const kyverno = options.kyverno ?? false;
  const objectTypes = options.objectTypes ?? false;
  const declarations: Declarations = {
    variables: new Map(options.variables.flatMap((name) => declare(name, options))),
    functions: functionsOf({ kyverno, objectTypes, parseYaml: options.parseYaml, lookups: lookupsOf(options) }),
    objectType: (name) => (objectTypes ? mutationType(name) : undefined),
  };
  const macros: Macros = { extensions: kyverno, orValueOfAnything: kyverno };
  const steps = options.steps ?? DEFAULT_STEPS;
  return { compile: (expression) => compileExpression(expression, declarations, macros, steps) };
}

function lookupsOf({ kyverno = false, lookups, namespace = '' }: EnvironmentOptions): readonly Overload[] {
  return kyverno && lookups !== undefined ? lookupFunctions(lookups, namespace) : [];
}

function declare(name: string, { types, kyverno }: EnvironmentOptions): (readonly [string, CelType])[] {
  const type = types !== undefined && Object.hasOwn(types, name) ? types[name] : undefined;
  if (name === 'authorizer') {
    return [
      [name, AUTHORIZER_TYPE],
      ['authorizer.requestResource', RESOURCE_CHECK_TYPE],
    ];
  }
  return [[name, type ?? knownType(name, kyverno ?? false)]];
}

function knownType(name: string, kyverno: boolean): CelType {
  switch (name) {
    case 'request':
      return requestType({ hasObjects: kyverno });
    case 'namespaceObject':
      return NAMESPACE_TYPE;
    case 'object':
    case 'oldObject':
    case 'params':
      return DYN;
    default:
      return UNTYPED;
  }
}

function compileExpression(text: string, declarations: Declarations, macros: Macros, steps: number): CelProgram {
  const { evaluate, outputType } = explaining(text, () => {
    const checked = check(expand(parse(text), macros), declarations);
    return { evaluate: compile(checked), outputType: checked.type };
  });
  return { outputType, run: (variables) => run(evaluate, variables, steps) };
}

/** Adds the place to what is wrong. */
function explaining<Result>(text: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new CelError('expression recursion limit exceeded');
    if (!(error instanceof CheckError)) throw error;
    const before = text.slice(0, error.at).split('\n');
    throw new CelError(`${before.length}:${(before.at(-1) ?? '').length + 1}: ${error.message}`);
  }
}

function run(evaluate: Evaluate, variables: Readonly<Record<string, unknown>>, steps: number): unknown {
  try {
    return evaluate({ variables, locals: [], budget: new Budget(steps) });
  } catch (error) {
    // Too many calls within each other, or a text or list that is larger than there can be.
    if (error instanceof RangeError) throw new CelError('evaluation exceeds what can be held');
    throw error;
  }
}

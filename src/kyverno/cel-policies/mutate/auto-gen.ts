import { PATHS } from '../auto-gen.ts';
import { blankLiterals } from '../source-text.ts';
import type { MutatingPolicySpec, Mutation } from '../spec.ts';

type Location = keyof typeof PATHS;

/**
 * A policy that changes pods as one that changes controllers. Conditions and apply configurations are rewritten; variables and JSON
 * patches are not.
 *
 * Source: kyverno pkg/cel/policies/mpol/autogen/autogen.go
 */
export function rewriteMutatingPolicy(spec: MutatingPolicySpec, location: Location): MutatingPolicySpec {
  return {
    ...spec,
    matchConditions: (spec.matchConditions ?? []).map(({ name, expression }) => ({
      name,
      expression: rewriteExpression(expression, location),
    })),
    mutations: (spec.mutations ?? []).map((mutation) => rewriteMutation(mutation, location)),
  };
}

function rewriteMutation(mutation: Mutation, location: Location): Mutation {
  const { applyConfiguration } = mutation;
  if (!applyConfiguration?.expression) return mutation;
  return {
    ...mutation,
    applyConfiguration: { expression: rewriteExpression(applyConfiguration.expression, location) },
  };
}

/** Fields are looked for in the template, and an object that is made is put into one. */
export function rewriteExpression(expression: string, location: Location): string {
  const { spec, metadata } = PATHS[location];
  const moved = expression
    .replace(/\b(object|oldObject|Object)\.spec/g, `$1.${spec}`)
    .replace(/\b(object|oldObject|Object)\.metadata\.(labels|annotations)/g, `$1.${metadata}.$2`);
  return wrapObject(moved, location);
}

const WRAPPERS: Readonly<Record<Location, readonly [string, string]>> = {
  defaults: ['Object{spec: Object.spec{template: Object.spec.template{', '}}}'],
  cronjobs: [
    'Object{spec: Object.spec{jobTemplate: Object.spec.jobTemplate{spec: Object.spec.jobTemplate.spec{template: Object.spec.jobTemplate.spec.template{',
    '}}}}}',
  ],
};

/** Only an expression that begins with the object that it makes is put into a template. */
function wrapObject(expression: string, location: Location): string {
  const trimmed = expression.trim();
  const start = /^Object[ \t\r\n]*\{/.exec(trimmed)?.[0].length;
  if (start === undefined) return expression;
  const end = endOfBraces(trimmed, start);
  if (end === undefined || end === start) return expression;
  const [before, after] = WRAPPERS[location];
  return `${before}${trimmed.slice(start, end)}${after}${trimmed.slice(end + 1)}`;
}

/** Where the braces close that are open at a position; nothing when they do not. */
function endOfBraces(text: string, start: number): number | undefined {
  const code = blankLiterals(text);
  let open = 1;
  for (let at = start; at < code.length; at++) {
    if (code[at] === '{') open++;
    else if (code[at] === '}' && --open === 0) return at;
  }
  return undefined;
}

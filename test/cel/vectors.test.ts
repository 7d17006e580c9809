import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createEnvironment } from '../../src/cel/environment.ts';
import { type CelEnvironment, CelError } from '../../src/cel/types.ts';
import { DYN } from '../../src/cel/typing/cel-type.ts';
import { show } from './show.ts';

/**
 * What Kubernetes 1.36 and Kyverno 1.19 make of expressions, recorded from cel-go in their environments: the value as `show` writes
 * it, `invalid` when the expression does not compile, or `error` when it fails, either with its message where that is the same here.
 */
type Case = readonly [expression: string, outcome: string];

const DIRECTORY = new URL('./vectors/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, DIRECTORY), 'utf8'));

const variables = read('variables.json') as Record<string, unknown>;
const files = readdirSync(DIRECTORY).filter((file) => file !== 'variables.json');

const NAMES = ['object', 'oldObject', 'request', 'namespaceObject', 'params', 'variables', 'd'];
const common = { variables: NAMES, types: { d: DYN, variables: DYN } };
const ENVIRONMENTS: Readonly<Record<string, CelEnvironment>> = {
  kubernetes: createEnvironment(common),
  kyverno: createEnvironment({ ...common, kyverno: true }),
  'kubernetes mutation': createEnvironment({ ...common, objectTypes: true }),
  'kyverno mutation': createEnvironment({ ...common, kyverno: true, objectTypes: true }),
};

function outcomeOf(environment: CelEnvironment, expression: string): string {
  let phase = 'invalid';
  try {
    const program = environment.compile(expression);
    phase = 'error';
    return show(program.run(variables));
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return `${phase}: ${error.message.replace(/^\d+:\d+: /, '')}`;
  }
}

describe.each(files)('expressions of %s', (file) => {
  const environments = Object.entries(read(file) as Record<string, readonly Case[]>);

  it.each(environments)('give in %s what they give there', (name, cases) => {
    const environment = ENVIRONMENTS[name];
    if (environment === undefined) throw new Error(`no environment ${name}`);
    const differences = cases.flatMap(([expression, expected]) => {
      const outcome = outcomeOf(environment, expression);
      const isSame = outcome === expected || (!expected.includes(':') && outcome.startsWith(`${expected}:`));
      return isSame ? [] : [`${expression} gives ${outcome}, and should give ${expected}`];
    });
    expect(cases.length).toBeGreaterThan(0);
    expect(differences).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { compileCelRule } from '../../../src/kyverno/cel-policies/cel-rule.ts';
import type { PolicyRequest } from '../../../src/kyverno/types.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { podOf, requestFor } from './fixtures.ts';

const POD = podOf();
const expression = (text: string, more: object = {}) => ({ expressions: [{ expression: text, ...more }] });
const condition = (text: string) => [{ name: 'c', expression: text }];

interface Options {
  readonly preconditions?: unknown;
  readonly params?: readonly KubernetesObject[];
  readonly message?: string;
  readonly request?: PolicyRequest;
}

function evaluate(cel: object, { preconditions, params, message, request = requestFor(POD) }: Options = {}): string {
  const rule = compileCelRule(cel, preconditions, params, message);
  if ('problems' in rule) throw new Error(JSON.stringify(rule.problems));
  const verdict = rule.evaluate(request, 'check');
  return `${verdict.status}: ${verdict.message}`;
}

describe('compileCelRule', () => {
  it.each<[name: string, cel: object, text: string]>([
    ['all that is true', expression('object.kind == "Pod"'), "pass: Validation rule 'check' passed."],
    ['no expression', {}, "pass: Validation rule 'check' passed."],
    ['a message', expression('false', { message: ' no ' }), 'fail: no'],
    ['no message', expression(' false '), 'fail: failed expression: false'],
    [
      'a message that is computed',
      expression('false', { message: 'no', messageExpression: '"not " + string(object.metadata.name)' }),
      'fail: not pod',
    ],
    [
      'a message that cannot be computed',
      expression('false', { message: 'no', messageExpression: 'string(object.nope)' }),
      'fail: no',
    ],
    [
      'what cannot be evaluated',
      expression('object.nope == 1'),
      "fail: expression 'object.nope == 1' resulted in error: no such key: nope",
    ],
    [
      'variables',
      {
        variables: [{ name: 'x', expression: 'object.kind' }],
        ...expression('variables.x != "Pod"', { message: 'no' }),
      },
      'fail: no',
    ],
    ['nothing before', expression('oldObject == null'), "pass: Validation rule 'check' passed."],
    ['nobody who asks', expression('!has(request.userInfo.username)'), "pass: Validation rule 'check' passed."],
  ])('judges %s', (_, cel, text) => {
    expect(evaluate(cel)).toBe(text);
  });

  it('takes the message of the rule for expressions without one', () => {
    expect(evaluate(expression('false'), { message: 'of the rule' })).toBe('fail: of the rule');
    expect(evaluate(expression('false', { message: 'own' }), { message: 'of the rule' })).toBe('fail: own');
  });

  it('heeds preconditions', () => {
    const cel = expression('false', { message: 'no' });
    expect(evaluate(cel, { preconditions: condition('object.kind == "Service"') })).toBe(
      'skip: cel preconditions not met',
    );
    expect(evaluate(cel, { preconditions: condition('object.kind == "Pod"') })).toBe('fail: no');
    expect(evaluate(cel, { preconditions: condition('object.nope == 1') })).toBe(
      "fail: expression 'object.nope == 1' resulted in error: no such key: nope",
    );
  });

  it('judges what is deleted', () => {
    const request = requestFor(POD, { operation: 'DELETE' });
    expect(evaluate(expression('object == null && oldObject.kind == "Pod"'), { request })).toBe(
      "pass: Validation rule 'check' passed.",
    );
  });

  it('gives parameters to expressions', () => {
    const cel = {
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
      paramRef: { name: 'limits', parameterNotFoundAction: 'Deny' },
      ...expression('params.data.kind == object.kind', { message: 'no' }),
    };
    const limits = (kind: string): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'limits', namespace: 'shop' },
      data: { kind },
    });
    expect(evaluate(cel, { params: [limits('Pod')] })).toBe("pass: Validation rule 'check' passed.");
    expect(evaluate(cel, { params: [limits('Service')] })).toBe('fail: no');
    expect(evaluate(cel)).toBe(
      'error: error in parameterized resource: no params found for policy binding with `Deny` parameterNotFoundAction',
    );
  });

  it('names what is not supported', () => {
    const rule = compileCelRule(expression('authorizer.group("").resource("pods").check("get").allowed()'), undefined);
    const verdict = 'problems' in rule ? undefined : rule.evaluate(requestFor(POD), 'check');
    expect(verdict).toEqual({
      status: 'error',
      message: 'authorizer needs a cluster',
      properties: {},
      unsupported: 'authorizer',
    });
  });

  it.each<[name: string, cel: unknown, preconditions: unknown, path: string, message: RegExp]>([
    ['an expression that is none', expression('object.'), undefined, 'validate.cel.expressions[0].expression', /./],
    [
      'a variable that is not there',
      expression('variables.x == 1'),
      undefined,
      'validate.cel.expressions[0].expression',
      /undefined field 'x'$/,
    ],
    [
      'a variable that comes later',
      {
        variables: [
          { name: 'a', expression: 'variables.b' },
          { name: 'b', expression: '1' },
        ],
      },
      undefined,
      'validate.cel.variables[0].expression',
      /undefined field 'b'$/,
    ],
    [
      'variables as a whole',
      { variables: [{ name: 'a', expression: 'variables["a"]' }] },
      undefined,
      'validate.cel.variables[0].expression',
      /no matching overload/,
    ],
    [
      'a name that is none',
      { variables: [{ name: 'a-b', expression: '1' }] },
      undefined,
      'validate.cel.variables[0].name',
      /no identifier/,
    ],
    ['a precondition', {}, condition('1 +'), 'celPreconditions[0].expression', /./],
    ['an unknown field', { expression: [] }, undefined, 'validate.cel.expression', /did you mean expressions/],
    ['another type', [], undefined, 'validate.cel', /must be an object, not a list/],
    ['another type of preconditions', {}, 'true', 'celPreconditions', /must be a list/],
  ])('says what is wrong with %s', (_, cel, preconditions, path, message) => {
    const rule = compileCelRule(cel, preconditions);
    expect(rule).toEqual({ problems: [{ path, message: expect.stringMatching(message) }] });
  });
});

import { describe, expect, it, vi } from 'vitest';
import { createEnvironment, type EnvironmentOptions } from '../../src/cel/environment.ts';
import { lazy } from '../../src/cel/lazy.ts';
import { CelError, CelUnsupportedError } from '../../src/cel/types.ts';
import { BOOL, DYN, formatType, INT, listOf, mayBe, objectOf, STRING } from '../../src/cel/typing/cel-type.ts';

function compile(expression: string, options: Partial<EnvironmentOptions> = {}) {
  return createEnvironment({ variables: ['object', 'request', 'variables', 'authorizer'], ...options }).compile(
    expression,
  );
}

function run(
  expression: string,
  variables: Record<string, unknown> = {},
  options: Partial<EnvironmentOptions> = {},
): unknown {
  return compile(expression, options).run(variables);
}

describe('a program', () => {
  it('gives what the expression is worth', () => {
    expect(run('object.spec.replicas + 1', { object: { spec: { replicas: 2 } } })).toBe(3);
  });

  it('runs many times', () => {
    const program = compile('object.a');
    expect([1, 2, 3].map((a) => program.run({ object: { a } }))).toEqual([1, 2, 3]);
  });

  it('takes what another program gave', () => {
    const options = { variables: ['object', 'variables'] };
    const total = run('object.parts.map(p, double(p) / 2.0)', { object: { parts: [2, 3] } }, options);
    expect(
      run('variables.total[0] == 1.0 && type(variables.total[0]) == double', { variables: { total } }, options),
    ).toBe(true);
  });

  it('fails for a variable that it is not given', () => {
    expect(() => run('object.a')).toThrow(new CelError('no such attribute(s): object'));
  });

  it('fails with the reason of cel-go', () => {
    expect(() => run('object.spec.nope', { object: { spec: {} } })).toThrow(new CelError('no such key: nope'));
  });
});

describe('an expression that does not compile', () => {
  it.each([
    ['object.a && nothing', "1:13: undeclared reference to 'nothing' (in container '')"],
    ['true &&\n  nothing', "2:3: undeclared reference to 'nothing' (in container '')"],
    ['{?"a": object.?a, "b": nothing}', "1:24: undeclared reference to 'nothing' (in container '')"],
    ['size(1)', "1:1: found no matching overload for 'size' applied to '(int)'"],
    ['object.frobnicate()', "1:8: undeclared reference to 'frobnicate' (in container '')"],
    ['"a" + 1', "1:5: found no matching overload for '_+_' applied to '(string, int)'"],
    ['["a", 1]', "1:1: expected type 'string' but found 'int'"],
    ['request.nothing', "1:8: undefined field 'nothing'"],
    ['1 +', 'Syntax error: Unexpected token: EOF'],
    ['Object{}', "1:1: undeclared reference to 'Object' (in container '')"],
    ['cel.bind(x, 1, x)', "1:5: undeclared reference to 'x' (in container '')"],
  ])('says where %s is wrong', (expression, message) => {
    expect(() => compile(expression)).toThrow(CelError);
    let found = '';
    try {
      compile(expression);
    } catch (error) {
      found = (error as CelError).message;
    }
    expect(found.replace(/^\d+:\d+/, '')).toBe(message.replace(/^\d+:\d+/, ''));
    expect(found.split(':')[0]).toBe(message.split(':')[0]);
  });

  it('may be of dynamic values and still compiles', () => {
    expect(() => compile('object.a.b[0].c + object.d > object.e && object.f')).not.toThrow();
  });
});

describe('types', () => {
  it.each([
    ['object.a == 1', 'bool'],
    ['object.a', 'dyn'],
    ['request.operation', 'string'],
    ['request.userInfo.groups', 'list(string)'],
    ['[1].map(x, {"a": x})', 'list(map(string, int))'],
    ['object.?a', 'optional_type(dyn)'],
  ])('of %s is %s', (expression, type) => {
    expect(formatType(compile(expression).outputType)).toBe(type);
  });

  it('of variables are those that are given', () => {
    const types = { variables: objectOf('variables', { names: listOf(STRING), count: INT }) };
    expect(compile('variables.names.all(n, n != "")', { types }).outputType).toBe(BOOL);
    expect(formatType(compile('variables.count', { types }).outputType)).toBe('int');
    expect(() => compile('variables.other', { types })).toThrow("undefined field 'other'");
  });

  it('that nobody knows are no mistake', () => {
    const variables = { b: 'b', list: ['c'], nested: { d: ['e'] } };
    const program = compile(
      '["a", variables.b, variables.list[0], variables.nested.d.map(x, x)[0], variables.?f.orValue("f")]',
    );
    expect(program.run({ variables })).toEqual(['a', 'b', 'c', 'e', 'f']);
    expect(mayBe(compile('variables.isRight').outputType, 'bool')).toBe(true);
  });

  it('that are dynamic are not mixed with others in a list, as in Kubernetes', () => {
    expect(() => compile('["a", object.b]')).toThrow("expected type 'string' but found 'dyn'");
    expect(mayBe(compile('object.isRight').outputType, 'bool')).toBe(false);
  });

  it('of requests have the objects for Kyverno only', () => {
    expect(() => compile('request.object')).toThrow("undefined field 'object'");
    expect(compile('request.object', { kyverno: true }).outputType).toBe(DYN);
  });
});

describe('lazy values', () => {
  it('are worked out once, when they are used', () => {
    const work = vi.fn(() => [1, 2]);
    const variables = { variables: { list: lazy(work), other: lazy(work) } };
    const program = compile('variables.list.size() == 2 && variables.list[0] == 1');
    expect(work).not.toHaveBeenCalled();
    expect(program.run(variables)).toBe(true);
    expect(program.run(variables)).toBe(true);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('may stand for a whole variable', () => {
    expect(run('object.a', { object: lazy(() => ({ a: 1 })) })).toBe(1);
  });

  it('are not worked out to see whether there is one next to them', () => {
    const work = vi.fn(() => 1);
    expect(run('has(variables.other)', { variables: { a: lazy(work) } })).toBe(false);
    expect(work).not.toHaveBeenCalled();
  });

  it('that fail make expressions fail that use them', () => {
    const fail = lazy(() => run('object.nope', { object: {} }));
    expect(() => run('variables.a', { variables: { a: fail } })).toThrow(new CelError('no such key: nope'));
    expect(run('variables.a || true', { variables: { a: fail } })).toBe(true);
  });

  it('that need themselves fail', () => {
    const variables: Record<string, unknown> = {};
    variables.a = lazy(() => run('variables.a', { variables }));
    expect(() => run('variables.a', { variables })).toThrow('a lazy value refers to itself');
  });
});

describe('keys that JavaScript gives a meaning', () => {
  const odd: unknown = JSON.parse('{"__proto__": 1, "constructor": {"prototype": 2}, "toString": "text"}');

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
    '%s is not there unless it is written',
    (key) => {
      expect(run(`has(object.${key}) || "${key}" in object || object.?${key}.hasValue()`, { object: {} })).toBe(false);
      expect(() => run(`object.${key}`, { object: {} })).toThrow(`no such key: ${key}`);
      expect(() => run(`object["${key}"]`, { object: {} })).toThrow(`no such key: ${key}`);
    },
  );

  it('are read where they are', () => {
    expect(run('object["__proto__"] + object.constructor.prototype', { object: odd })).toBe(3);
    expect(run('object.map(k, k).sort()', { object: odd })).toEqual(['__proto__', 'constructor', 'toString']);
    expect(run('object == object', { object: odd })).toBe(true);
  });

  it('do not lead out of lists and texts', () => {
    expect(() => run('object.length', { object: [1] })).toThrow("unsupported index type 'string' in list");
    expect(() => run('object.length', { object: 'a' })).toThrow('no such key: length');
  });

  it('are no variables', () => {
    expect(() =>
      createEnvironment({ variables: ['toString'] })
        .compile('toString')
        .run({}),
    ).toThrow('no such attribute');
  });
});

describe('numbers in data', () => {
  it.each([
    [1, 'int'],
    [-0, 'int'],
    [1.5, 'double'],
    [1e300, 'double'],
    [2 ** 53, 'int'],
    [2 ** 63, 'double'],
  ])('%d is of type %s', (value, type) => {
    expect(run('string(type(object.a) == int) + string(type(object.a) == double)', { object: { a: value } })).toBe(
      type === 'int' ? 'truefalse' : 'falsetrue',
    );
  });
});

describe('Kyverno', () => {
  const kyverno = { kyverno: true };

  it('takes everything for an optional', () => {
    expect(run('object.a.orValue([]).size()', { object: { a: [1] } }, kyverno)).toBe(1);
    expect(() => run('object.a.orValue([])', { object: { a: [1] } })).toThrow('no such overload');
  });

  it('evaluates the other value always', () => {
    expect(() => run('object.?a.orValue(object.b)', { object: { a: 1 } }, kyverno)).toThrow('no such key: b');
    expect(run('object.?a.orValue(object.b)', { object: { a: 1 } })).toBe(1);
  });

  it.each([
    ['resource.Get("v1", "configmaps", "ns", "name").data', 'resource.Get needs a cluster'],
    ['resource.list("v1", "pods", "").items', 'resource.list needs a cluster'],
    ['globalContext.Get("a", "")', 'globalContext.Get needs a cluster'],
    ['http.Get("https://example.com")', 'http.Get needs a network'],
    ['http.Client("ca").get("https://example.com")', 'http.Client needs a network'],
    ['image.GetMetadata("nginx").config', 'image.GetMetadata needs a registry'],
    ['random()', 'random gives another result each time'],
    ['time.now()', 'time.now gives another result each time'],
    ['x509.decode("a")', 'x509.decode is not supported'],
  ])('compiles %s, and says why it cannot be evaluated', (expression, message) => {
    const program = compile(expression, kyverno);
    const [feature = '', ...reason] = message.split(' ');
    expect(() => program.run({})).toThrow(new CelUnsupportedError(feature, reason.join(' ')));
  });

  it('does not need what it does not reach', () => {
    expect(run('true || resource.Get("v1", "a", "b", "c").data.x == "y"', {}, kyverno)).toBe(true);
  });

  it('reads YAML if it can', () => {
    const parseYaml = (text: string): unknown => JSON.parse(text);
    expect(run('yaml.parse("{\\"a\\": 1}").a == 1.0', {}, { kyverno: true, parseYaml })).toBe(true);
    expect(() => run('yaml.parse("{")', {}, { kyverno: true, parseYaml })).toThrow('error converting YAML to JSON');
    expect(() => compile('yaml.parse("a")', kyverno)).toThrow('undeclared reference');
  });

  it('gives hashes', () => {
    expect(run('[md5("a"), hash.sha1("a")]', {}, kyverno)).toEqual([
      '0cc175b9c0f1b6a831c399e269772661',
      '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8',
    ]);
  });
});

describe('the authorizer', () => {
  it.each([
    'authorizer.path("/healthz").check("get").allowed()',
    'authorizer.group("apps").resource("deployments").namespace("a").check("create").allowed()',
    'authorizer.requestResource.check("update").reason() == ""',
  ])('makes %s fail', (expression) => {
    expect(() => compile(expression).run({})).toThrow(new CelUnsupportedError('authorizer', 'needs a cluster'));
  });

  it('is there only where it is declared', () => {
    expect(() => createEnvironment({ variables: [] }).compile('authorizer.path("/").check("get").allowed()')).toThrow(
      "undeclared reference to 'authorizer'",
    );
  });
});

describe('what cannot be shown', () => {
  it('is described all the same', () => {
    const bare: unknown = Object.assign(Object.create(null), { a: 1 });
    expect(() => run('[object].join()', { object: bare })).toThrow(new CelError('join: invalid input: map'));
  });
});

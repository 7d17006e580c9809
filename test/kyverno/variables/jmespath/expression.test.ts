import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotEvaluatedError, UnknownKeyError, VariableError } from '../../../../src/kyverno/variables/errors.ts';
import { compileExpression } from '../../../../src/kyverno/variables/jmespath/expression.ts';

const POD = {
  spec: {
    containers: [
      { name: 'a', image: 'nginx', ports: [{ hostPort: 80 }, {}], add: ['X', 'Y'] },
      { name: 'b', image: 'redis', ports: [{ hostPort: 81 }] },
    ],
    volumes: [{ name: 'v', emptyDir: {} }],
    empty: [],
    none: null,
    replicas: 3,
    'x-y': { '"q"': 1 },
  },
};

function evaluate(expression: string, data: unknown = POD): unknown {
  return compileExpression(expression).evaluate(data);
}

describe('expressions', () => {
  it.each<[string, unknown]>([
    ['spec.containers[0].name', 'a'],
    ['spec.containers[-1].name', 'b'],
    ['spec.containers[5].name', null],
    ['spec.containers[*].ports[*].hostPort', [[80], [81]]],
    ['spec.containers[].ports[].hostPort', [80, 81]],
    ['spec.[ephemeralContainers, initContainers, containers][].name', ['a', 'b']],
    ['spec.volumes[].keys(@)[]', ['name', 'emptyDir']],
    ["spec.volumes[].keys(@)[] || ''", ['name', 'emptyDir']],
    ['spec.containers[?image == `"nginx"`].name', ['a']],
    ["spec.containers[?contains(add || `[]`, 'X')].name | [0]", 'a'],
    ['spec.containers[?ports[?hostPort > `80`]].name', ['b']],
    ['spec."x-y"."\\"q\\""', 1],
    ['spec.{n: containers[0].name, r: replicas}', { n: 'a', r: 3 }],
    ['spec.replicas > `2`', true],
    ['spec.replicas >= `3` && spec.replicas <= `3`', true],
    ["spec.replicas > '2'", null],
    ['spec.none', null],
    ['!(spec.empty)', true],
    // Binds more tightly than the dot.
    ['!spec.empty', null],
    ['spec.empty || spec.replicas', 3],
    ['spec.empty && spec.nothing', []],
    ['@ | spec | replicas', 3],
    ['spec.containers[::-1].name', ['b', 'a']],
    ['spec.containers[1:].name', ['b']],
    ['spec.containers[:-1].name', ['a']],
    ['spec.containers[5:0:-1].name', ['b']],
    ['spec.replicas[0]', null],
    ['spec.replicas[*]', null],
    ['*.replicas', [3]],
    ['spec.containers.*', null],
    ['`{"a": [1, 2]}`.a[1]', 2],
    ['`[1, [2, [3]]]`[][]', [1, 2, 3]],
    ['`{"a": 1}` == `{"a": 1}`', true],
    ['`[1]` != `[2]`', true],
    ['spec.containers.name', null],
    ['[spec.replicas, spec.nothing]', [3, null]],
    ['nothing.at.all || `1`', 1],
    ['nothing || nothing.else', null],
    ['nothing | @', null],
    ['nothing == `null`', true],
    ['!nothing', true],
    ['not_null(nothing, spec.replicas)', 3],
    ['nothing[]', null],
    ['nothing[?a]', null],
    ['nothing[*]', null],
    ['nothing.*', null],
    ['length(`1`)[]', null],
  ])('%s', (expression, expected) => {
    expect(evaluate(expression)).toEqual(expected);
  });

  it.each([
    ['nothing', 'nothing'],
    ['spec.nothing.more', 'nothing'],
    ['spec."x-y".z', 'z'],
    ['spec && spec.nothing', 'nothing'],
    ['(nothing)', 'nothing'],
    ['nothing.[a]', 'nothing'],
    ['nothing[0]', 'nothing'],
  ])('%s names an unknown key', (expression, key) => {
    expect(() => evaluate(expression)).toThrow(new UnknownKeyError(`Unknown key "${key}" in path`));
  });

  it('repeats what stands behind .* for null, as Kyverno does', () => {
    expect(evaluate('@.*.to_string(@)', { a: 1, b: 2 })).toEqual(['null', 'null', '1', '2']);
    expect(() => evaluate('@.*.length(@)', { a: 'x' })).toThrow(/^Invalid type for: <nil>/);
    expect(evaluate('@.*.length(@)', {})).toEqual([]);
  });

  it('keeps indices of loops apart from numbers of JSON', () => {
    const data = { elementIndex: 1, elementIndex0: 1, other: 1 };
    expect(evaluate('elementIndex', data)).toBe(1);
    expect(evaluate('{i: elementIndex0, l: [elementIndex]}', data)).toEqual({ i: 1, l: [1] });
    expect(evaluate('elementIndex == `1`', data)).toBe(false);
    expect(evaluate('other == `1`', data)).toBe(true);
    expect(() => evaluate('add(elementIndex, `1`)', data)).toThrow("JMESPath function 'add': invalid operand");
  });
});

describe('literals', () => {
  it.each([
    ["'it\\'s'", "it's"],
    ["'\\\\d'", '\\\\d'],
    ["'\\d+'", '\\d+'],
    ["''", ''],
    ['`"a\\`b"`', 'a`b'],
    ['` {"a": "\\`\\`"} `.a', '``'],
    ['` true `', true],
    ['`1.50`', 1.5],
    ["'`'", '`'],
    ['`"\'"`', "'"],
  ])('%s', (expression, expected) => {
    expect(evaluate(expression, {})).toBe(expected);
  });

  it('are kept apart, however many there are', () => {
    const texts = fc.array(
      fc.string().map((text) => text.replace(/[\\']/g, '')),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(texts, (list) => {
        expect(evaluate(`[${list.map((text) => `'${text}'`).join(', ')}]`, {})).toEqual(list);
      }),
    );
  });

  it('of JSON are read as they are written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value).replaceAll('`', '\\`');
        expect(evaluate(`\`${text}\``, {})).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('what Kyverno does not know', () => {
  it.each([
    ['a +b', "SyntaxError: Unknown char: '+'"],
    ['a / b', "SyntaxError: Unknown char: '/'"],
    ['a % b', "SyntaxError: Unknown char: '%'"],
    ['$', "SyntaxError: Unknown char: '$'"],
    ['let $x = a in $x', "SyntaxError: Unknown char: '$'"],
    ['a ? b : c', "SyntaxError: Unknown char: '?'"],
    ['a[ ?b]', "SyntaxError: Unknown char: '?'"],
    ['é', "SyntaxError: Unknown char: '\\u00e9'"],
    ['a − b', "SyntaxError: Unknown char: '\\u2212'"],
    ['a - b', 'SyntaxError: Invalid token: -'],
    ['a = b', 'SyntaxError: Invalid token: ='],
    ['a * b', 'SyntaxError: Arithmetic is not known'],
    ['[a b]', 'SyntaxError: Expected tComma in a list'],
    ['[* a]', 'SyntaxError: Expected tComma in a list'],
    ['[ ]', 'SyntaxError: Invalid token: tRbracket'],
    ['[a,]', 'SyntaxError: Invalid token: tRbracket'],
    ['a.', 'SyntaxError: unexpected token: (EOF)'],
    ['a b', 'SyntaxError: Unexpected token at the end of the expression: tUnquotedIdentifier'],
    ['{a b}', 'SyntaxError: Expected tColon, received: tUnquotedIdentifier'],
    ['a[b]', 'SyntaxError: Expected tStar, received: tUnquotedIdentifier'],
    ['(', 'SyntaxError: Incomplete expression'],
    ["'a", "SyntaxError: Unclosed delimiter: '"],
    ['`1', 'SyntaxError: Unclosed delimiter: `'],
    ['"a', 'SyntaxError: Unclosed delimiter: "'],
    ['`a`', 'invalid JSON'],
    ['a[99999999999999999999]', 'strconv.Atoi: parsing "99999999999999999999": value out of range'],
  ])('%s', (expression, message) => {
    expect(() => evaluate(expression, { a: 1, b: 2 })).toThrow(new VariableError(message));
  });

  it('is refused each time', () => {
    for (let time = 0; time < 2; time++) expect(() => compileExpression('a +')).toThrow(VariableError);
  });

  it('leaves room for liberties of Kyverno', () => {
    expect(evaluate("join('-' to_array('a'),)", {})).toBe('a');
    expect(evaluate('{a: `1` b: `2`}', {})).toEqual({ a: 1, b: 2 });
  });

  it.each(['[::0]', "nosuch('a')", 'length()', "length('a', 'b')", 'not_null()', '&a'])('%s fails', (expression) => {
    expect(() => evaluate(expression, [])).toThrow(VariableError);
  });
});

describe('hostile expressions', () => {
  const list = Array.from({ length: 100 }, (_, index) => index);

  it.each([
    ['double a list', `@${'|[@,@][]'.repeat(40)}`],
    ['print what is doubled', `[@,@]${'|[@,@]'.repeat(60)}|to_string(@)`],
    ['compare what is doubled', `([\`1\`]${'|[@,@]'.repeat(60)}) == ([\`1\`]${'|[@,@]'.repeat(60)})`],
    ['double a text', `'x'${"|join('',[@,@])".repeat(40)}`],
    ['show what is doubled', `[@,@]${'|[@,@]'.repeat(60)}|starts_with(@,'a')`],
  ])('that %s are given up', (_name, expression) => {
    expect(() => evaluate(expression, list)).toThrow(NotEvaluatedError);
  });

  it.each([
    ['brackets', '('.repeat(100_000)],
    ['negations', '!'.repeat(100_000)],
    ['fields', 'a.'.repeat(100_000)],
    ['brackets in JSON', `\`${'['.repeat(100_000)}${']'.repeat(100_000)}\``],
  ])('of many %s are refused', (_name, expression) => {
    expect(() => evaluate(expression)).toThrow(VariableError);
  });

  it('cannot change prototypes', () => {
    expect(() => evaluate('`{"__proto__": {"x": 1}}`.x', {})).toThrow(UnknownKeyError);
    expect(evaluate('`{"__proto__": {"x": 1}}`."__proto__".x', {})).toBe(1);
    expect(evaluate('{"__proto__": @}."__proto__"', { x: 1 })).toEqual({ x: 1 });
    expect(() => evaluate('toString', {})).toThrow(UnknownKeyError);
  });

  it('throw no other errors', () => {
    const part = fc.constantFrom(
      ...['a', 'b', '.', '*', '[', ']', '[*]', '[]', '[?', '(', ')', ',', '|', '||', '&&', '!', '==', '<', '@', '&'],
      ...["'x'", '`1`', '`{}`', '{', '}', ':', 'length', 'sort_by', '-1', '0', '"a"', ' ', '$', '?', '+'],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 15 }), fc.jsonValue(), (parts, data) => {
        try {
          evaluate(parts.join(''), data);
        } catch (error) {
          expect(error).toBeInstanceOf(VariableError);
        }
      }),
    );
  });
});

describe('mentions', () => {
  it.each([
    ['x', 'x', true],
    ['x.y', 'x', true],
    ['y.x', 'x', false],
    ['y.x || x', 'x', true],
    ['xy', 'x', false],
    ['yx', 'x', false],
    ['_x', 'x', true],
    ["length('x')", 'x', true],
    ['"my-var".a', 'my-var', true],
    ['a', '', false],
  ])('in %s of %j: %s', (expression, name, expected) => {
    expect(compileExpression(expression).mentions(name)).toBe(expected);
  });
});

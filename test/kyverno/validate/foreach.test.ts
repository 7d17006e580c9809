import { describe, expect, it } from 'vitest';
import { answersOf, classicPolicy, object, requestOf, rule } from '../fixtures.ts';

const POD = object({
  spec: {
    containers: [
      { name: 'one', image: 'nginx:1', ports: [{ port: 80 }, { port: 443 }] },
      { name: 'two', image: 'redis:7', ports: [{ port: 6379 }] },
    ],
    args: ['a', 'b', null],
  },
});

type Json = Readonly<Record<string, unknown>>;

function judge(...foreach: Json[]) {
  return answersOf(classicPolicy([rule({ validate: { message: 'm', foreach } })]), requestOf(POD));
}

const CONTAINERS = 'request.object.spec.containers';
const denyIf = (key: string, value: unknown) => ({
  deny: { conditions: { any: [{ key, operator: 'Equals', value }] } },
});

describe('foreach', () => {
  it.each<[name: string, entries: Json[], answers: [string, string][]]>([
    ['elements that all pass', [{ list: CONTAINERS, pattern: { image: '*:*' } }], [['pass', 'rule passed']]],
    [
      'an element that does not match',
      [{ list: CONTAINERS, pattern: { image: 'nginx:*' } }],
      [['fail', 'validation failure: validation error: m. rule r failed at path /image/']],
    ],
    [
      'an element that is denied',
      [{ list: CONTAINERS, ...denyIf('{{ element.name }}', 'two') }],
      [['fail', 'validation failure: m']],
    ],
    ['the index', [{ list: CONTAINERS, ...denyIf('{{ elementIndex }}', 1) }], [['fail', 'validation failure: m']]],
    [
      'the index of the outer loop',
      [
        {
          list: CONTAINERS,
          foreach: [{ list: 'element.ports', ...denyIf('{{ elementIndex0 }}-{{ elementIndex1 }}', '0-1') }],
        },
      ],
      [['fail', 'validation failure: validation failure: m']],
    ],
    [
      'elements of both loops',
      [
        {
          list: CONTAINERS,
          foreach: [{ list: 'element.ports', ...denyIf('{{ element0.name }} {{ element.port }}', 'two 6379') }],
        },
      ],
      [['fail', 'validation failure: validation failure: m']],
    ],
    [
      'alternatives',
      [{ list: CONTAINERS, anyPattern: [{ image: 'nginx:*' }, { image: 'redis:*' }] }],
      [['pass', 'rule passed']],
    ],
    [
      'what is no list',
      [{ list: 'request.object.spec', pattern: { containers: [{ name: '?*' }] } }],
      [['pass', 'rule passed']],
    ],
    // Patterns for elements that are no maps are compared with the object.
    [
      'texts, with a pattern',
      [{ list: 'request.object.spec.args', pattern: { metadata: { name: '{{ element }}' } } }],
      [['fail', 'validation failure: validation error: m. rule r failed at path /metadata/name/']],
    ],
    [
      'texts that have to be maps',
      [{ list: 'request.object.spec.args', elementScope: true, pattern: {} }],
      [
        [
          'error',
          'failed to process foreach: cannot use elementScope=true foreach rules for elements that are not maps, expected type=map got type=string',
        ],
      ],
    ],
    [
      'maps that are not compared',
      [{ list: CONTAINERS, elementScope: false, pattern: { kind: 'Pod' } }],
      [['pass', 'rule passed']],
    ],
  ])('answers for %s', (_name, entries, answers) => {
    expect(judge(...entries)).toEqual(answers.map((answer) => ['r', ...answer]));
  });

  it.each<[name: string, entries: Json[]]>([
    ['a list that does not exist', [{ list: 'request.object.spec.initContainers', ...denyIf('x', 'x') }]],
    ['an empty list', [{ list: '`[]`', ...denyIf('x', 'x') }]],
    ['elements that do not apply', [{ list: CONTAINERS, pattern: { '(name)': 'three', image: 'x' } }]],
    [
      'elements whose preconditions are not met',
      [
        {
          list: CONTAINERS,
          preconditions: { all: [{ key: '{{ element.name }}', operator: 'Equals', value: 'three' }] },
          ...denyIf('x', 'x'),
        },
      ],
    ],
    [
      'elements whose preconditions have no value',
      [
        {
          list: CONTAINERS,
          preconditions: { all: [{ key: '{{ element.nothing }}', operator: 'Equals', value: 'x' }] },
          ...denyIf('x', 'x'),
        },
      ],
    ],
  ])('has no answer for %s', (_name, entries) => {
    expect(judge(...entries)).toEqual([]);
  });

  it('goes on with the next list', () => {
    expect(
      judge(
        { list: 'request.object.spec.initContainers', ...denyIf('x', 'x') },
        { list: CONTAINERS, ...denyIf('x', 'x') },
      ),
    ).toEqual([['r', 'fail', 'validation failure: m']]);
  });

  it('is an error when no list can be evaluated', () => {
    const broken = { list: 'length(request.object.metadata.name, `1`)', ...denyIf('x', 'x') };
    const [answer] = judge(broken);
    expect(answer?.[1]).toBe('error');
    expect(answer?.[2]).toMatch(/^failed to evaluate list: /);
    expect(judge(broken, { list: CONTAINERS, pattern: { name: '?*' } })).toEqual([['r', 'pass', 'rule passed']]);
  });

  it('knows what its own context defines', () => {
    const context = [{ name: 'tag', variable: { jmesPath: "split(element.image, ':')[1]" } }];
    expect(judge({ list: CONTAINERS, context, ...denyIf('{{ tag }}', '7') })).toEqual([
      ['r', 'fail', 'validation failure: m'],
    ]);
  });

  it('is an error when an element needs what is not there', () => {
    const context = [{ name: 'map', configMap: { name: 'a', namespace: 'b' } }];
    const preconditions = { all: [{ key: '{{ map.data.x }}', operator: 'Equals', value: 'y' }] };
    const [answer] = judge({ list: CONTAINERS, context, preconditions, ...denyIf('x', 'x') });
    expect(answer?.[1]).toBe('error');
    expect(answer?.[2]).toContain('configMap is not supported');
  });

  it('uses values for elements of a loop', () => {
    const foreach = [
      { list: CONTAINERS, context: [{ name: 'data', apiCall: { urlPath: '/api' } }], ...denyIf('{{ data }}', 'no') },
    ];
    const policy = classicPolicy([rule({ validate: { message: 'm', foreach } })]);
    const ruleValues = (name: string, of: string) =>
      name === 'p' && of === 'r' ? { values: {}, foreachValues: { data: ['no', 'yes'] } } : undefined;
    expect(answersOf(policy, requestOf(POD, { ruleValues }))).toEqual([['r', 'fail', 'validation failure: m']]);
  });
});

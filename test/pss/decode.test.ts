import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath } from '../../src/model/field-path.ts';
import { type DecodeError, decodePod, describeDecodeError } from '../../src/pss/decode.ts';
import { almostPod, misfit } from './arbitraries.ts';
import { conforms, describeShape, FIELDS, FULL_POD, POD, replaceAt } from './shape.ts';

/** One value of each JSON type, in the words of messages. */
const VALUES: readonly (readonly [description: string, value: unknown])[] = [
  ['the string "yes"', 'yes'],
  ['the string ""', ''],
  ['the boolean true', true],
  ['the boolean false', false],
  ['the number 1', 1],
  ['the number 0.5', 0.5],
  ['the number 1e+21', 1e21],
  ['a list', []],
  ['an object', {}],
];

const describeAll = (value: unknown) => decodePod(value).map(describeDecodeError);

describe('decodePod, place by place', () => {
  it('finds nothing in a pod with every field', () => {
    expect(decodePod(FULL_POD)).toEqual([]);
  });

  const places = FIELDS.map(
    ({ path, shape }) => [formatPath(path) || 'pod', describeShape(shape), path, shape] as const,
  );

  it.each(places)('%s is %s', (place, expected, path, shape) => {
    for (const [description, found] of VALUES) {
      const errors: DecodeError[] = conforms(shape, found) ? [] : [{ path, expected, found, description }];
      const messages = errors.map(() => `${place}: expected ${expected}, got ${description}`);
      const object = replaceAt(FULL_POD, path, found);
      expect(decodePod(object)).toStrictEqual(errors);
      expect(describeAll(object)).toEqual(messages);
    }
  });

  it.each(places)('%s may be null', (_, __, path) => {
    expect(decodePod(replaceAt(FULL_POD, path, null))).toEqual([]);
  });
});

describe('decodePod', () => {
  const cases: readonly (readonly [name: string, value: unknown, messages: readonly string[]])[] = [
    ['null is an absent pod', null, []],
    ['nothing is an absent pod', undefined, []],
    ['an empty object decodes', {}, []],
    ['absent members decode', { metadata: undefined, spec: undefined }, []],
    ['a pod that is a list', [], ['pod: expected an object, got a list']],
    ['a pod that is a string', 'pod', ['pod: expected an object, got the string "pod"']],
    ['a pod that is a number', 5, ['pod: expected an object, got the number 5']],
    [
      'a boolean as a string, which YAML quotes make',
      { spec: { containers: [{ securityContext: { privileged: 'yes' } }] } },
      ['spec.containers[0].securityContext.privileged: expected a boolean, got the string "yes"'],
    ],
    ['a boolean as a number', { spec: { hostNetwork: 1 } }, ['spec.hostNetwork: expected a boolean, got the number 1']],
    [
      'a string as a number',
      { spec: { containers: [{ name: 5 }] } },
      ['spec.containers[0].name: expected a string, got the number 5'],
    ],
    [
      'keys that need quotes get them',
      { metadata: { annotations: { 'a.b/c': true } } },
      ['metadata.annotations["a.b/c"]: expected a string, got the boolean true'],
    ],
    [
      'annotations may hold null but no other type',
      { metadata: { annotations: { a: null, b: 'x', c: 5, d: {} } } },
      [
        'metadata.annotations.c: expected a string, got the number 5',
        'metadata.annotations.d: expected a string, got an object',
      ],
    ],
    [
      'every error, in the order of the manifest, with indices',
      {
        spec: {
          volumes: [null, { emptyDir: 'x', name: [] }],
          hostPID: 'no',
          containers: [
            { ports: [{}, { hostPort: '80' }] },
            'c',
            { securityContext: { capabilities: { add: ['A', 1] } } },
          ],
        },
      },
      [
        'spec.volumes[1].emptyDir: expected an object, got the string "x"',
        'spec.volumes[1].name: expected a string, got a list',
        'spec.hostPID: expected a boolean, got the string "no"',
        'spec.containers[0].ports[1].hostPort: expected a 32-bit integer, got the string "80"',
        'spec.containers[1]: expected an object, got the string "c"',
        'spec.containers[2].securityContext.capabilities.add[1]: expected a string, got the number 1',
      ],
    ],
    [
      'null items of lists decode',
      { spec: { containers: [null], volumes: [null], securityContext: { sysctls: [null] } } },
      [],
    ],
    [
      'a list where an object belongs, and the other way round',
      { spec: { securityContext: [], containers: {} } },
      ['spec.securityContext: expected an object, got a list', 'spec.containers: expected a list, got an object'],
    ],
    [
      'a long string is cut after 40 characters',
      { spec: { hostIPC: 'x'.repeat(41) } },
      [`spec.hostIPC: expected a boolean, got the string "${'x'.repeat(40)}…"`],
    ],
    [
      'a string of 40 characters is not cut',
      { spec: { hostIPC: 'x'.repeat(40) } },
      [`spec.hostIPC: expected a boolean, got the string "${'x'.repeat(40)}"`],
    ],
    [
      'quotes and line breaks in a string are escaped',
      { spec: { hostIPC: '"\n' } },
      ['spec.hostIPC: expected a boolean, got the string "\\"\\n"'],
    ],
    [
      'fields that no check reads may hold anything',
      { kind: 5, metadata: { name: [] }, spec: { containers: [{ image: {} }] } },
      [],
    ],
    ['keys are case-sensitive', { Spec: 5, spec: { HostPID: 5, Containers: 5 } }, []],
    ['a volume may have members that are no sources', { spec: { volumes: [{ tape: 'x' }] } }, []],
    ['names of the prototype are no fields', JSON.parse('{"__proto__":5,"spec":{"constructor":5,"toString":[]}}'), []],
  ];

  it.each(cases)('%s', (_, value, messages) => {
    expect(describeAll(value)).toEqual(messages);
  });

  it('keeps the value it found', () => {
    const found = { a: 1 };
    expect(decodePod({ spec: { hostPID: found } })).toStrictEqual([
      { path: ['spec', 'hostPID'], expected: 'a boolean', found, description: 'an object' },
    ]);
  });
});

describe('integers', () => {
  const hostPort = (value: unknown) => ({ spec: { containers: [{ ports: [{ hostPort: value }] }] } });
  const runAsUser = (value: unknown) => ({ spec: { securityContext: { runAsUser: value } } });

  it.each([
    ['hostPort', 0, hostPort],
    ['hostPort', -0, hostPort],
    ['hostPort', 80.0, hostPort],
    ['hostPort', 2 ** 31 - 1, hostPort],
    ['hostPort', -(2 ** 31), hostPort],
    ['runAsUser', 2 ** 31, runAsUser],
    ['runAsUser', Number.MAX_SAFE_INTEGER, runAsUser],
    ['runAsUser', Number('9223372036854775807'), runAsUser],
    ['runAsUser', -(2 ** 63), runAsUser],
  ])('%s may be %d', (_, value, place) => {
    expect(describeAll(place(value))).toEqual([]);
  });

  it.each([
    [
      'hostPort',
      2 ** 31,
      hostPort,
      'spec.containers[0].ports[0].hostPort: expected a 32-bit integer, got the number 2147483648',
    ],
    [
      'hostPort',
      -(2 ** 31) - 1,
      hostPort,
      'spec.containers[0].ports[0].hostPort: expected a 32-bit integer, got the number -2147483649',
    ],
    [
      'hostPort',
      80.5,
      hostPort,
      'spec.containers[0].ports[0].hostPort: expected a 32-bit integer, got the number 80.5',
    ],
    ['runAsUser', 0.5, runAsUser, 'spec.securityContext.runAsUser: expected a 64-bit integer, got the number 0.5'],
    [
      'runAsUser',
      2 ** 63 + 2 ** 11,
      runAsUser,
      'spec.securityContext.runAsUser: expected a 64-bit integer, got the number 9223372036854778000',
    ],
    [
      'runAsUser',
      -(2 ** 63) - 2 ** 11,
      runAsUser,
      'spec.securityContext.runAsUser: expected a 64-bit integer, got the number -9223372036854778000',
    ],
    ['runAsUser', 1e300, runAsUser, 'spec.securityContext.runAsUser: expected a 64-bit integer, got the number 1e+300'],
    [
      'runAsUser',
      Number.NaN,
      runAsUser,
      'spec.securityContext.runAsUser: expected a 64-bit integer, got the number NaN',
    ],
    [
      'runAsUser',
      Number.NEGATIVE_INFINITY,
      runAsUser,
      'spec.securityContext.runAsUser: expected a 64-bit integer, got the number -Infinity',
    ],
    ['runAsUser', 5n, runAsUser, 'spec.securityContext.runAsUser: expected a 64-bit integer, got the bigint 5'],
  ])('%s may not be %s', (_, value, place, message) => {
    expect(describeAll(place(value))).toEqual([message]);
  });
});

describe('decodePod on made-up pods', () => {
  it('finds something exactly when some value is of a wrong type', () => {
    assert(
      property(almostPod, (value) => {
        expect(decodePod(value).length === 0).toBe(conforms(POD, value));
      }),
      { numRuns: 1_000 },
    );
  });

  it('names the place of the one value that does not belong there', () => {
    assert(
      property(misfit, ({ field: { path }, value }) => {
        const errors = decodePod(replaceAt(FULL_POD, path, value));
        expect(errors.length).toBeGreaterThan(0);
        for (const error of errors) expect(error.path.slice(0, path.length)).toEqual(path);
      }),
      { numRuns: 2_000 },
    );
  });
});

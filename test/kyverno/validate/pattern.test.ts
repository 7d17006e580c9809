import { describe, expect, it } from 'vitest';
import { answersOf, classicPolicy, object, requestOf, rule } from '../fixtures.ts';

const POD = object({ spec: { hostPID: true, containers: [{ name: 'c', image: 'nginx:1' }] } });

function judge(validate: Readonly<Record<string, unknown>>, parts: Readonly<Record<string, unknown>> = {}) {
  return answersOf(classicPolicy([rule({ ...parts, validate })]), requestOf(POD));
}

describe('pattern', () => {
  it.each<[name: string, message: string | undefined, pattern: unknown, status: string, answer: string]>([
    ['a match', 'm', { spec: { hostPID: true } }, 'pass', "validation rule 'r' passed."],
    [
      'a difference',
      'no host PID',
      { spec: { hostPID: 'false' } },
      'fail',
      'validation error: no host PID. rule r failed at path /spec/hostPID/',
    ],
    [
      'a difference, with a dot',
      'No.',
      { spec: { hostPID: 'false' } },
      'fail',
      'validation error: No. rule r failed at path /spec/hostPID/',
    ],
    [
      'a difference without a message',
      undefined,
      { spec: { hostPID: 'false' } },
      'fail',
      'validation error: rule r failed at path /spec/hostPID/',
    ],
    [
      'variables in the message',
      'no host PID for {{ request.object.metadata.name }} in {{ request.namespace }}',
      { spec: { hostPID: 'false' } },
      'fail',
      'validation error: no host PID for a in default. rule r failed at path /spec/hostPID/',
    ],
    [
      'variables in the pattern',
      'm',
      { metadata: { name: '{{ request.object.spec.containers[0].name }}' } },
      'fail',
      'validation error: m. rule r failed at path /metadata/name/',
    ],
    [
      'what does not apply',
      'm',
      { spec: { '(hostPID)': false, x: 'y' } },
      'skip',
      "conditional anchor mismatch: resource value 'true' does not match 'false' at path /spec/hostPID/",
    ],
  ])('answers for %s', (_name, message, pattern, status, answer) => {
    expect(judge({ ...(message && { message }), pattern })).toEqual([['r', status, answer]]);
  });

  it('says when its own message has a variable without a value', () => {
    const [answer] = judge({ message: '{{ request.object.spec.nothing }}', pattern: { spec: { hostPID: 'false' } } });
    expect(answer?.[1]).toBe('fail');
    expect(answer?.[2]).toBe(
      "validation error: variables substitution error in rule r execution error: resource value 'true' does not match 'false' at path /spec/hostPID/",
    );
  });

  it('is an error when a variable in it has no value', () => {
    const [answer] = judge({ message: 'm', pattern: { metadata: { name: '{{ request.object.nothing }}' } } });
    expect(answer?.[1]).toBe('error');
    expect(answer?.[2]).toMatch(/^variable substitution failed: .*Unknown key "nothing" in path/);
  });

  it('has no answer for what is deleted', () => {
    const policy = classicPolicy([rule()]);
    const deleted = requestOf(undefined, { operation: 'DELETE', oldObject: POD });
    expect(answersOf(policy, deleted)).toEqual([]);
  });
});

describe('anyPattern', () => {
  const wrong = (name: string) => ({ metadata: { name } });

  it('passes with the first alternative that matches', () => {
    expect(judge({ message: 'm', anyPattern: [wrong('x'), wrong('a'), wrong('?')] })).toEqual([
      ['r', 'pass', "validation rule 'r' anyPattern[1] passed."],
    ]);
  });

  it('fails when none does, and says why not', () => {
    expect(judge({ message: 'm', anyPattern: [wrong('x'), { spec: { hostPID: 'false' } }] })).toEqual([
      [
        'r',
        'fail',
        'validation error: m. rule r[0] failed at path /metadata/name/ rule r[1] failed at path /spec/hostPID/',
      ],
    ]);
  });

  it('fails without a message of its own', () => {
    expect(judge({ anyPattern: [wrong('x')] })).toEqual([
      ['r', 'fail', 'validation error: rule r[0] failed at path /metadata/name/'],
    ]);
  });

  it('fails when some do not apply and one does not match', () => {
    const [answer] = judge({ message: 'm.', anyPattern: [{ '(kind)': 'Service' }, wrong('x')] });
    expect(answer).toEqual(['r', 'fail', 'validation error: m. rule r[1] failed at path /metadata/name/']);
  });

  it('is skipped when none applies', () => {
    const [answer] = judge({ message: 'm', anyPattern: [{ '(kind)': 'Service' }, { '(kind)': 'Job' }] });
    expect(answer?.[1]).toBe('skip');
    expect(answer?.[2]).toMatch(/^rule r\[0\] skipped: conditional anchor mismatch: .* rule r\[1\] skipped: /);
  });
});

import { describe, expect, it } from 'vitest';
import { answersOf, classicPolicy, object, requestOf, rule } from '../fixtures.ts';

const POD = object({ metadata: { labels: { app: 'web' } } });

const equals = (key: string, value: unknown, message?: string) => ({
  key,
  operator: 'Equals',
  value,
  ...(message && { message }),
});

function judge(validate: Readonly<Record<string, unknown>>) {
  return answersOf(classicPolicy([rule({ validate })]), requestOf(POD));
}

const APP = '{{ request.object.metadata.labels.app }}';

describe('deny', () => {
  it.each<[name: string, validate: Readonly<Record<string, unknown>>, status: string, message: string]>([
    [
      'conditions that do not hold',
      { message: 'm', deny: { conditions: { any: [equals(APP, 'db')] } } },
      'pass',
      "validation rule 'r' passed.",
    ],
    ['conditions that hold', { message: 'm', deny: { conditions: { any: [equals(APP, 'web')] } } }, 'fail', 'm'],
    [
      'conditions with messages',
      { message: 'm', deny: { conditions: { all: [equals(APP, 'web', 'one'), equals(APP, 'w*', 'two')] } } },
      'fail',
      'm; one; two',
    ],
    [
      'conditions with messages and none of the rule',
      { deny: { conditions: { all: [equals(APP, 'web', `no ${APP}`)] } } },
      'fail',
      'no web',
    ],
    ['no messages', { deny: { conditions: [equals(APP, 'web')] } }, 'fail', 'validation error: rule r failed'],
    ['no conditions', { message: 'never', deny: {} }, 'fail', 'never'],
    ['variables in the message', { message: `no ${APP}`, deny: {} }, 'fail', 'no web'],
    [
      'a message that is no text',
      { message: '{{ request.object.metadata.labels }}', deny: {} },
      'fail',
      "the produced message didn't resolve to a string, check your policy definition.",
    ],
    ['a message without a value', { message: '{{ request.object.nothing }}', deny: {} }, 'fail', ''],
  ])('answers for %s', (_name, validate, status, message) => {
    expect(judge(validate)).toEqual([['r', status, message]]);
  });

  it('is an error when a variable has no value', () => {
    const [answer] = judge({
      message: 'm',
      deny: { conditions: { any: [equals('{{ request.object.nothing }}', 1)] } },
    });
    expect(answer?.[1]).toBe('error');
    expect(answer?.[2]).toMatch(/^failed to check deny conditions: .*Unknown key "nothing" in path/);
  });

  it('answers for what is deleted, whose variables are those of the old object', () => {
    const validate = { message: `no ${APP}`, deny: { conditions: { any: [equals(APP, 'web')] } } };
    const deleted = requestOf(undefined, { operation: 'DELETE', oldObject: POD });
    expect(answersOf(classicPolicy([rule({ validate })]), deleted)).toEqual([['r', 'fail', 'no web']]);
  });
});

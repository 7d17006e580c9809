import { expect, it } from 'vitest';
import { isExemptNamespace, isExemptRuntimeClass, isExemptUser } from '../../src/admission/exemptions.ts';

const configuration = {
  exemptions: { usernames: ['', 'alice', 'team-*'], namespaces: ['', 'a'], runtimeClasses: ['', 'kata'] },
};

it.each([
  ['a namespace', isExemptNamespace(configuration, 'a'), true],
  ['another namespace', isExemptNamespace(configuration, 'A'), false],
  ['the empty namespace', isExemptNamespace(configuration, ''), false],
  ['a user', isExemptUser(configuration, 'alice'), true],
  ['a user that a pattern would match', isExemptUser(configuration, 'team-x'), false],
  ['the empty user', isExemptUser(configuration, ''), false],
  ['no user', isExemptUser(configuration, undefined), false],
  ['a runtime class', isExemptRuntimeClass(configuration, 'kata'), true],
  ['another runtime class', isExemptRuntimeClass(configuration, 'runc'), false],
  ['the empty runtime class', isExemptRuntimeClass(configuration, ''), false],
  ['no runtime class', isExemptRuntimeClass(configuration, undefined), false],
  ['a runtime class that is no text', isExemptRuntimeClass(configuration, ['kata']), false],
])('%s', (_, actual, expected) => {
  expect(actual).toBe(expected);
});

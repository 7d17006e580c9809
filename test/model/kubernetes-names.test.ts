import { describe, expect, it } from 'vitest';
import { checkLabel, checkSubdomain } from '../../src/model/kubernetes-names.ts';

const LABEL =
  /^a lowercase RFC 1123 label must consist of .* \(e\.g\. 'my-name', {2}or '123-abc', regex used for validation is '.*'\)$/;
const SUBDOMAIN =
  /^a lowercase RFC 1123 subdomain must consist of .* \(e\.g\. 'example\.com', regex used for validation is '.*'\)$/;

describe('checkLabel', () => {
  it.each([
    ['a', []],
    ['a-1', []],
    ['a'.repeat(63), []],
    ['a'.repeat(64), [/^must be no more than 63 characters$/]],
    ['a.b', [/^must not contain dots$/]],
    ['', [LABEL]],
    ['A', [LABEL]],
    ['-a', [LABEL]],
    ['a\n', [LABEL]],
    ['ä'.repeat(32), [/63/, LABEL]],
  ])('%j', (name, expected) => {
    expect(checkLabel(name)).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });
});

describe('checkSubdomain', () => {
  it.each([
    ['a.b-c.1', []],
    ['a'.repeat(253), []],
    ['a'.repeat(254), [/^must be no more than 253 characters$/]],
    ['a..b', [SUBDOMAIN]],
    ['.a', [SUBDOMAIN]],
    ['a_b', [SUBDOMAIN]],
    ['', [SUBDOMAIN]],
  ])('%j', (name, expected) => {
    expect(checkSubdomain(name)).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });
});

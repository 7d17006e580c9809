import { describe } from 'vitest';
import { differs, error, fail, itAnswers, PASS, skip } from './outcomes.ts';

describe('conditions', () => {
  itAnswers([
    ['that hold', { a: 'x', b: 1 }, { '(a)': 'x', b: 1 }, PASS],
    [
      'that do not hold',
      { a: 'z', b: 1 },
      { '(a)': 'x', b: 2 },
      skip("conditional anchor mismatch: resource value 'z' does not match 'x' at path /a/"),
    ],
    [
      'on a key that is missing',
      { b: 1 },
      { '(a)': 'x', b: 1 },
      skip("conditional anchor mismatch: conditional anchor key doesn't exist in the resource"),
    ],
    ['that hold, and a failure beside them', { a: 'x', b: 1 }, { '(a)': 'x', b: 2 }, differs('/b/', '1', '2')],
    [
      'two, of which one does not hold',
      { a: 'x', b: 1 },
      { '(a)': 'x', '(b)': 2, c: 1 },
      skip("conditional anchor mismatch: resource value '1' does not match '2' at path /b/"),
    ],
    [
      'two that do not hold',
      { a: 'x', b: 1 },
      { '(a)': 'y', '(b)': 2 },
      skip(
        "conditional anchor mismatch: resource value 'x' does not match 'y' at path /a/; conditional anchor mismatch: resource value '1' does not match '2' at path /b/",
      ),
    ],
    [
      'with blanks around them',
      { a: 'z' },
      { ' (a) ': 'x', b: 1 },
      skip("conditional anchor mismatch: resource value 'z' does not match 'x' at path /a/"),
    ],
    [
      'that do not hold come before a failure of an equality',
      { a: 1, b: 1 },
      { '(a)': 2, '=(b)': 2 },
      skip("conditional anchor mismatch: resource value '1' does not match '2' at path /a/"),
    ],
    [
      'that hold come after a failure of an existence',
      { a: [{ x: 1 }], b: 1 },
      { '^(a)': [{ x: 2 }], '(b)': 1 },
      fail('/a/', 'existence anchor validation failed at path /a/'),
    ],
    [
      'in a mapping further down skip all of it',
      { a: { b: 1, c: 1 } },
      { a: { '(b)': 2, c: 2 } },
      skip("conditional anchor mismatch: resource value '1' does not match '2' at path /a/b/"),
    ],
    [
      'in a mapping with an equality skip all of it',
      { a: { b: 1 } },
      { '=(a)': { '(b)': 2 } },
      skip("conditional anchor mismatch: resource value '1' does not match '2' at path /a/b/"),
    ],
    [
      'in a mapping with an equality do not count if another anchor applies',
      { a: { b: 1 }, c: 1 },
      { '=(a)': { '(b)': 2 }, '=(c)': 1, d: null },
      PASS,
    ],
    [
      'in elements of which one is meant',
      {
        l: [
          { n: 'a', v: 1 },
          { n: 'b', v: 1 },
        ],
      },
      { l: [{ '(n)': 'b', v: 2 }] },
      differs('/l/1/v/', '1', '2'),
    ],
    [
      'in elements of which none is meant',
      { l: [{ n: 'a' }, { n: 'b' }] },
      { l: [{ '(n)': 'c', v: 2 }] },
      skip(
        "conditional anchor mismatch: resource value 'a' does not match 'c' at path /l/0/n/; conditional anchor mismatch: resource value 'b' does not match 'c' at path /l/1/n/",
      ),
    ],
    ['in no elements', { l: [] }, { l: [{ '(n)': 'c', v: 2 }] }, PASS],
    [
      'that were never met make a failure an error',
      { l: [{ v: 1 }] },
      { l: [{ '^(n)': [{ x: 1 }], v: 2 }] },
      error("resource value '1' does not match '2' at path /l/0/v/"),
    ],
    [
      'that one element has make it a failure',
      { l: [{ n: [{ x: 1 }], v: 2 }, { v: 1 }] },
      { l: [{ '^(n)': [{ x: 1 }], v: 2 }] },
      differs('/l/1/v/', '1', '2'),
    ],
    [
      'of a label decide before a value that fails',
      { metadata: { labels: { app: 'x' } }, spec: { a: 1 } },
      { metadata: { labels: { '(app)': 'y' } }, spec: { a: 2 } },
      skip("conditional anchor mismatch: resource value 'x' does not match 'y' at path /metadata/labels/app/"),
    ],
  ]);
});

describe('global conditions', () => {
  itAnswers([
    ['that hold', { a: 1, b: 1 }, { '<(a)': 1, b: 1 }, PASS],
    [
      'that do not hold',
      { a: 1, b: 1 },
      { '<(a)': 2, b: 1 },
      skip("global anchor mismatch: resource value '1' does not match '2' at path /a/"),
    ],
    ['on a key that is missing are ignored', { b: 1 }, { '<(a)': 2, b: 1 }, PASS],
    ['that hold, and a failure', { a: 1, b: 1 }, { '<(a)': 1, b: 2 }, differs('/b/', '1', '2')],
    ['that do not hold in one element', { l: [{ a: 1 }, { a: 2 }] }, { l: [{ '<(a)': 2 }] }, PASS],
    [
      'that do not hold in any element',
      { l: [{ a: 1 }] },
      { l: [{ '<(a)': 2 }] },
      skip("global anchor mismatch: resource value '1' does not match '2' at path /l/0/a/"),
    ],
    [
      'are looked at before what fails',
      { z: 1, a: 1 },
      { '<(z)': 2, a: 2 },
      skip("global anchor mismatch: resource value '1' does not match '2' at path /z/"),
    ],
    ['are looked at after anchors', { z: 1, a: 1 }, { '<(z)': 2, '=(a)': 2 }, differs('/a/', '1', '2')],
  ]);
});

describe('equalities', () => {
  itAnswers([
    ['of a key that is missing', {}, { '=(a)': 'x' }, PASS],
    ['of a key that matches', { a: 'x' }, { '=(a)': 'x' }, PASS],
    ['of a key that does not match', { a: 'y' }, { '=(a)': 'x' }, differs('/a/', 'y', 'x')],
    [
      'of null',
      { a: null },
      { '=(a)': [{ b: 1 }] },
      fail('/a/', 'validation rule failed at path /a/, resource does not satisfy the expected overlay pattern'),
    ],
    [
      'all the way down',
      {
        metadata: { name: 'p' },
        spec: { containers: [{ name: 'a' }, { name: 'b', securityContext: { privileged: true } }] },
      },
      { spec: { containers: [{ '=(securityContext)': { '=(privileged)': 'false' } }] } },
      differs('/spec/containers/1/securityContext/privileged/', 'true', 'false'),
    ],
  ]);
});

describe('negations', () => {
  itAnswers([
    ['of a key that is missing', {}, { 'X(a)': 'null' }, PASS],
    [
      'of a key that is there',
      { a: 1 },
      { 'X(a)': 'null' },
      fail('/a/', 'negation anchor matched in resource: /a/ is not allowed'),
    ],
    [
      'of null',
      { a: null },
      { 'X(a)': 'null' },
      fail('/a/', 'negation anchor matched in resource: /a/ is not allowed'),
    ],
    [
      'in elements',
      { metadata: { name: 'p' }, spec: { volumes: [{ name: 'a' }, { name: 'b', hostPath: { path: '/' } }] } },
      { spec: { '=(volumes)': [{ 'X(hostPath)': 'null' }] } },
      fail(
        '/spec/volumes/1/hostPath/',
        'negation anchor matched in resource: /spec/volumes/1/hostPath/ is not allowed',
      ),
    ],
    [
      'fail also where a condition was never met',
      { l: [{ a: 1 }] },
      { l: [{ '^(n)': [{ x: 1 }], 'X(a)': 'null' }] },
      fail('/l/0/a/', 'negation anchor matched in resource: /l/0/a/ is not allowed'),
    ],
    [
      'in a condition',
      { a: { b: 1 } },
      { '(a)': { 'X(b)': 'null' }, c: 1 },
      skip('conditional anchor mismatch: negation anchor matched in resource: /a/b/ is not allowed'),
    ],
  ]);
});

describe('existences', () => {
  itAnswers([
    ['of an element that is there', { l: [{ a: 1 }, { a: 2 }] }, { '^(l)': [{ a: 2 }] }, PASS],
    [
      'of an element that is missing',
      { l: [{ a: 1 }, { a: 2 }] },
      { '^(l)': [{ a: 3 }] },
      fail('/l/', 'existence anchor validation failed at path /l/'),
    ],
    ['of several elements', { l: [{ a: 1 }, { a: 2 }] }, { '^(l)': [{ a: 2 }, { a: 1 }] }, PASS],
    [
      'of several elements of which one is missing',
      { l: [{ a: 1 }, { a: 2 }] },
      { '^(l)': [{ a: 2 }, { a: 3 }] },
      fail('/l/', 'existence anchor validation failed at path /l/'),
    ],
    ['of a key that is missing', {}, { '^(l)': [{ a: 3 }] }, PASS],
    [
      'of elements of no list',
      { l: { a: 1 } },
      { '^(l)': [{ a: 1 }] },
      fail(
        '/l/',
        'invalid resource type map[string]interface {}: Existence ^ () anchor can be used only on list/array type resource',
      ),
    ],
    [
      'of elements of null',
      { l: null },
      { '^(l)': [{ a: 1 }] },
      fail('/l/', 'invalid resource type <nil>: Existence ^ () anchor can be used only on list/array type resource'),
    ],
    [
      'of something that is no list',
      { l: [{ a: 1 }] },
      { '^(l)': { a: 1 } },
      fail(
        '/l/',
        'invalid pattern type map[string]interface {}: Pattern has to be of list to compare against resource',
      ),
    ],
    [
      'of scalars',
      { l: ['a'] },
      { '^(l)': ['a'] },
      fail(
        '/l/',
        'invalid pattern type []interface {}: Pattern has to be of type map to compare against items in resource',
      ),
    ],
    [
      'in an empty list',
      { l: [] },
      { '^(l)': [{ a: 1 }] },
      fail('/l/', 'existence anchor validation failed at path /l/'),
    ],
  ]);
});

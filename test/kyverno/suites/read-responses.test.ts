import { describe, expect, it } from 'vitest';
import { FieldReader } from '../../../src/kyverno/suites/fields.ts';
import { readResponses } from '../../../src/kyverno/suites/read-responses.ts';
import type { SuiteProblem } from '../../../src/kyverno/suites/suite.ts';

function read(apiCallResponses: unknown) {
  const problems: SuiteProblem[] = [];
  const responses = readResponses(new FieldReader({ apiCallResponses }, [], problems));
  return { responses, problems: problems.map(({ path, message }) => `${path}: ${message}`) };
}

const OK = { url: 'https://a/b', response: { body: { a: 1 } } };

describe('recorded answers', () => {
  it('are read', () => {
    expect(
      read([
        { ...OK, method: 'get' },
        { urlPath: '/api/v1/pods', response: { statusCode: 404, body: {} } },
      ]),
    ).toEqual({
      responses: [
        { method: 'GET', url: 'https://a/b', body: { a: 1 }, statusCode: 200 },
        { method: '', url: '/api/v1/pods', body: {}, statusCode: 404 },
      ],
      problems: [],
    });
    expect(read(undefined).responses).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['neither URL nor path', { response: OK.response }, 'url: either url or urlPath is required'],
    ['both', { ...OK, urlPath: '/a' }, 'url: either url or urlPath is required'],
    ['a URL without a scheme', { ...OK, url: 'a/b' }, 'url: must be an absolute http or https URL'],
    ['a URL without a host', { ...OK, url: 'https:///b' }, 'url: must be an absolute http or https URL'],
    ['another scheme', { ...OK, url: 'file:///b' }, 'url: must be an absolute http or https URL'],
    ['a path that is none', { urlPath: 'api', response: OK.response }, "urlPath: must start with '/'"],
    ['another method', { ...OK, method: 'PUT' }, 'method: got "PUT", allowed: GET, POST'],
    ['no body', { url: OK.url, response: {} }, 'response.body: expected an object'],
    ['a body that is no object', { url: OK.url, response: { body: [] } }, 'response.body: expected an object'],
    [
      'a status that is none',
      { url: OK.url, response: { body: {}, statusCode: 7 } },
      'response.statusCode: expected a number from 100 to 599',
    ],
    ['a field that there is not', { ...OK, body: {} }, 'body: unknown field'],
  ])('are refused for %s', (_, response, problem) => {
    expect(read([response]).problems).toEqual([`apiCallResponses[0].${problem}`]);
  });

  it('are refused where there are two for a method and URL', () => {
    expect(read([OK, OK]).problems).toEqual([
      'apiCallResponses[1].url: https://a/b is there twice for the same method',
    ]);
    expect(read([OK, { ...OK, method: 'GET' }]).problems).toEqual([]);
  });
});

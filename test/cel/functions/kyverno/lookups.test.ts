import { describe, expect, it } from 'vitest';
import { createEnvironment } from '../../../../src/cel/environment.ts';
import type { CelLookups, LookupResult } from '../../../../src/cel/lookups.ts';
import { CelError, CelUnsupportedError } from '../../../../src/cel/types.ts';

const answering = (answer: (asked: string) => LookupResult): CelLookups => ({
  getResource: (...asked) => answer(`get ${asked.join('|')}`),
  listResources: (apiVersion, resource, namespace, labels) =>
    answer(`list ${apiVersion}|${resource}|${namespace}|${JSON.stringify(labels)}`),
  getImageData: (image) => answer(`image ${image}`),
  getGlobalReference: (name, projection) => answer(`global ${name}|${projection}`),
  request: (method, url) => answer(`${method} ${url}`),
});

const ECHO = answering((asked) => ({ value: { asked } }));

function evaluate(expression: string, lookups: CelLookups | undefined = ECHO, namespace = ''): unknown {
  return createEnvironment({ variables: ['x'], kyverno: true, lookups, namespace })
    .compile(expression)
    .run({ x: { a: 'b' } });
}

describe('functions that look something up', () => {
  it.each([
    ["resource.get('v1', 'configmaps', 'pay', 'app')", 'get v1|configmaps|pay|app'],
    ["resource.Get('apps/v1', 'deployments', '', 'app')", 'get apps/v1|deployments||app'],
    ["resource.list('v1', 'pods', 'pay')", 'list v1|pods|pay|{}'],
    ["resource.List('v1', 'pods', 'pay', {'team': x.a})", 'list v1|pods|pay|{"team":"b"}'],
    ["image.getMetadata('nginx')", 'image nginx'],
    ["image.GetMetadata('nginx')", 'image nginx'],
    ["globalContext.get('deployments')", 'global deployments|'],
    ["globalContext.Get('deployments', 'names')", 'global deployments|names'],
    ["http.get('https://a/b')", 'GET https://a/b'],
    ["http.Get('https://a/b', {'h': 'v'})", 'GET https://a/b'],
    ["http.post('https://a/b', x)", 'POST https://a/b'],
    ["http.Post('https://a/b', x, {'h': 'v'})", 'POST https://a/b'],
  ])('%s asks for what it names', (expression, asked) => {
    expect(evaluate(`${expression}.asked`)).toBe(asked);
  });

  it.each([
    ["resource.get('v1', 'configmaps', 'app')", 'get v1|configmaps|pay|app'],
    ["resource.list('v1', 'configmaps')", 'list v1|configmaps|pay|{}'],
    ["resource.list('v1', 'configmaps', {'team': 'a'})", 'list v1|configmaps|pay|{"team":"a"}'],
  ])('%s of a policy in a namespace asks in that namespace', (expression, asked) => {
    expect(evaluate(`${expression}.asked`, ECHO, 'pay')).toBe(asked);
  });

  it('cannot leave the namespace of the policy', () => {
    expect(() => evaluate("resource.get('v1', 'configmaps', 'other', 'app').asked", ECHO, 'pay')).toThrow(
      'resource.get needs a cluster',
    );
  });

  it.each([
    ["resource.get('v1', 'configmaps', 'pay', 'app').a", 'failed to get resource: no'],
    ["resource.list('v1', 'configmaps', 'pay').a", 'failed to list resource: no'],
    ["image.getMetadata('nginx').a", 'failed to get image data: no'],
    ["globalContext.get('a').a", 'failed to get global reference: no'],
    ["http.get('https://a').a", 'request failed: no'],
  ])('%s fails with what it is told', (expression, message) => {
    const error = errorOf(() =>
      evaluate(
        expression,
        answering(() => ({ error: 'no' })),
      ),
    );
    expect(error).toBeInstanceOf(CelError);
    expect(error).not.toBeInstanceOf(CelUnsupportedError);
    expect((error as Error).message).toBe(message);
  });

  it.each([
    ["resource.Get('v1', 'configmaps', 'pay', 'app').a", 'resource.Get', 'needs a cluster: it'],
    ["image.getMetadata('nginx').a", 'image.getMetadata', 'needs a registry: it'],
    ["http.Post('https://a', {}).a", 'http.Post', 'needs a network: it'],
  ])('%s is not supported where nobody knows', (expression, feature, reason) => {
    const error = errorOf(() =>
      evaluate(
        expression,
        answering(() => ({ unknown: 'it' })),
      ),
    );
    expect(error).toBeInstanceOf(CelUnsupportedError);
    expect(error).toMatchObject({ feature, message: `${feature} ${reason}` });
  });

  it('give null for what does not exist, which has no fields, and is no map that can be compared with it', () => {
    const nothing = answering(() => ({ value: null }));
    expect(evaluate("dyn(resource.get('v1', 'a', 'b', 'c')) == null", nothing)).toBe(true);
    expect(() => evaluate("resource.get('v1', 'a', 'b', 'c').data", nothing)).toThrow('no such key: data');
    expect(() => evaluate("resource.get('v1', 'a', 'b', 'c') == null", nothing)).toThrow('found no matching overload');
  });

  it('give whole numbers of objects as ints, and those of other answers as doubles', () => {
    const numbers = answering(() => ({ value: { n: 1 } }));
    expect(evaluate("type(resource.get('v1', 'a', 'b', 'c').n) == int", numbers)).toBe(true);
    for (const call of ["image.getMetadata('a')", "globalContext.get('a')", "http.get('a')"])
      expect(evaluate(`type(${call}.n) == double`, numbers)).toBe(true);
  });

  it('are errors where there is nobody to ask', () => {
    const error = errorOf(() => createEnvironment({ variables: [], kyverno: true }).compile("http.get('a')").run({}));
    expect(error).toBeInstanceOf(CelUnsupportedError);
  });
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

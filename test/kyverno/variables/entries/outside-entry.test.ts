import { describe, expect, it } from 'vitest';
import type { EntryLookups, LookupResult } from '../../../../src/kyverno/lookups/lookups.ts';
import { VariableContext } from '../../../../src/kyverno/variables/context.ts';
import type { OutsideSource } from '../../../../src/kyverno/variables/entries/entry.ts';
import { withOutsideEntry } from '../../../../src/kyverno/variables/entries/outside-entry.ts';
import { NotEvaluatedError, VariableError } from '../../../../src/kyverno/variables/errors.ts';

const CONTEXT = VariableContext.of({ request: { namespace: 'pay', name: 'app', replicas: 3 } });

const found = (value: unknown) => (): LookupResult => ({ value });
const refused = (): LookupResult => ({ error: 'no' });
const unknown = (): LookupResult => ({ unknown: 'it' });
const echo = (...asked: readonly string[]): LookupResult => ({ value: { asked: asked.join('|') } });

/** What an expression gives that uses the entry `x`. */
function evaluate(
  source: OutsideSource,
  definition: Readonly<Record<string, unknown>>,
  lookups: EntryLookups,
  { expression = 'x', namespace = '' } = {},
): unknown {
  const context = withOutsideEntry({ name: 'x', source, definition }, CONTEXT, { lookups, namespace });
  if (context === undefined) throw new Error('is not looked up');
  return context.query(expression);
}

describe('an entry', () => {
  it.each<[OutsideSource, Readonly<Record<string, unknown>>]>([
    ['configMap', { name: 'a', namespace: 'b' }],
    ['globalReference', { name: 'a' }],
    ['imageRegistry', { reference: 'a' }],
    ['apiCall', { urlPath: '/api/v1/pods' }],
  ])('%s is not looked up where nobody answers it', (source, definition) => {
    const entry = { name: 'x', source, definition };
    expect(withOutsideEntry(entry, CONTEXT, { lookups: {}, namespace: '' })).toBeUndefined();
  });

  it.each<[OutsideSource, Readonly<Record<string, unknown>>, EntryLookups]>([
    ['configMap', { name: 'a', namespace: 'b' }, { getConfigMap: unknown }],
    ['globalReference', { name: 'a' }, { getGlobalReference: unknown }],
    ['imageRegistry', { reference: 'a' }, { getImageData: unknown }],
    ['apiCall', { urlPath: '/api/v1/pods', default: 1 }, { getPath: unknown }],
  ])('%s is not supported where nobody knows, whatever its default', (source, definition, lookups) => {
    expect(() => evaluate(source, definition, lookups)).toThrow(NotEvaluatedError);
    expect(() => evaluate(source, definition, lookups)).toThrow(`${source} is not supported: it`);
  });

  it('is looked up when an expression mentions it, and once', () => {
    let count = 0;
    const getConfigMap = (): LookupResult => ({ value: { data: { n: ++count } } });
    const entry = { name: 'x', source: 'configMap' as const, definition: { name: 'a', namespace: 'b' } };
    const context = withOutsideEntry(entry, CONTEXT, { lookups: { getConfigMap }, namespace: '' });
    expect(context?.query('request.name')).toBe('app');
    expect(count).toBe(0);
    expect([context?.query('x.data.n'), context?.query('x.data.n')]).toEqual([1, 1]);
  });
});

describe('configMap', () => {
  const configMap = (definition: Readonly<Record<string, unknown>>, lookups: EntryLookups, namespace = '') =>
    evaluate('configMap', definition, lookups, { namespace });
  const data = found({ kind: 'ConfigMap', data: { a: 'x' }, metadata: { name: 'app' }, binaryData: {} });

  it('has data and metadata', () => {
    expect(configMap({ name: 'app', namespace: 'pay' }, { getConfigMap: data })).toEqual({
      data: { a: 'x' },
      metadata: { name: 'app' },
    });
    expect(configMap({ name: 'app', namespace: 'pay' }, { getConfigMap: found({}) })).toEqual({
      data: null,
      metadata: null,
    });
  });

  it.each<[Readonly<Record<string, unknown>>, string, string]>([
    [{ name: 'a', namespace: 'b' }, '', 'b/a'],
    [{ name: '{{ request.name }}-config', namespace: '{{ request.namespace }}' }, '', 'pay/app-config'],
    [{ name: 'a' }, '', 'default/a'],
    [{ name: 'a' }, 'team', 'team/a'],
    [{ name: 'a', namespace: 'team' }, 'team', 'team/a'],
  ])('%j of a policy in namespace "%s" is %s', (definition, namespace, asked) => {
    const getConfigMap = (...parts: readonly string[]): LookupResult => ({ value: { data: parts.join('/') } });
    expect(configMap(definition, { getConfigMap }, namespace)).toMatchObject({ data: asked });
  });

  it.each<[Readonly<Record<string, unknown>>, string, string]>([
    [{ name: 'a', namespace: 'b' }, '', 'failed to get configmap b/a : no'],
    [
      { name: '{{ none }}', namespace: 'b' },
      '',
      'failed to substitute variables in context x configMap.name {{ none }}',
    ],
    [{ name: '{{ request.replicas }}' }, '', 'configMap.name {{ request.replicas }}: expected string, got number'],
    [
      { name: 'a', namespace: 'other' },
      'team',
      'context entry x: configMap namespace "other" is different from policy namespace "team"',
    ],
  ])('%j of a policy in namespace "%s" fails', (definition, namespace, message) => {
    const evaluation = () => configMap(definition, { getConfigMap: refused }, namespace);
    expect(evaluation).toThrow('failed to retrieve config map for context entry x: ');
    expect(evaluation).toThrow(message);
  });
});

describe('globalReference', () => {
  const global = (definition: Readonly<Record<string, unknown>>, getGlobalReference: typeof echo, namespace = '') =>
    evaluate('globalReference', definition, { getGlobalReference }, { namespace });

  it('asks for an entry or a projection of it', () => {
    expect(global({ name: 'teams' }, echo)).toEqual({ asked: 'teams|' });
    expect(global({ name: 'teams.{{ request.name }}.more' }, echo)).toEqual({ asked: 'teams|app' });
    expect(global({ name: 'teams', jmesPath: 'asked' }, echo)).toBe('teams|');
  });

  it('fails', () => {
    const prefix = 'failed to marshal APICall data for context entry x: ';
    expect(() => global({ name: 'teams' }, refused)).toThrow(`${prefix}no`);
    expect(() => global({ name: 'teams', jmesPath: 'none.at' }, echo)).toThrow(
      `${prefix}failed to apply JMESPath none.at for context entry x: `,
    );
    expect(() => global({ name: 'teams' }, echo, 'team')).toThrow(
      'context entry x: globalReference is not allowed in namespaced policies',
    );
  });
});

describe('imageRegistry', () => {
  const image = (definition: Readonly<Record<string, unknown>>, getImageData: typeof echo) =>
    evaluate('imageRegistry', definition, { getImageData });

  it('asks for an image', () => {
    expect(image({ reference: 'ghcr.io/{{ request.name }}' }, echo)).toEqual({ asked: 'ghcr.io/app' });
    expect(image({ reference: 'a', jmesPath: '{user: asked}' }, echo)).toEqual({ user: 'a' });
  });

  it('fails', () => {
    expect(() => image({ reference: 'a' }, refused)).toThrow('failed to fetch image descriptor: a, error: no');
    expect(() => image({ reference: 'a', jmesPath: 'none.at' }, echo)).toThrow(
      'failed to apply JMESPath (none.at) results to context entry x, error: ',
    );
  });
});

describe('apiCall', () => {
  const call = (definition: Readonly<Record<string, unknown>>, lookups: EntryLookups, namespace = '') =>
    evaluate('apiCall', definition, lookups, { namespace });
  const ofApp = { urlPath: '/api/v1/namespaces/{{ request.namespace }}/pods' };

  it('asks the API server', () => {
    expect(call(ofApp, { getPath: echo })).toEqual({ asked: '/api/v1/namespaces/pay/pods' });
    expect(call({ ...ofApp, method: 'GET', jmesPath: 'length(asked)' }, { getPath: echo })).toBe(27);
  });

  it('takes the default as it is where asking fails', () => {
    expect(call({ ...ofApp, default: { items: [] }, jmesPath: 'none.at' }, { getPath: refused })).toEqual({
      items: [],
    });
  });

  it.each<[Readonly<Record<string, unknown>>, string]>([
    [
      { urlPath: '/api/v1/pods' },
      'failed to fetch data for APICall: failed to GET resource with raw url: /api/v1/pods: no',
    ],
    [{ urlPath: '/{{ none }}' }, 'failed to substitute variables in context entry x /{{ none }}: '],
  ])('%j fails', (definition, message) => {
    expect(() => call(definition, { getPath: refused })).toThrow(message);
  });

  it('fails for an expression without a value', () => {
    expect(() => call({ ...ofApp, jmesPath: 'none.at' }, { getPath: echo })).toThrow(
      'failed to store data for APICall: failed to apply JMESPath none.at for context entry x: ',
    );
  });

  it('creates nothing', () => {
    expect(() => call({ ...ofApp, method: 'POST', default: 1 }, { getPath: echo })).toThrow(NotEvaluatedError);
  });

  it.each([
    ['/api/v1/namespaces/team/pods', undefined],
    ['/apis/apps/v1/namespaces/team/deployments/app', undefined],
    ['/api/v1/namespaces/other/pods', 'refers to namespace other, which is different from the policy namespace team'],
    ['/api/v1/namespaces/team/../other/pods', 'refers to namespace other'],
    ['/api/v1/namespaces/team/%2e%2e/other/pods', 'refers to namespace other'],
    ['/api/v1/pods', 'path /api/v1/pods does not contain a namespace segment'],
    ['/api/v1/%zz/', 'path /api/v1/%zz does not contain a namespace segment'],
  ])('of a policy in a namespace asks within it: %s', (urlPath, message) => {
    const evaluation = () => call({ urlPath }, { getPath: echo }, 'team');
    if (message === undefined) expect(evaluation()).toEqual({ asked: urlPath });
    else expect(evaluation).toThrow(message);
  });

  describe('with recorded answers', () => {
    const findResponse: EntryLookups['findResponse'] = (method, url) =>
      url === 'https://a/app' || url === '/version'
        ? { statusCode: 200, body: { by: `${method} ${url}` } }
        : url === 'https://a/500'
          ? { statusCode: 500, body: {} }
          : undefined;
    const service = (url: string) => ({ service: { url } });

    it('takes those of its method and URL, or of its path', () => {
      expect(call(service('https://a/{{ request.name }}'), { findResponse })).toEqual({ by: 'GET https://a/app' });
      expect(call({ ...service('https://a/app'), method: 'POST' }, { findResponse })).toEqual({
        by: 'POST https://a/app',
      });
      expect(call({ urlPath: '/version', jmesPath: 'by' }, { findResponse })).toBe('GET /version');
    });

    it('asks the API server where there is none, and no service', () => {
      expect(call(ofApp, { findResponse, getPath: echo })).toHaveProperty('asked');
      const entry = { name: 'x', source: 'apiCall' as const, definition: service('https://b') };
      const sources = { lookups: { findResponse, getPath: echo }, namespace: '' };
      expect(withOutsideEntry(entry, CONTEXT, sources)).toBeUndefined();
    });

    it.each<[Readonly<Record<string, unknown>>, string]>([
      [{ ...service('https://a/500'), default: 1 }, 'HTTP 500 from apiCall mock for context entry "x"'],
      [service('{{ none }}'), 'failed to substitute variables in apiCall context entry "x": '],
      [{ urlPath: '/version', jmesPath: 'none.at' }, 'failed to apply JMESPath "none.at" for context entry "x": '],
    ])('%j fails, though nothing mentions it', (definition, message) => {
      const entry = { name: 'x', source: 'apiCall' as const, definition };
      const load = () => withOutsideEntry(entry, CONTEXT, { lookups: { findResponse }, namespace: '' });
      expect(load).toThrow(VariableError);
      expect(load).toThrow(message);
    });
  });
});

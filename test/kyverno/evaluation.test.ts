import { describe, expect, it } from 'vitest';
import { withNamespace, withoutAddedNamespace } from '../../src/kyverno/evaluation/namespace.ts';
import { variableError } from '../../src/kyverno/evaluation/outcome.ts';
import { prepareRequest } from '../../src/kyverno/evaluation/prepared-request.ts';
import { NotEvaluatedError, UnknownKeyError } from '../../src/kyverno/variables/errors.ts';
import { object, requestOf } from './fixtures.ts';

describe('prepareRequest', () => {
  it('is done once for a request, and for what it makes of it', () => {
    const request = requestOf(object());
    const prepared = prepareRequest(request);
    expect(prepareRequest(request)).toBe(prepared);
    expect(prepareRequest(prepared.request)).toBe(prepared);
  });

  it('looks at what is deleted where there is no object', () => {
    const request = requestOf(undefined, { operation: 'DELETE', oldObject: object({ metadata: { name: 'gone' } }) });
    expect(prepareRequest(request).candidate?.name).toBe('gone');
  });

  it('lets values stand for what is known', () => {
    const { context } = prepareRequest(requestOf(object(), { values: { 'request.operation': 'UPDATE', 'x.y': 1 } }));
    expect(context().query('request.operation')).toBe('UPDATE');
    expect(context().query('x.y')).toBe(1);
    expect(context().query('request.namespace')).toBe('default');
  });

  it('leaves the objects of others alone', () => {
    const given = object();
    prepareRequest(requestOf(given, { values: { 'request.object.metadata.name': 'b' } }));
    expect(given).toEqual(object());
  });
});

describe('withNamespace', () => {
  it.each<[name: string, metadata: unknown, request: object, namespace: unknown]>([
    ['none', { name: 'a' }, {}, 'default'],
    ['none, where another is known', { name: 'a' }, { namespace: 'shop' }, 'shop'],
    ['its own', { name: 'a', namespace: 'own' }, { namespace: 'shop' }, 'own'],
    ['none, as its kind has none', { name: 'a' }, { isNamespaced: false }, undefined],
    ['no metadata', undefined, {}, 'default'],
    ['metadata that are none', 'x', {}, 'default'],
  ])('gives an object with %s', (_name, metadata, parts, namespace) => {
    const given = { apiVersion: 'v1', kind: 'Pod', metadata };
    const request = requestOf(given, parts);
    const made = withNamespace(given, request);
    expect((made.metadata as Record<string, unknown> | undefined)?.namespace).toBe(namespace);
    expect(withoutAddedNamespace(made, request)).toEqual(metadata === 'x' ? { ...given, metadata: {} } : given);
  });
});

describe('variableError', () => {
  it.each<[message: string, unsupported: string]>([
    ['failed to resolve x: configMap is not supported', 'configMap'],
    ["a: JMESPath function 'time_now' is not supported: it asks the clock", "JMESPath function 'time_now'"],
    ['expression needs too much time or memory', 'expression needs too much time or memory'],
  ])('names what is missing in "%s"', (message, unsupported) => {
    expect(variableError('text', new NotEvaluatedError(message))).toEqual({
      status: 'error',
      message: `text: ${message}`,
      unsupported,
    });
  });

  it('does not take what is unknown for what is missing', () => {
    expect(variableError('text', new UnknownKeyError('x'))).toEqual({ status: 'error', message: 'text: x' });
  });
});

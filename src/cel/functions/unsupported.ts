import { CelUnsupportedError } from '../types.ts';
import { type CelType, DYN, named, UNTYPED } from '../typing/cel-type.ts';
import { globalFunction, method, type Overload } from '../typing/overload.ts';

/** Most arguments that any of these functions takes. */
const MAX_ARGUMENTS = 5;

/** Functions that can be called, and fail when they are: what they would ask is not here. */
function unsupported(names: readonly string[], reason: string): Overload[] {
  return names.flatMap((name) =>
    Array.from({ length: MAX_ARGUMENTS + 1 }, (_, count) =>
      globalFunction(name, repeat(DYN, count), UNTYPED, () => {
        throw new CelUnsupportedError(name, reason);
      }),
    ),
  );
}

function repeat(type: CelType, count: number): CelType[] {
  return Array.from({ length: count }, () => type);
}

function bothCases(namespace: string, names: readonly string[]): string[] {
  return names
    .flatMap((name) => [name, name.charAt(0).toUpperCase() + name.slice(1)])
    .map((name) => `${namespace}.${name}`);
}

/**
 * Functions of Kyverno that ask a cluster, a network, a clock or chance.
 *
 * Source: github.com/kyverno/sdk/extensions/cel/libs
 */
export const UNSUPPORTED_OF_KYVERNO: readonly Overload[] = [
  ...unsupported(bothCases('resource', ['get', 'list', 'post', 'toGVR']), 'needs a cluster'),
  ...unsupported(bothCases('globalContext', ['get']), 'needs a cluster'),
  ...unsupported(bothCases('generator', ['apply']), 'needs a cluster'),
  ...unsupported(bothCases('http', ['get', 'post', 'client']), 'needs a network'),
  ...unsupported(bothCases('image', ['getMetadata']), 'needs a registry'),
  ...unsupported(bothCases('imageData', ['get']), 'needs a registry'),
  ...unsupported(['random', 'random.random'], 'gives another result each time'),
  ...unsupported(['time.now'], 'gives another result each time'),
  ...unsupported(['x509.decode', 'gzip.compress', 'gzip.decompress'], 'is not supported'),
  ...['get', 'Get', 'post', 'Post'].flatMap((name) =>
    [1, 2, 3].map((count) =>
      method(name, repeat(DYN, count + 1), UNTYPED, () => {
        throw new CelUnsupportedError(`http.${name}`, 'needs a network');
      }),
    ),
  ),
];

const PREFIX = 'kubernetes.authorization';

/** Of the variable `authorizer`, which only a cluster has. */
export const AUTHORIZER_TYPE = named(`${PREFIX}.Authorizer`);

/** Of the variable `authorizer.requestResource`. */
export const RESOURCE_CHECK_TYPE = named(`${PREFIX}.ResourceCheck`);

/**
 * Questions about what a user may do.
 *
 * Source: k8s.io/apiserver/pkg/cel/library/authz.go
 */
export const AUTHORIZATION: readonly Overload[] = (
  [
    ['Authorizer', 'path', 1, 'PathCheck'],
    ['Authorizer', 'group', 1, 'GroupCheck'],
    ['Authorizer', 'serviceAccount', 2, 'Authorizer'],
    ['PathCheck', 'check', 1, 'Decision'],
    ['GroupCheck', 'resource', 1, 'ResourceCheck'],
    ...(['subresource', 'namespace', 'name', 'fieldSelector', 'labelSelector'] as const).map(
      (name) => ['ResourceCheck', name, 1, 'ResourceCheck'] as const,
    ),
    ['ResourceCheck', 'check', 1, 'Decision'],
  ] as const
).map(([type, name, count, result]) =>
  method(
    name,
    [named(`${PREFIX}.${type}`), ...repeat({ kind: 'string' }, count)],
    named(`${PREFIX}.${result}`),
    refuse,
  ),
);

const DECISION = named(`${PREFIX}.Decision`);

export const DECISIONS: readonly Overload[] = [
  method('allowed', [DECISION], { kind: 'bool' }, refuse),
  method('errored', [DECISION], { kind: 'bool' }, refuse),
  method('error', [DECISION], { kind: 'string' }, refuse),
  method('reason', [DECISION], { kind: 'string' }, refuse),
];

function refuse(): never {
  throw new CelUnsupportedError('authorizer', 'needs a cluster');
}

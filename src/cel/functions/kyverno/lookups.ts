import type { Budget } from '../../budget.ts';
import type { CelLookups, LookupResult } from '../../lookups.ts';
import { toJson } from '../../to-json.ts';
import { CelError, CelUnsupportedError } from '../../types.ts';
import { type CelType, DYN, mapOf, STRING } from '../../typing/cel-type.ts';
import { meteredFunction, type Overload } from '../../typing/overload.ts';
import { fromGoJson } from './go-json.ts';

/** A function that looks something up. */
interface Question {
  /** It can also be written with a capital letter: `resource.Get`. */
  readonly name: string;
  /** Before the reason why it was refused. */
  readonly complaint: string;
  /** What has the answer that nobody here knows. */
  readonly need: string;
  readonly result: CelType;
  /** Whether all numbers of the answer are doubles. */
  readonly hasDoubles: boolean;
}

const GET: Question = {
  name: 'resource.get',
  complaint: 'failed to get resource',
  need: 'needs a cluster',
  // What does not exist is null all the same.
  result: mapOf(STRING, DYN),
  hasDoubles: false,
};
const LIST: Question = { ...GET, name: 'resource.list', complaint: 'failed to list resource' };
const IMAGE: Question = {
  name: 'image.getMetadata',
  complaint: 'failed to get image data',
  need: 'needs a registry',
  result: DYN,
  hasDoubles: true,
};
const GLOBAL: Question = {
  name: 'globalContext.get',
  complaint: 'failed to get global reference',
  need: 'needs a cluster',
  result: DYN,
  hasDoubles: true,
};
const HTTP_GET: Question = {
  name: 'http.get',
  complaint: 'request failed',
  need: 'needs a network',
  result: DYN,
  hasDoubles: true,
};
const HTTP_POST: Question = { ...HTTP_GET, name: 'http.post' };

const HEADERS = mapOf(STRING, STRING);

/**
 * Functions of Kyverno that ask what is not in the request, as far as there is somebody to answer.
 *
 * @param namespace of the policy, outside of which it sees nothing; empty for one of the whole cluster
 *
 * Source: github.com/kyverno/sdk/extensions/cel/libs: resource, imagedata, globalcontext, http
 */
export function lookupFunctions(lookups: CelLookups, namespace: string): readonly Overload[] {
  const image = (name: string) => lookups.getImageData(name);
  const global = (name: string, projection = '') => lookups.getGlobalReference(name, projection);
  const get = (url: string) => lookups.request('GET', url);
  const post = (url: string) => lookups.request('POST', url);
  return [
    ...resourceFunctions(lookups, namespace),
    ...ask(IMAGE, [STRING], image),
    ...ask(GLOBAL, [STRING], global),
    ...ask(GLOBAL, [STRING, STRING], global),
    ...ask(HTTP_GET, [STRING], get),
    ...ask(HTTP_GET, [STRING, HEADERS], get),
    ...ask(HTTP_POST, [STRING, DYN], post),
    ...ask(HTTP_POST, [STRING, DYN, HEADERS], post),
  ];
}

/** Policies of a namespace do not name it. */
function resourceFunctions(lookups: CelLookups, namespace: string): readonly Overload[] {
  const isNamespaced = namespace !== '';
  const place = isNamespaced ? [] : [STRING];
  const get = (apiVersion: string, resource: string, ...rest: readonly string[]): LookupResult => {
    const [within = '', name = ''] = isNamespaced ? [namespace, ...rest] : rest;
    return lookups.getResource(apiVersion, resource, within, name);
  };
  const list = (apiVersion: string, resource: string, ...rest: readonly unknown[]): LookupResult => {
    const [within = '', labels = {}] = isNamespaced ? [namespace, ...rest] : rest;
    return lookups.listResources(apiVersion, resource, String(within), toJson(labels) as Record<string, string>);
  };
  return [
    ...ask(GET, [STRING, STRING, ...place, STRING], get),
    ...ask(LIST, [STRING, STRING, ...place], list),
    ...ask(LIST, [STRING, STRING, ...place, HEADERS], list),
  ];
}

function ask(
  question: Question,
  parameters: readonly CelType[],
  lookup: (...values: never[]) => LookupResult,
): readonly Overload[] {
  const capital = question.name.replace(/\.(.)/, (_dot, first: string) => `.${first.toUpperCase()}`);
  return [question.name, capital].map((name) => {
    const call = (_budget: Budget, ...values: never[]): unknown => answer(lookup(...values), name, question);
    return meteredFunction(name, parameters, question.result, call);
  });
}

function answer(result: LookupResult, name: string, { complaint, need, hasDoubles }: Question): unknown {
  if ('value' in result) return hasDoubles ? fromGoJson(result.value) : result.value;
  if ('error' in result) throw new CelError(`${complaint}: ${result.error}`);
  throw new CelUnsupportedError(name, `${need}: ${result.unknown}`);
}

import { posix } from 'node:path';
import { isRecord } from '../../../model/manifest.ts';
import type { LookupResult, RecordedResponse } from '../../lookups/lookups.ts';
import type { VariableContext } from '../context.ts';
import { NotEvaluatedError, VariableError } from '../errors.ts';
import { applyJmesPath, explaining, fillIn, fillInText, type OutsideEntry, unwrap } from './entry.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whether an entry asks the API server, not a service. */
export function asksApiServer({ definition }: OutsideEntry): boolean {
  return textOf(definition.urlPath) !== '';
}

/**
 * What the API server answers to a GET. Where it fails, the default counts, if there is one.
 *
 * Source: kyverno pkg/engine/apicall/apiCall.go
 */
export function loadPath(
  entry: OutsideEntry,
  context: VariableContext,
  policyNamespace: string,
  get: (path: string) => LookupResult,
): unknown {
  const { name, definition } = entry;
  const found = explaining('failed to fetch data for APICall', () => {
    const complaint = `failed to substitute variables in context entry ${name} ${textOf(definition.urlPath)}`;
    const path = fillInText(definition.urlPath, context, complaint);
    checkNamespace(path, policyNamespace);
    const method = textOf(definition.method) || 'GET';
    if (method !== 'GET') throw new NotEvaluatedError(`apiCall is not supported: ${method} ${path}`);
    const result = get(path);
    if ('error' in result && isGiven(definition.default)) return undefined;
    return unwrap(result, entry, `failed to GET resource with raw url: ${path}`);
  });
  if (found === undefined) return definition.default;
  const complaint = `failed to substitute variables in context entry ${name} JMESPath ${textOf(definition.jmesPath)}`;
  const jmesPath = fillInText(definition.jmesPath, context, complaint);
  return explaining('failed to store data for APICall', () =>
    applyJmesPath(jmesPath, found, `failed to apply JMESPath ${jmesPath} for context entry ${name}`),
  );
}

const NAMESPACE_IN_PATH = /^\/apis?\/.*?\/namespaces\/([^/]+)\/?.*$/;

/** A policy of a namespace may ask for what is in the namespace only. */
function checkNamespace(path: string, policyNamespace: string): void {
  if (policyNamespace === '') return;
  const clean = posix.normalize(unescaped(path)).replace(/(?<=.)\/$/, '');
  const namespace = NAMESPACE_IN_PATH.exec(clean)?.[1];
  if (namespace === undefined)
    throw new VariableError(
      `path ${clean} does not contain a namespace segment, which is required for namespaced policies`,
    );
  if (namespace !== policyNamespace)
    throw new VariableError(
      `path ${clean} refers to namespace ${namespace}, which is different from the policy namespace ${policyNamespace}`,
    );
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * What was recorded for a call, whether it asks the API server or a service.
 *
 * @returns nothing where there is none
 * @throws VariableError for an answer that is a failure
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/store/contextloader.go
 */
export function recordedCall(
  { name, definition }: OutsideEntry,
  context: VariableContext,
  find: (method: string, url: string) => RecordedResponse | undefined,
): { readonly value: unknown } | undefined {
  const complaint = `failed to substitute variables in apiCall context entry "${name}"`;
  const call = fillIn(definition, context, complaint) as Fields;
  const url = isRecord(call.service) ? textOf(call.service.url) : textOf(call.urlPath);
  const response = url === '' ? undefined : find(textOf(call.method) || 'GET', url);
  if (response === undefined) return undefined;
  const { statusCode, body } = response;
  if (statusCode < 200 || statusCode >= 300)
    throw new VariableError(
      `HTTP ${statusCode} from apiCall mock for context entry "${name}" (v1 apiCall treats non-2xx as failure)`,
    );
  const jmesPath = textOf(call.jmesPath);
  const failed = `failed to apply JMESPath "${jmesPath}" for context entry "${name}"`;
  return { value: applyJmesPath(jmesPath, body, failed) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

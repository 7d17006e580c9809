import { isRecord } from '../../model/manifest.ts';
import type { SuiteResponse } from '../lookups/suite-lookups.ts';
import type { FieldReader } from './fields.ts';

/**
 * Reads `apiCallResponses` of a suite.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/apis/v1alpha1/test.go, ValidateAPICallResponses
 */
export function readResponses(suite: FieldReader): readonly SuiteResponse[] {
  const seen = new Set<string>();
  return suite.items('apiCallResponses').map((reader) => {
    const response = readResponse(reader);
    const key = `${response.method} ${response.url}`;
    if (seen.has(key)) reader.refuse('url', `${response.url} is there twice for the same method`);
    seen.add(key);
    return response;
  });
}

function readResponse(reader: FieldReader): SuiteResponse {
  const method = reader.text('method').trim().toUpperCase();
  if (!['', 'GET', 'POST'].includes(method)) reader.refuse('method', `got "${method}", allowed: GET, POST`);
  const url = readUrl(reader);
  const response = reader.inner('response');
  const statusCode = response.value('statusCode') ?? 0;
  if (typeof statusCode !== 'number' || (statusCode !== 0 && (statusCode < 100 || statusCode > 599)))
    response.refuse('statusCode', 'expected a number from 100 to 599');
  const body = response.value('body');
  if (!isRecord(body)) response.refuse('body', 'expected an object');
  response.refuseOthers();
  reader.refuseOthers();
  return { method, url, body, statusCode: typeof statusCode === 'number' && statusCode !== 0 ? statusCode : 200 };
}

/** Of a service, or a path at the API server. */
function readUrl(reader: FieldReader): string {
  const url = reader.text('url').trim();
  const path = reader.text('urlPath').trim();
  if ((url === '') === (path === '')) reader.refuse('url', 'either url or urlPath is required');
  else if (url !== '' && !isAbsoluteUrl(url)) reader.refuse('url', 'must be an absolute http or https URL');
  else if (path !== '' && !path.startsWith('/')) reader.refuse('urlPath', "must start with '/'");
  return url === '' ? path : url;
}

function isAbsoluteUrl(text: string): boolean {
  return /^https?:\/\/[^/?#]/i.test(text) && URL.canParse(text);
}

import { RenderError } from '../../model/errors.ts';
import { ProcessError } from '../../process/run.ts';

const MISSING = /found in (?:Chart|requirements)\.yaml, but missing in charts\/? directory: (.+)/;
/** Only what is fit to be shown; all else is explained as any failure is. */
const SCHEMA = /^([\w.-]{1,100}):\nfailing loading "([!#-~]{1,300})"/m;

/**
 * The names of dependencies that helm says are missing; none for any other error.
 *
 * Source: argo-cd util/helm/helm.go, IsMissingDependencyErr
 */
export function missingDependencies(error: unknown): readonly string[] {
  const names = MISSING.exec(saidBy(error))?.[1];
  return names === undefined ? [] : names.split(',').map((name) => name.trim());
}

/** A schema that refers to another one fails by the proxy that is none. What helm says of that is no help. */
export function explainSchema(error: unknown): unknown {
  const [, chart, url = ''] = SCHEMA.exec(saidBy(error)) ?? [];
  if (chart === undefined) return error;
  const reason = url.startsWith('file:')
    ? 'which helm looks for outside of the repository'
    : 'and nothing is fetched: put the definitions into the schema';
  return new RenderError(`helm: values.schema.json of the chart ${chart} refers to ${url}, ${reason}`, {
    cause: error,
  });
}

function saidBy(error: unknown): string {
  return error instanceof RenderError && error.cause instanceof ProcessError ? error.cause.stderr : '';
}

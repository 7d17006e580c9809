import type { Config } from '../config/config.ts';
import { fileLookups, type PolicyContext } from '../kyverno/lookups/file-lookups.ts';
import type { PolicyLookups } from '../kyverno/lookups/lookups.ts';
import { isContext, readContext } from '../kyverno/lookups/read-context.ts';
import { UsageError } from '../model/errors.ts';
import { formatLocation } from '../model/location.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Io } from './io.ts';
import { inRepository, onMachine, type Place, readNamedFiles } from './named-files.ts';
import type { ClusterOptions } from './options.ts';

/**
 * What policies find when they look something up, from the files that options and configuration name; nothing where they name none.
 *
 * @throws UsageError that lists everything that is wrong with one of them, a line each
 */
export async function readPolicyContext(
  { policyContext }: Pick<ClusterOptions, 'policyContext'>,
  { policies }: Pick<Config, 'policies'>,
  place: Place,
  io: Io,
): Promise<PolicyLookups | undefined> {
  const named = [
    ...policies.context.map((path) => inRepository('policies.context', path, place)),
    ...policyContext.map((path) => onMachine('--policy-context', path, place, io)),
  ];
  if (named.length === 0) return undefined;
  const contexts: PolicyContext[] = [];
  for (const files of named) contexts.push(...(await readNamedFiles(files)).map(contextOf));
  return fileLookups({
    objects: contexts.flatMap(({ objects }) => objects),
    images: contexts.flatMap(({ images }) => images),
  });
}

/** A Context file, or an object that is in the cluster. */
function contextOf({ object, source }: Manifest): PolicyContext {
  if (!isContext(object)) return { objects: [object], images: [] };
  const { context, problems } = readContext(object);
  if (problems.length === 0) return context;
  const line = source.lineOf([]);
  const place = formatLocation(line === undefined ? { file: source.file } : { file: source.file, line });
  throw new UsageError(problems.map(({ path, message }) => `${place}: ${path}: ${message}`).join('\n'));
}

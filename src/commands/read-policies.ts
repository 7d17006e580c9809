import type { PolicyEngine } from '../kyverno/engine.ts';
import type { PolicyProblem } from '../kyverno/types.ts';
import { UsageError } from '../model/errors.ts';
import { formatLocation } from '../model/location.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Io } from './io.ts';
import type { LoadedConfig } from './load-config.ts';
import { inRepository, onMachine, type Place, readNamedFiles } from './named-files.ts';
import type { ClusterOptions } from './options.ts';

/**
 * The policies that options and configuration name, ready to judge; nothing where they name none. What judges by policies is loaded
 * only where there are some: it is most of this program.
 *
 * @throws UsageError that lists everything that is wrong with them, a line each
 */
export async function readPolicies(
  options: ClusterOptions,
  { config }: LoadedConfig,
  place: Place,
  io: Io,
): Promise<PolicyEngine | undefined> {
  const named = [
    ...config.policies.files.map((path) => inRepository('policies.files', path, place)),
    ...options.policy.map((path) => onMachine('--policy', path, place, io)),
  ];
  if (named.length === 0) {
    if (options.policyContext.length === 0) return undefined;
    throw new UsageError('--policy-context goes with --policy, or with policies.files of the configuration');
  }
  const [{ createEngine, isPolicyDocument }, { readPolicyContext }] = await Promise.all([
    import('../kyverno/engine.ts'),
    import('./read-policy-context.ts'),
  ]);
  const isPolicy = ({ object }: Manifest) => isPolicyDocument(object);
  const read: (readonly Manifest[])[] = [];
  for (const files of named) {
    const documents = await readNamedFiles(files);
    if (!documents.some(isPolicy)) throw new UsageError(`${files.named}: holds no policy; allowed: ${ALLOWED}`);
    read.push(documents);
  }
  const documents = read.flat();
  const { engine, problems } = createEngine(documents.filter(isPolicy), {
    mode: options.kyvernoMode ?? config.policies.kyvernoMode,
    ignoresUnsupported: options.ignoreUnsupported || config.policies.unsupported === 'skip',
    requiresBinding: true,
    lookups: await readPolicyContext(options, config, place, io),
    params: documents.filter((document) => !isPolicy(document)).map(({ object }) => object),
  });
  if (problems.length > 0) throw new UsageError(problems.map(describeProblem).join('\n'));
  return engine;
}

function describeProblem({ file, line, policy, path, message }: PolicyProblem): string {
  const place = formatLocation(line === undefined ? { file } : { file, line });
  return `${place}: ${policy}: ${path === '' ? '' : `${path}: `}${message}`;
}

const ALLOWED =
  'files and directories with policies of Kyverno (ClusterPolicy, Policy, ValidatingPolicy, MutatingPolicy), PolicyExceptions, or ValidatingAdmissionPolicies';

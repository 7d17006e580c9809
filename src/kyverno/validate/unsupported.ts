import type { Rule } from '../read/rule.ts';

/** What a rule does that cannot be done without a cluster, a registry or keys. */
export function describeUnsupported({ validate, generate, verifyImages = [] }: Rule): string | undefined {
  if (validate?.manifests !== undefined) return 'validate.manifests';
  if (validate !== undefined) return undefined;
  if (verifyImages.length > 0) return 'verifyImages';
  return generate === undefined ? undefined : 'generate';
}

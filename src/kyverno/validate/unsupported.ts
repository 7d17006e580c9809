import type { Rule } from '../read/rule.ts';

/** What a rule does that cannot be done without a cluster, a registry or keys, in words. */
export function describeUnsupported({ validate, generate, verifyImages = [] }: Rule): string | undefined {
  if (validate?.manifests !== undefined) return 'validate.manifests, which verifies signatures of manifests';
  if (validate !== undefined) return undefined;
  if (verifyImages.length > 0) return 'verifyImages, which verifies signatures of images';
  return generate === undefined ? undefined : 'generate, which creates other objects';
}

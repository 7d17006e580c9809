import { z } from 'zod';
import { allowed, expected, expectedText, object, optionalList, section, text, word } from './shapes.ts';

const flag = z.boolean(allowed('true, false'));

const texts = (what: string) => optionalList(`a list of ${what}`, text(`one of the ${what}`));

/** As in `resource.exclusions` of argocd-cm; names may hold wildcards. */
const resourceFilter = object({
  apiGroups: texts('API groups').describe('API groups; absent: all.'),
  kinds: texts('kinds').describe('Kinds; absent: all.'),
  clusters: texts('clusters').describe('URLs of clusters; absent: all.'),
});

/** How Argo CD is set up, as far as that decides what it applies. */
export const applications = section({
  controlPlaneNamespace: z
    .string(expectedText('a namespace'))
    .default('argocd')
    .describe('Namespace that Argo CD itself runs in.'),
  external: word(['error', 'skip'])
    .default('error')
    .describe('What becomes of Applications whose files are in another repository or a chart repository.'),
  unowned: flag
    .default(true)
    .describe('Whether charts, kustomizations and directories that no Application uses are judged.'),
  kustomizeBuildOptions: z
    .string(expectedText('options of kustomize build'))
    .default('')
    .describe('kustomize.buildOptions of argocd-cm.'),
  newGitFileGlobbing: flag
    .default(false)
    .describe('Whether the ApplicationSet controller runs with --enable-new-git-file-globbing.'),
  allowOutOfBoundsSymlinks: flag
    .default(false)
    .describe(
      'Whether the repo server runs with --allow-oob-symlinks: links that leave a repository do not stop its Applications. What such a link leads to is never read here.',
    ),
  disabledTypes: optionalList('a list of helm, kustomize', word(['helm', 'kustomize'])).describe(
    'Types that argocd-cm switches off by helm.enable or kustomize.enable.',
  ),
  resourceExclusions: optionalList('a list of filters', resourceFilter).describe(
    'resource.exclusions of argocd-cm, besides those that it is shipped with.',
  ),
  resourceInclusions: optionalList('a list of filters', resourceFilter).describe('resource.inclusions of argocd-cm.'),
}).describe('How Argo CD is set up.');

const textMap = (what: string) =>
  z
    .record(z.string(), z.string(expectedText(`the value of ${what}`)), expected(`an object of ${what}s`))
    .exactOptional();

/** What charts and ApplicationSets see of a cluster. */
export const clusterFacts = {
  kubeVersion: z
    .string(expectedText('a version of Kubernetes'))
    .regex(/^v?\d+\.\d+(?:\.\d+)?(?:[-+][\w.+-]+)?$/, allowed('a version such as 1.34 or v1.34.2'))
    .exactOptional()
    .describe('Version of Kubernetes that charts see.'),
  apiVersions: texts('API versions').describe(
    'API versions that charts see, such as apps/v1 and apps/v1/Deployment: those of kubectl api-versions and kubectl api-resources.',
  ),
  project: z
    .string(expectedText('a project'))
    .exactOptional()
    .describe('Project of the cluster, for cluster generators.'),
  labels: textMap('label').describe('Labels of the cluster’s Secret, for cluster generators.'),
  annotations: textMap('annotation').describe('Annotations of the cluster’s Secret, for cluster generators.'),
};

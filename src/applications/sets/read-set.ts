import { type KubernetesObject, metadataText } from '../../model/manifest.ts';
import { type Fields, fieldsOf, flagOf, isAbsent, listOf, textOf, textsOf } from './fields.ts';
import { SetProblem } from './set-problem.ts';
import type { MissingKey, TemplateOptions } from './templates.ts';

/** An ApplicationSet as far as it decides which Applications there are. */
export interface ApplicationSet {
  readonly name: string;
  readonly namespace: string;
  readonly templating: TemplateOptions;
  readonly generators: readonly unknown[];
  /** `spec.template` as it is written. */
  readonly template: Fields;
  readonly templatePatch: string | undefined;
  /** Whether Applications without finalizers get that of Argo CD. */
  readonly addsFinalizer: boolean;
}

/**
 * Source: argo-cd pkg/apis/application/v1alpha1/applicationset_types.go
 *
 * @throws SetProblem
 */
export function readApplicationSet(object: KubernetesObject): ApplicationSet {
  const spec = fieldsOf(object.spec, 'spec');
  const syncPolicy = fieldsOf(spec.syncPolicy, 'spec.syncPolicy');
  return {
    name: metadataText(object, 'name'),
    namespace: metadataText(object, 'namespace'),
    templating: {
      isGo: flagOf(spec.goTemplate, 'spec.goTemplate'),
      missingKey: missingKeyOf(textsOf(spec.goTemplateOptions, 'spec.goTemplateOptions')),
    },
    generators: listOf(spec.generators, 'spec.generators'),
    template: fieldsOf(spec.template, 'spec.template'),
    templatePatch: isAbsent(spec.templatePatch) ? undefined : textOf(spec.templatePatch, 'spec.templatePatch'),
    addsFinalizer: !flagOf(syncPolicy.preserveResourcesOnDeletion, 'spec.syncPolicy.preserveResourcesOnDeletion'),
  };
}

const MISSING_KEY_OPTIONS: ReadonlyMap<string, MissingKey> = new Map([
  ['missingkey=default', 'default'],
  ['missingkey=invalid', 'default'],
  ['missingkey=zero', 'zero'],
  ['missingkey=error', 'error'],
]);

/** The last one wins; Go panics on options that it does not know. */
function missingKeyOf(options: readonly string[]): MissingKey {
  return options.reduce<MissingKey>((_, option, index) => {
    const known = MISSING_KEY_OPTIONS.get(option);
    if (known === undefined) {
      throw new SetProblem(`spec.goTemplateOptions[${index}]`, `Go templates have no option ${JSON.stringify(option)}`);
    }
    return known;
  }, 'default');
}

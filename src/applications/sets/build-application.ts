import { isRecord, type KubernetesObject } from '../../model/manifest.ts';
import { YamlError } from '../../parse/yaml/construct.ts';
import { readYaml } from '../../parse/yaml/read.ts';
import { copyFields, type Fields, field, fieldsOf, isAbsent, listOf, setField, textOf } from './fields.ts';
import { applyPatch } from './patch.ts';
import type { ApplicationSet } from './read-set.ts';
import type { Params, Run } from './run.ts';
import { SetProblem } from './set-problem.ts';

const FINALIZER = 'resources-finalizer.argocd.argoproj.io';
/** Fields that a template's metadata has. */
const TEMPLATE_METADATA = ['name', 'labels', 'annotations', 'finalizers'] as const;

/**
 * The Application of one set of parameters.
 *
 * Source: argo-cd applicationset/controllers/template/template.go, patch.go; utils/utils.go, RenderTemplateParams
 * @param template see `readTemplate`
 * @throws SetProblem
 */
export async function buildApplication(
  template: Fields,
  params: Params,
  set: ApplicationSet,
  run: Run,
): Promise<KubernetesObject> {
  const rendered = await renderTemplate(template, params, set, run);
  const patched =
    set.templatePatch === undefined ? rendered : await patchTemplate(rendered, set.templatePatch, params, run);
  const metadata = fieldsOf(patched.metadata, 'template.metadata');
  if (textOf(metadata.name, 'template.metadata.name') === '')
    throw new SetProblem('', 'makes an Application without a name');
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { ...metadata, ...(set.namespace === '' ? {} : { namespace: set.namespace }) },
    spec: fieldsOf(patched.spec, 'template.spec'),
  };
}

/**
 * What a template says of an Application, the same for all parameters.
 *
 * @throws SetProblem
 */
export function readTemplate(template: Fields): Fields {
  return { metadata: metadataOf(template), spec: fieldsOf(template.spec, 'spec.template.spec') };
}

/** Without parameters the template stays as it is, and gets no finalizer either. */
async function renderTemplate(
  template: Fields,
  params: Params,
  { addsFinalizer }: ApplicationSet,
  run: Run,
): Promise<Fields> {
  if (Object.keys(params).length === 0) return template;
  const rendered = fieldsOf(await run.templates.renderValue(template, params, 'spec.template'), 'spec.template');
  const metadata = fieldsOf(rendered.metadata, 'spec.template.metadata');
  if (!addsFinalizer || listOf(metadata.finalizers, 'spec.template.metadata.finalizers').length > 0) return rendered;
  return { ...rendered, metadata: { ...metadata, finalizers: [FINALIZER] } };
}

function metadataOf(template: Fields): Fields {
  const metadata = fieldsOf(template.metadata, 'spec.template.metadata');
  const kept: Record<string, unknown> = {};
  for (const key of TEMPLATE_METADATA) if (!isAbsent(field(metadata, key))) kept[key] = metadata[key];
  return kept;
}

/** A patch cannot change the project. */
async function patchTemplate(application: Fields, templatePatch: string, params: Params, run: Run): Promise<Fields> {
  const patch = await readPatch(templatePatch, params, run);
  const patched = applyPatch(application, patch);
  const spec = copyFields(fieldsOf(patched.spec, 'templatePatch.spec'));
  const { project } = fieldsOf(application.spec, 'spec.template.spec');
  if (isAbsent(project)) delete spec.project;
  else setField(spec, 'project', project);
  return { ...patched, spec };
}

async function readPatch(templatePatch: string, params: Params, run: Run): Promise<Fields> {
  try {
    const patch = readYaml(await run.templates.render(templatePatch, params));
    if (isRecord(patch)) return patch;
    throw new SetProblem('', 'does not make a mapping');
  } catch (error) {
    if (error instanceof SetProblem) throw new SetProblem('spec.templatePatch', error.message);
    if (error instanceof YamlError) throw new SetProblem('spec.templatePatch', `does not make YAML: ${error.message}`);
    throw error;
  }
}

import { join } from 'node:path';
import type { SourceRequest } from '../source-request.ts';
import { refuseLineBreaks, refuseZeros } from './field.ts';
import { cleanKubeVersion } from './kube-version.ts';
import type { HelmOptions } from './options.ts';
import type { ValueFile } from './value-files.ts';

/** What an Application's options come to, once files are found. */
export interface TemplateInputs {
  readonly options: HelmOptions;
  readonly sets: readonly string[];
  readonly valueFiles: readonly ValueFile[];
  /** Absolute path of the file with `values` or `valuesObject`. */
  readonly ownValues: string | undefined;
}

/**
 * Arguments of `helm template`, run in the chart's directory. Each is one word, so that no text of a repository's making is
 * taken for an option.
 *
 * Source: argo-cd util/helm/cmd.go, template; pkg/apis/application/v1alpha1/types.go, GetKubeVersionOrDefault and so on
 * @throws RenderError for a value that no argument can hold
 */
export function templateArguments(request: SourceRequest, inputs: TemplateInputs): readonly string[] {
  const { options, sets, valueFiles, ownValues } = inputs;
  const name = options.releaseName || request.application.name;
  const namespace = options.namespace || request.namespace;
  const kubeVersion = options.kubeVersion || request.kubeVersion;
  const apiVersions = options.apiVersions.length > 0 ? options.apiVersions : request.apiVersions;
  for (const text of [name, namespace, ...apiVersions]) refuseLineBreaks('helm', text);
  for (const set of sets) refuseZeros('helm.parameters', set);
  return [
    'template',
    '.',
    `--name-template=${name}`,
    ...(namespace === '' ? [] : [`--namespace=${namespace}`]),
    ...(kubeVersion ? [`--kube-version=${cleanKubeVersion(kubeVersion)}`] : []),
    ...sets,
    ...valueFiles.map((file) => `--values=${'url' in file ? asField(file.url) : asField(join(file.root, file.path))}`),
    ...(ownValues === undefined ? [] : [`--values=${asField(ownValues)}`]),
    ...apiVersions.map((version) => `--api-versions=${version}`),
    ...(options.skipCrds ? [] : ['--include-crds']),
    ...(options.skipSchemaValidation ? ['--skip-schema-validation'] : []),
    ...(options.skipTests ? ['--skip-tests'] : []),
  ];
}

/** helm reads this argument as a line of CSV. The checkout's own path, which no repository chooses, may have commas. */
function asField(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

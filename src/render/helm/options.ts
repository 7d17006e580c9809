import { RenderError } from '../../model/errors.ts';
import { Field } from './field.ts';

export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly forceString: boolean;
}

export interface FileParameter {
  readonly name: string;
  readonly path: string;
}

/** `spec.source.helm`, with every field set. */
export interface HelmOptions {
  readonly releaseName: string;
  readonly namespace: string;
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly fileParameters: readonly FileParameter[];
  readonly valueFiles: readonly string[];
  readonly ignoreMissingValueFiles: boolean;
  readonly values: string;
  readonly valuesObject: Readonly<Record<string, unknown>> | undefined;
  readonly skipCrds: boolean;
  readonly skipSchemaValidation: boolean;
  readonly skipTests: boolean;
}

/** The versions that Argo CD accepts. None of them has an effect: it has one helm. */
const VERSIONS: readonly string[] = ['', 'v3', 'v4'];

/**
 * Reads the block of an Application. Fields that Argo CD does not know are left out, as the API server prunes them;
 * `passCredentials` concerns only what is fetched.
 *
 * Source: argo-cd pkg/apis/application/v1alpha1/types.go, ApplicationSourceHelm; util/helm/cmd.go, NewCmd
 * @throws RenderError that names a field of the wrong type
 */
export function readOptions(block: Readonly<Record<string, unknown>>): HelmOptions {
  const helm = new Field('helm', block);
  const version = helm.at('version').line();
  if (!VERSIONS.includes(version)) throw new RenderError(`helm.version: ${version} is not supported by Argo CD`);
  helm.at('passCredentials').flag();
  return {
    releaseName: readReleaseName(helm.at('releaseName')),
    namespace: helm.at('namespace').line(),
    kubeVersion: helm.at('kubeVersion').line(),
    apiVersions: helm.at('apiVersions').list((item) => item.line()),
    parameters: helm.at('parameters').list((item) => ({
      name: item.at('name').line(),
      value: item.at('value').text(),
      forceString: item.at('forceString').flag(),
    })),
    fileParameters: helm.at('fileParameters').list((item) => ({
      name: readFileParameterName(item.at('name')),
      path: item.at('path').line(),
    })),
    valueFiles: helm.at('valueFiles').list((item) => item.line()),
    ignoreMissingValueFiles: helm.at('ignoreMissingValueFiles').flag(),
    values: helm.at('values').text(),
    valuesObject: helm.at('valuesObject').map(),
    skipCrds: helm.at('skipCrds').flag(),
    skipSchemaValidation: helm.at('skipSchemaValidation').flag(),
    skipTests: helm.at('skipTests').flag(),
  };
}

/** helm executes the name as a template, whose functions look up host names. No valid name has braces. */
function readReleaseName(field: Field): string {
  const name = field.line();
  if (name.includes('{{')) throw new RenderError(`${field.place}: ${name} is a template, which is not executed here`);
  return name;
}

/**
 * helm reads `NAME=PATH` as a list of assignments: a name with `=` or `,` in it, or with a backslash before our `=`, would make
 * helm read another file, anywhere on this machine.
 */
function readFileParameterName(field: Field): string {
  const name = field.line();
  if (/^(?:\\.|[^\\,=])*$/u.test(name)) return name;
  throw new RenderError(`${field.place}: ${name} names a file of its own, which is not read`);
}

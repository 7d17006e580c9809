import {
  type ExpandedSet,
  expandApplicationSet,
  type SetContext,
  type TemplateJob,
} from '../../../src/applications/sets/expand.ts';
import { isRecord, type KubernetesObject } from '../../../src/model/manifest.ts';
import { readYaml } from '../../../src/parse/yaml/read.ts';
import { createFileTree } from '../../fakes/file-tree.ts';

export const URL = 'https://github.com/org/repo';

export interface SetTest extends Partial<Omit<SetContext, 'tree'>> {
  readonly files?: Parameters<typeof createFileTree>[0];
}

/** Expands an ApplicationSet `s` in `argocd`, of whose spec this is the YAML. */
export function expandSpec(spec: string, { files = {}, ...context }: SetTest = {}): Promise<ExpandedSet> {
  const object = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 's', namespace: 'argocd' },
    spec: readYaml(spec),
  };
  return expandObject(object, { files, ...context });
}

export function expandObject(object: KubernetesObject, { files = {}, ...context }: SetTest = {}): Promise<ExpandedSet> {
  return expandApplicationSet(object, {
    tree: createFileTree(files),
    isOwn: (repoUrl, revision) => repoUrl === URL && revision !== 'v1',
    clusters: [],
    hasInventory: false,
    recorded: new Map(),
    newGlobbing: false,
    renderTemplates: async (jobs) => jobs.map(renderFields),
    ...context,
  });
}

/** Names of the Applications that generators make with a template for the name, and problems. */
export async function expandNames(generators: string, name: string, test: SetTest & { readonly isGo?: boolean } = {}) {
  const { isGo = false, ...context } = test;
  const spec = { goTemplate: isGo, generators: readYaml(generators), template: { metadata: { name }, spec: {} } };
  const { applications, problems } = await expandSpec(JSON.stringify(spec), context);
  return [...applications.map(nameOf), ...problems.map((problem) => `! ${problem}`)];
}

export function nameOf({ metadata }: KubernetesObject): string {
  return isRecord(metadata) ? String(metadata.name) : '';
}

/** Go templates that are made of fields alone: enough where helm is not what is tested. */
export function renderFields({
  text,
  params,
  missingKey,
}: TemplateJob): { readonly text: string } | { readonly error: string } {
  let error: string | undefined;
  const rendered = text.replaceAll(/\{\{\s*([.\w]+)\s*\}\}/g, (_, path: string) => {
    let value: unknown = params;
    for (const name of path.split('.').slice(1)) {
      const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
      if (!isThere && missingKey === 'error') error ??= `map has no entry for key ${JSON.stringify(name)}`;
      value = isThere ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
    }
    return value === undefined ? '<no value>' : Array.isArray(value) ? `[${value.join(' ')}]` : String(value);
  });
  return error === undefined ? { text: rendered } : { error };
}

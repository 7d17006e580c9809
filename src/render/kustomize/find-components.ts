import { posix } from 'node:path';
import { RenderError } from '../../model/errors.ts';
import { followPath } from '../links.ts';
import { type Fields, itemsOf } from './fields.ts';
import { type GlobPlace, globPaths } from './glob.ts';
import type { KustomizeOptions } from './options.ts';
import { isRemote, refuseRemotes } from './remote.ts';

/** The components of an Application that are to be added. */
export interface FoundComponents {
  /** As the Application names them, without those that are missing and may be. */
  readonly named: readonly string[];
  /** `kustomize edit add component`: each path that a name matches, unless it is there already. */
  addTo(kustomization: Fields, file: string): Fields;
}

/**
 * Looks up the components of an Application.
 *
 * With `ignoreMissingComponents` Argo CD asks for the name itself, so that a pattern counts as missing.
 *
 * Source: argo-cd util/kustomize/kustomize.go, Build; kustomize commands/edit/add/addcomponent.go
 * @throws RenderError for one that is missing, remote, or outside of the repository
 */
export async function findComponents(options: KustomizeOptions, place: GlobPlace): Promise<FoundComponents> {
  const named: string[] = [];
  const paths: string[] = [];
  for (const name of options.components) {
    if (options.ignoreMissingComponents && !(await exists(name, place))) continue;
    const matches = isRemote(name, false) && !(await exists(name, place)) ? [] : await globPaths(name, place);
    if (matches.length === 0) throw new RenderError(whyMissing(name));
    named.push(name);
    paths.push(...matches);
  }
  return {
    named,
    addTo(kustomization, file) {
      const present = itemsOf(kustomization, 'components', file);
      const added = paths.filter((path) => path !== posix.basename(file) && !present.includes(path));
      return { ...kustomization, components: [...present, ...new Set(added)] };
    },
  };
}

/** Argo CD's test never leaves the root: what does is missing. */
async function exists(name: string, { root, directory }: GlobPlace): Promise<boolean> {
  const path = posix.join(directory, name);
  if (path === '..' || path.startsWith('../')) return false;
  return (await followPath(root, path, new Map())).type !== 'missing';
}

function whyMissing(name: string): string {
  return isRemote(name, false)
    ? `kustomize.components: ${refuseRemotes([name])}`
    : `kustomize.components: ${name} has no match: there is no such file or directory`;
}

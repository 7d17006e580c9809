import { RenderError } from '../../model/errors.ts';
import { type Fields, recordsOf, textOf } from './fields.ts';

export interface Replica {
  readonly name: string;
  readonly count: number;
}

/**
 * `kustomize edit set replicas`: a count replaces the entry of its name, all entries are sorted by name. Of several entries of
 * one name in the file the first stays.
 *
 * Source: kustomize commands/edit/set/setreplicas.go
 */
export function setReplicas(kustomization: Fields, replicas: readonly Replica[], file: string): Fields {
  const entries = new Map<string, Fields>();
  for (const { name, count } of replicas) {
    if (name.includes('=')) {
      throw new RenderError(`kustomize: invalid format of replica, use the following format: <name>=<count>: ${name}`);
    }
    entries.set(name, { name, count });
  }
  for (const entry of recordsOf(kustomization, 'replicas', file)) {
    const name = textOf(entry, 'name', `${file}: replicas`);
    if (!entries.has(name)) entries.set(name, entry);
  }
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  return { ...kustomization, replicas: sorted };
}

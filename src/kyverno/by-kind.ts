import type { KubernetesObject } from '../model/manifest.ts';

/** What is found for a kind, found once. */
export function memoizeByKind<T>(
  find: (apiVersion: string, kind: string) => T,
): (apiVersion: string, kind: string) => T {
  const known = new Map<string, Map<string, T>>();
  return (apiVersion, kind) => {
    let ofVersion = known.get(apiVersion);
    if (ofVersion === undefined) {
      ofVersion = new Map();
      known.set(apiVersion, ofVersion);
    }
    const found = ofVersion.get(kind);
    if (found !== undefined) return found;
    const made = find(apiVersion, kind);
    ofVersion.set(kind, made);
    return made;
  };
}

/** Version and kind of an object; empty where it has none. */
export function kindOf(object: KubernetesObject | undefined): [apiVersion: string, kind: string] {
  return [typeof object?.apiVersion === 'string' ? object.apiVersion : '', object?.kind ?? ''];
}

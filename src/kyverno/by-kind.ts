import type { PolicyRequest } from './types.ts';

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

/** Version and kind that policies match; empty where the object has none. */
export function kindOf({ parent, object, oldObject }: PolicyRequest): [apiVersion: string, kind: string] {
  const { apiVersion, kind } = parent ?? object ?? oldObject ?? { kind: '' };
  return [typeof apiVersion === 'string' ? apiVersion : '', kind];
}

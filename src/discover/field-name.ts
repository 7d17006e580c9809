/** As Go's strings.EqualFold for the letters of field names; `K` (Kelvin) and `ſ` count as k and s. */
export function foldName(name: string): string {
  return name.toUpperCase().toLowerCase();
}

/**
 * A field however it is spelled: kustomize reads its files with Go's JSON decoder, which takes `Resources` for `resources`.
 * Of several spellings the last one counts.
 */
export function fieldOf(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  const folded = foldName(name);
  return Object.entries(fields).findLast(([key]) => foldName(key) === folded)?.[1];
}

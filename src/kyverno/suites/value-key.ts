/**
 * The names in a dotted name of a value: `request.object.metadata.annotations."a.b/c"`. Undefined for one that is malformed.
 *
 * Source: kyverno pkg/engine/context/context.go, AddVariable, which reads it with encoding/csv
 */
export function splitValueKey(key: string): readonly string[] | undefined {
  const names: string[] = [];
  for (let at = 0; at <= key.length; ) {
    if (key[at] === '"') {
      const end = endOfQuoted(key, at);
      if (end === undefined || (end < key.length && key[end] !== '.')) return undefined;
      names.push(key.slice(at + 1, end - 1).replaceAll('""', '"'));
      at = end + 1;
    } else {
      const dot = key.indexOf('.', at);
      const name = key.slice(at, dot === -1 ? key.length : dot);
      if (name.includes('"')) return undefined;
      names.push(name);
      at += name.length + 1;
    }
  }
  return names;
}

/** Behind the closing quote. Two quotes in a row are one that is meant. */
function endOfQuoted(key: string, start: number): number | undefined {
  for (let at = start + 1; at < key.length; at++) {
    if (key[at] !== '"') continue;
    if (key[at + 1] !== '"') return at + 1;
    at++;
  }
  return undefined;
}

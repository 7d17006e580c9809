const REFERENCE = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;

/** Larger numbers name no group. */
const MAX_GROUP = 100_000_000;

/**
 * A replacement with `$1`, `$name` and `${name}` filled in; `$$` is a dollar. What no group has is empty.
 *
 * Source: go regexp/regexp.go, Expand
 */
export function expandTemplate(
  template: string,
  group: (index: number) => string | undefined,
  names: Readonly<Record<string, number>>,
): string {
  if (!template.includes('$')) return template;
  return template.replace(REFERENCE, (_all, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare;
    if (name === undefined) return '$';
    const index = groupNumber(name) ?? (Object.hasOwn(names, name) ? names[name] : undefined);
    return index === undefined ? '' : (group(index) ?? '');
  });
}

function groupNumber(name: string): number | undefined {
  const number = /^(?:0|[1-9][0-9]*)$/.test(name) ? Number(name) : Number.NaN;
  return number < MAX_GROUP ? number : undefined;
}

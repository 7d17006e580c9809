/**
 * The list of texts that a JSON text is; a null in it is an empty text, and null an empty list.
 *
 * @returns nothing for JSON of another kind, and `notJson` for what is no JSON
 */
export function parseStringList(text: string): readonly string[] | undefined | 'notJson' {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'notJson';
  }
  if (value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const texts = value.map((element) => element ?? '');
  return texts.every((element): element is string => typeof element === 'string') ? texts : undefined;
}

/** Where the one value of a JSON file ends, or why it is none. */
export type JsonFile = { readonly end: number } | { readonly problem: string };

/**
 * Checks a `.json` file: one object and nothing behind it. A bracket behind it is overlooked, as Go's decoder does.
 *
 * Source: argo-cd reposerver/repository/repository.go, getObjsFromYAMLOrJSON; encoding/json Decoder.More
 */
export function checkJsonFile(text: string): JsonFile {
  const start = text.length - text.replace(/^[ \t\r\n]+/, '').length;
  if (start === text.length) return { problem: 'the file is empty' };
  if (text[start] !== '{') return { problem: isJson(text) ? 'the document is not an object' : 'invalid JSON' };
  const end = endOfObject(text, start);
  if (end === undefined || !isJson(text.slice(start, end))) return { problem: 'invalid JSON' };
  const next = /[^ \t\r\n]/.exec(text.slice(end))?.[0];
  return next === undefined || next === ']' || next === '}'
    ? { end }
    : { problem: 'multiple objects; only single objects are allowed in JSON files' };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Behind the bracket that closes the first one. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  for (let position = start; position < text.length; position++) {
    const character = text[position];
    if (character === '"') position = endOfString(text, position);
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return position + 1;
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  let position = start + 1;
  while (position < text.length && text[position] !== '"') position += text[position] === '\\' ? 2 : 1;
  return position;
}

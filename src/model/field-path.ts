/** Keys and list indices from an object down to one of its fields. */
export type FieldPath = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** `spec.containers[0].name`; keys that need it are quoted: `metadata.annotations["a.b/c"]`. */
export function formatPath(path: FieldPath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (PLAIN_KEY.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

const STEP = /\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\[([^\]]*)\]|([^.[\]]+)/g;

/** The path that {@link formatPath} has written; keys in brackets may also stand without quotes. */
export function parsePath(text: string): FieldPath {
  return [...text.matchAll(STEP)].map(([, index, quoted, bare, plain]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? (bare ?? plain ?? '') : unquote(quoted);
  });
}

function unquote(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}

const REFERENCE = /^\$\(.[^ ]*\)|[^\\]\$\(.[^ ]*\)/g;

/**
 * References in a message, `$(./../pattern/…)`, as they are after the pattern went below a template.
 *
 * Source: kyverno pkg/engine/variables/vars.go, FindAndShiftReferences
 *
 * @param shift where the pattern went: `spec/template`
 * @param body what of the rule the references go through: `pattern`, `deny` …
 */
export function shiftReferences(message: string, shift: string, body: string): string {
  let pivot = body;
  let shifted = message;
  for (const [found] of message.matchAll(REFERENCE)) {
    const lead = found.startsWith('$(') ? '' : found.slice(0, 1);
    const reference = found.slice(lead.length);
    // Below anyPattern there is the number of the pattern.
    if (pivot === 'anyPattern') pivot = `${pivot}/${numberBehind(reference, pivot)}`;
    const moved = reference.replaceAll(pivot, () => `${pivot}/${shift}`);
    shifted = shifted.replace(found, () => lead + moved);
  }
  return shifted;
}

function numberBehind(reference: string, pivot: string): string {
  return reference.slice(reference.indexOf(pivot) + pivot.length + 1).split('/')[0] ?? '';
}

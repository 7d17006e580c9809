/** A variable as it stands in a text. */
export interface VariableText {
  /** Without braces and blanks. */
  readonly name: string;
  /** With the braces. */
  readonly text: string;
}

const VARIABLE = /(^|[^\\])(\{\{(?:\{[^{}]*\}|[^{}])*\}\})/g;

/**
 * Variables of a text, innermost ones only. Those behind a backslash are none.
 *
 * Source: kyverno pkg/engine/variables/regex/vars.go
 */
export function variablesIn(text: string): VariableText[] {
  if (!text.includes('{{')) return [];
  return [...text.matchAll(VARIABLE)].map(([, , found = '']) => ({ name: nameIn(found), text: found }));
}

function nameIn(text: string): string {
  const name = text.replaceAll('{{', '').replaceAll('}}', '').trim();
  return name.startsWith('-') ? name.slice(1).trim() : name;
}

import { findVariables } from '../../variables/find-variables.ts';

/** A variable as it stands in a text. */
export interface VariableText {
  /** Without braces and blanks. */
  readonly name: string;
  /** With the braces. */
  readonly text: string;
}

/** Variables of a text, innermost ones only. Those behind a backslash are none. */
export function variablesIn(text: string): VariableText[] {
  return findVariables(text).map((found) => ({ name: nameIn(found.text), text: found.text }));
}

function nameIn(text: string): string {
  const name = text.replaceAll('{{', '').replaceAll('}}', '').trim();
  return name.startsWith('-') ? name.slice(1).trim() : name;
}

import type { MissingKey } from './rewrite.ts';

/** A Go template of an ApplicationSet to evaluate. */
export interface TemplateJob {
  readonly text: string;
  /** JSON. */
  readonly params: unknown;
  readonly missingKey: MissingKey;
  /** Where in the parameters there are maps that Go holds as `map[string]string`: labels, `values`. */
  readonly textMaps?: readonly (readonly (string | number)[])[];
}

export type TemplateAnswer = { readonly text: string } | { readonly error: string };

/** A field that a template evaluates for certain and that is not there. */
export function findMissing(certain: readonly (readonly string[])[], params: unknown): string | undefined {
  for (const names of certain) {
    let value = params;
    for (const name of names) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) break;
      if (!Object.hasOwn(value, name)) return name;
      value = (value as Readonly<Record<string, unknown>>)[name];
    }
  }
  return undefined;
}

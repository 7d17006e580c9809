import { isDeepStrictEqual } from 'node:util';
import { isRecord, type KubernetesObject } from '../../model/manifest.ts';

/** What a patch makes of an object. The texts are Kyverno's. */
export type PatchOutcome =
  | { readonly status: 'pass'; readonly message: string; readonly object: KubernetesObject }
  | { readonly status: 'skip'; readonly message: string }
  | { readonly status: 'error'; readonly message: string };

/** Why a patch cannot be applied. Never leaves this folder. */
export class PatchError extends Error {
  override name = 'PatchError';
}

export const UNCHANGED: PatchOutcome = { status: 'skip', message: 'no patches applied' };
export const NO_PATCH: PatchOutcome = { status: 'error', message: 'empty mutate rule' };

/**
 * Runs a patch and says what became of it.
 *
 * Source: kyverno pkg/engine/mutate/mutation.go, Mutate
 *
 * @param apply gives the object after the patch, or nothing when it is as it was; may throw PatchError
 */
export function runPatch(apply: () => unknown): PatchOutcome {
  try {
    const object = apply();
    return object === undefined ? UNCHANGED : accept(object);
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    return { status: 'error', message: `failed to patch resource: ${error.message}` };
  }
}

function accept(object: unknown): PatchOutcome {
  if (isRecord(object) && typeof object.kind === 'string' && object.kind !== '') {
    return { status: 'pass', message: 'resource patched', object: object as KubernetesObject };
  }
  const cause = `Object 'Kind' is missing in '${formatJson(object)}'`;
  return { status: 'error', message: `failed to unmarshal patched resource: ${cause}` };
}

/** The value after a patch, or nothing when it is as it was before. */
export function changed(before: unknown, after: unknown): unknown {
  return isDeepStrictEqual(before, after) ? undefined : after;
}

const ESCAPES: ReadonlyMap<string, string> = new Map(
  ['<', '>', '&', '\u2028', '\u2029'].map((each) => [each, `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`]),
);

/** JSON as Go writes it: keys sorted, and characters escaped that mean something in HTML. */
export function formatJson(value: unknown): string {
  const text = JSON.stringify(value, (_, child: unknown) =>
    isRecord(child) ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1))) : child,
  );
  return text.replaceAll(/[<>&\u2028\u2029]/g, (each) => ESCAPES.get(each) ?? each);
}

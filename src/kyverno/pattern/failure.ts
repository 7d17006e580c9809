import { type NumberType, print, typeName } from '../values/go-text.ts';

/** Why a value does not match. The text is made when somebody asks: most failures only make something skipped. */
export interface Failure {
  readonly kind: FailureKind;
  /** Where, from the root of the resource: `/spec/containers/0/image/`. Empty where Kyverno names no place. */
  readonly path: string;
  readonly describe: () => string;
}

/**
 * `forbidden` is a key that must not exist. `condition` is an anchor that says that the pattern does not apply, `skipped`
 * a mapping or list that does not apply because of such anchors.
 */
export type FailureKind = 'mismatch' | 'forbidden' | 'condition' | 'skipped';

/*
 * The texts are those of kyverno pkg/engine/validate/validate.go and pkg/engine/anchor/handlers.go. There whether
 * something is skipped depends on what the text contains, so that a label with the value `conditional anchor mismatch`
 * gets its object past a pattern; here it depends on the kind alone.
 */

function mismatch(path: string, describe: () => string): Failure {
  return { kind: 'mismatch', path, describe };
}

export function otherStructure(path: string, value: unknown): Failure {
  return mismatch(path, () => {
    const found = typeName(value, 'float64');
    return `pattern and resource have different structures. Path: ${path}. Expected map[string]interface {}, found ${found}`;
  });
}

export function noList(path: string): Failure {
  const text = `validation rule failed at path ${path}, resource does not satisfy the expected overlay pattern`;
  return mismatch(path, () => text);
}

export function emptyList(path: string): Failure {
  return mismatch(path, () => 'pattern Array empty');
}

export function shortList(found: number, expected: number): Failure {
  const lengths = `resource Array len is ${found} and pattern Array len is ${expected}`;
  return mismatch('', () => `validate Array failed, array length mismatch, ${lengths}`);
}

export function otherValue(path: string, value: unknown, pattern: unknown, numbers: NumberType): Failure {
  return mismatch(
    path,
    () => `resource value '${print(value, 'float64')}' does not match '${print(pattern, numbers)}' at path ${path}`,
  );
}

export function notFound(path: string, key: string): Failure {
  return mismatch(path, () => `${path}/${key} not found`);
}

export function forbidden(path: string): Failure {
  return { kind: 'forbidden', path, describe: () => `negation anchor matched in resource: ${path} is not allowed` };
}

export function noneExists(path: string): Failure {
  return mismatch(path, () => `existence anchor validation failed at path ${path}`);
}

/** @param expected what Kyverno says that should stand there */
export function badExistence(path: string, subject: string, type: string, expected: string): Failure {
  return mismatch(path, () => `invalid ${subject} type ${type}: ${expected}`);
}

export function missingCondition(path: string): Failure {
  const text = "conditional anchor mismatch: conditional anchor key doesn't exist in the resource";
  return { kind: 'condition', path, describe: () => text };
}

export function failedCondition(anchor: 'conditional' | 'global', cause: Failure): Failure {
  return { kind: 'condition', path: cause.path, describe: () => `${anchor} anchor mismatch: ${cause.describe()}` };
}

/** What a mapping or a list says when parts of it were skipped, so that it is skipped itself. */
export function skipped(path: string, causes: readonly Failure[]): Failure {
  return { kind: 'skipped', path, describe: () => causes.map(({ describe }) => describe()).join('; ') };
}

export function isSkip({ kind }: Failure): boolean {
  return kind === 'condition' || kind === 'skipped';
}

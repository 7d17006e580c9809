import { NotEvaluatedError, VariableError } from './errors.ts';
import { isMap, setField } from './jmespath/evaluation.ts';

/** Deepest nesting of a document with what its variables bring. */
const MAX_DEPTH = 400;
/** Values of a document with what its variables bring. */
const MAX_VALUES = 1_000_000;

/** What becomes of a text of a document. The path leads from its root: `/spec/containers/0/image`. */
export type ReplaceText = (text: string, path: string) => unknown;

/**
 * A document with every text in it, and every key, replaced; what texts become is gone through as well. Unchanged parts are
 * the same objects.
 *
 * Source: kyverno pkg/engine/jsonutils/traverse.go
 */
export class Traversal {
  readonly #replace: ReplaceText;
  #left = MAX_VALUES;

  constructor(replace: ReplaceText) {
    this.#replace = replace;
  }

  /**
   * @throws NotEvaluatedError when the document becomes too large or too deep
   * @throws VariableError when a key becomes something else than a text
   */
  run(value: unknown, path: string, depth = 0): unknown {
    if (--this.#left < 0 || depth > MAX_DEPTH)
      throw new NotEvaluatedError('variables make a document that is too large');
    const replaced = typeof value === 'string' ? this.#replace(value, path) : value;
    if (Array.isArray(replaced)) return this.#list(replaced, path, depth);
    return isMap(replaced) ? this.#map(replaced, path, depth) : replaced;
  }

  #list(list: readonly unknown[], path: string, depth: number): unknown {
    let changed: unknown[] | undefined;
    for (const [index, element] of list.entries()) {
      const made = this.run(element, `${path}/${index}`, depth + 1);
      if (made === element) continue;
      changed ??= [...list];
      changed[index] = made;
    }
    return changed ?? list;
  }

  #map(map: Readonly<Record<string, unknown>>, path: string, depth: number): unknown {
    const made: Record<string, unknown> = {};
    let isChanged = false;
    for (const [key, value] of Object.entries(map)) {
      const newKey = this.#key(key, path);
      const newValue = this.run(value, `${path}/${key.replaceAll('/', '\\/')}`, depth + 1);
      isChanged ||= newKey !== key || newValue !== value;
      setField(made, newKey, newValue);
    }
    return isChanged ? made : map;
  }

  #key(key: string, path: string): string {
    const made = this.#replace(key, path);
    if (made === null || made === undefined) return key;
    if (typeof made !== 'string')
      throw new VariableError(`expected string after substituting variables in key ${JSON.stringify(key)}`);
    return made;
  }
}

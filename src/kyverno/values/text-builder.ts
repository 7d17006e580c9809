import { NotEvaluatedError } from '../variables/errors.ts';

/** Longest text that an expression may make, in UTF-16 units. Kyverno's context holds two megabytes. */
export const MAX_TEXT = 10_000_000;

/** @throws NotEvaluatedError for a text that would be too long */
export function checkTextLength(length: number, limit = MAX_TEXT): void {
  if (length > limit) throw new NotEvaluatedError(`text is longer than ${limit} characters`);
}

/** A text that is put together from pieces, and does not grow without bound. */
export class TextBuilder {
  readonly #limit: number;
  #text = '';

  constructor(limit = MAX_TEXT) {
    this.#limit = limit;
  }

  /** @throws NotEvaluatedError when the text becomes too long */
  add(piece: string): void {
    checkTextLength(this.#text.length + piece.length, this.#limit);
    this.#text += piece;
  }

  toString(): string {
    return this.#text;
  }
}

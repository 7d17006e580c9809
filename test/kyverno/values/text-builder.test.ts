import { describe, expect, it } from 'vitest';
import { checkTextLength, MAX_TEXT, TextBuilder } from '../../../src/kyverno/values/text-builder.ts';
import { NotEvaluatedError } from '../../../src/kyverno/variables/errors.ts';

describe('TextBuilder', () => {
  it('puts pieces together', () => {
    const text = new TextBuilder();
    text.add('a');
    text.add('bc');
    expect(text.toString()).toBe('abc');
  });

  it('does not grow without bound', () => {
    const text = new TextBuilder(3);
    text.add('abc');
    expect(() => text.add('d')).toThrow(NotEvaluatedError);
    expect(() => checkTextLength(MAX_TEXT + 1)).toThrow(NotEvaluatedError);
    expect(() => checkTextLength(MAX_TEXT)).not.toThrow();
  });
});

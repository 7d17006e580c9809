import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderFastTemplate } from '../../../src/applications/sets/fast-template.ts';
import { SetProblem } from '../../../src/applications/sets/set-problem.ts';

const words = fc.stringMatching(/^[a-z][a-z.\][0-9]{0,8}$/);
const plain = fc.string().filter((text) => !text.includes('{{'));

describe('fasttemplate', () => {
  it('leaves texts without tags alone', () => {
    fc.assert(fc.property(plain, (text) => renderFastTemplate(text, {}) === text));
  });

  it('puts parameters between other texts, whatever they hold', () => {
    fc.assert(
      fc.property(plain, words, fc.string(), plain, (before, name, value, after) => {
        // A brace before the tag would be read as part of it.
        const text = before.replaceAll(/\{+$/g, '');
        expect(renderFastTemplate(`${text}{{ ${name} }}${after}`, { [name]: value })).toBe(text + value + after);
      }),
    );
  });

  it('leaves tags of other names as they are', () => {
    fc.assert(fc.property(words, (name) => renderFastTemplate(`{{ ${name}}}`, {}) === `{{ ${name}}}`));
  });

  it('ends with a text or a problem on any text', () => {
    const pieces = fc.array(fc.constantFrom('{{', '}}', '{', '}', 'name', ' ', '\n', 'x'), { maxLength: 30 });
    fc.assert(
      fc.property(pieces, (parts) => {
        try {
          expect(typeof renderFastTemplate(parts.join(''), { name: '{{name}}' })).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(SetProblem);
        }
      }),
    );
  });

  it('takes time in proportion to the text', () => {
    const text = `${'{{ '.repeat(200_000)}${' '.repeat(200_000)}}}`;
    expect(renderFastTemplate(text, {})).toBe(text);
  });
});

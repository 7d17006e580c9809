import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shiftReferences } from '../../../src/kyverno/auto-gen/shift-references.ts';

describe('shiftReferences', () => {
  it.each<[message: string, body: string, shifted: string]>([
    ['no reference', 'pattern', 'no reference'],
    ['$(./../pattern/spec/a)', 'pattern', '$(./../pattern/spec/template/spec/a)'],
    ['see $(/pattern/spec/a)', 'pattern', 'see $(/pattern/spec/template/spec/a)'],
    ['see \\$(/pattern/spec/a)', 'pattern', 'see \\$(/pattern/spec/a)'],
    ['$(/anyPattern/1/spec/a)', 'anyPattern', '$(/anyPattern/1/spec/template/spec/a)'],
    ['$(/other/a)', 'pattern', '$(/other/a)'],
  ])('%s', (message, body, shifted) => {
    expect(shiftReferences(message, 'spec/template', body)).toBe(shifted);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => shiftReferences(`$(${text})`, 'spec/template', 'anyPattern').length > 0),
    );
  });
});

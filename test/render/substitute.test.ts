import { describe, expect, it } from 'vitest';
import { substitute } from '../../src/render/substitute.ts';

const ENVIRONMENT = { X: 'val', ARGOCD_APP_NAME: 'web', LOOP: '$X' };

describe('substitute', () => {
  // What Go's os.Expand gave.
  it.each([
    ['$X', 'val'],
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the syntax under test
    ['${X}', 'val'],
    ['${', ''],
    ['${}', ''],
    ['${X', 'X'],
    ['${X:-d}', ''],
    ['${$}', '$'],
    ['${${X}', ''],
    ['a${$X', 'aval'],
    ['$${X', '${X'],
    ['${X}-${X', 'val-X'],
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the syntax under test
    ['$$', '$'],
    ['$$X', '$X'],
    ['$UNKNOWN', ''],
    ['a$', 'a$'],
    ['$1$2x', 'x'],
    ['$*', ''],
    ['$é', '$é'],
    ['\\$X', '\\val'],
    ['price $5', 'price '],
    ['$X$X/$ARGOCD_APP_NAME.yaml', 'valval/web.yaml'],
    ['$X-é', 'val-é'],
    ['$LOOP', '$X'],
    ['$toString$__proto__', ''],
    ['', ''],
  ])('makes of %j %j', (text, expected) => {
    expect(substitute(text, ENVIRONMENT)).toBe(expected);
  });

  it('takes its time from the length of the text only', () => {
    expect(substitute('$'.concat('{').repeat(200_000), ENVIRONMENT)).toBe('');
  });
});

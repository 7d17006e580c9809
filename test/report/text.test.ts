import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { text } from '../../src/report/text.ts';
import { finding, REPORTS, target } from './reports.ts';

const mixed = REPORTS.mixed;

describe('text', () => {
  it('says the same with and without colours', () => {
    for (const report of Object.values(REPORTS)) {
      const plain = text(report, { colors: false });
      const painted = text(report, { colors: true });
      expect(painted).not.toBe(plain);
      expect(stripVTControlCharacters(painted)).toBe(plain);
    }
  });

  it('shows what a repository wrote as text, whatever it is', () => {
    if (mixed === undefined) throw new Error('no such report');
    const name = 'a\u001b]8;;http://evil\u0007b\u202ec\nd';
    const hostile = {
      ...mixed,
      targets: [target('apps/pay', { path: name })],
      findings: [finding({ message: name, container: name })],
    };
    const shown = text(hostile, { colors: false });
    expect(shown.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
    expect(shown).toContain('a\\u001b]8;;http://evil\\u0007b\\u202ec\\u000ad');
  });

  it('groups the containers of a control and prints its message once', () => {
    if (mixed === undefined) throw new Error('no such report');
    const shown = text(mixed, { colors: false });
    expect(shown.split('Privileged Containers: privileged')).toHaveLength(2);
    expect(shown.split('securityContext.privileged is true')).toHaveLength(3);
  });
});

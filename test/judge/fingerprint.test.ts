import { describe, expect, it } from 'vitest';
import { createFingerprinter, type Identity } from '../../src/judge/fingerprint.ts';

describe('fingerprints', () => {
  it('are 32 hexadecimal digits', () => {
    expect(createFingerprinter()(['a'])).toMatch(/^[0-9a-f]{32}$/);
  });

  it('are the same in every run: they must not change between versions either', () => {
    expect(createFingerprinter()(['PodSecurity', 'check', null, { kind: 'Pod' }])).toBe(
      createFingerprinter()(['PodSecurity', 'check', null, { kind: 'Pod' }]),
    );
    expect(createFingerprinter()(['a', 1])).toBe('135f17a475a61afdeeaf3759ad2e45ad');
  });

  it('differ between identities', () => {
    const fingerprint = createFingerprinter();
    const identities: Identity[] = [
      [],
      ['a'],
      ['b'],
      ['a', 'b'],
      ['b', 'a'],
      [['a'], 'b'],
      ['a,b'],
      [1],
      ['1'],
      [null],
      [{}],
    ];
    expect(new Set(identities.map(fingerprint)).size).toBe(identities.length);
  });

  it('of equal identities differ, and are the same in the same order', () => {
    const run = () => {
      const fingerprint = createFingerprinter();
      return [['a'], ['a'], ['b'], ['a']].map(fingerprint);
    };
    expect(new Set(run()).size).toBe(4);
    expect(run()).toEqual(run());
  });

  it('of an identity do not depend on others before it', () => {
    const fingerprint = createFingerprinter();
    fingerprint(['b']);
    fingerprint(['c']);
    expect(fingerprint(['a'])).toBe(createFingerprinter()(['a']));
  });
});

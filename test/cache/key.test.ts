import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeyParts, renderKey } from '../../src/cache/key.ts';

const PARTS: KeyParts = {
  format: '1',
  renderer: 'helm v4.1.0 0123',
  parameters: { args: ['template', '.'], env: { A: 'a', B: 'b' }, apiVersions: ['apps/v1', 'batch/v1'] },
  files: new Map([
    ['Chart.yaml', 'aa'],
    ['values.yaml', 'bb'],
    ['templates/x.yaml', 'missing'],
  ]),
};

const parts = (): fc.Arbitrary<KeyParts> =>
  fc.record({
    format: fc.string(),
    renderer: fc.string(),
    parameters: fc.jsonValue({ maxDepth: 3 }),
    files: fc
      .array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { maxLength: 6 })
      .map((pairs) => new Map(pairs)),
  });

/** Equal texts for equal parts: what JSON says of them, with files in order. */
const spell = ({ files, ...rest }: KeyParts) =>
  JSON.stringify([rest.format, rest.renderer, rest.parameters, [...files].sort(([a], [b]) => (a < b ? -1 : 1))]);

describe('renderKey', () => {
  it('is a SHA-256 in hex, the same on every machine', () => {
    expect(renderKey(PARTS)).toMatch(/^[0-9a-f]{64}$/);
    expect(renderKey(PARTS)).toBe(renderKey(structuredClone(PARTS)));
    expect(renderKey({ format: '', renderer: '', parameters: {}, files: new Map() })).toMatchInlineSnapshot(
      `"7e5f55423dad35a6ae95928fd87b55da544517d643f40da24f3419eb53fde3d5"`,
    );
  });

  it.each<[name: string, change: Partial<KeyParts>]>([
    ['the format', { format: '2' }],
    ['the renderer', { renderer: 'helm v4.1.0 0124' }],
    ['no parameters', { parameters: undefined }],
    ['another argument', { parameters: { ...(PARTS.parameters as object), args: ['template', './'] } }],
    ['arguments in another order', { parameters: { ...(PARTS.parameters as object), args: ['.', 'template'] } }],
    ['another variable', { parameters: { ...(PARTS.parameters as object), env: { A: 'a', C: 'b' } } }],
    ['fewer capabilities', { parameters: { ...(PARTS.parameters as object), apiVersions: ['apps/v1'] } }],
    ['a file less', { files: new Map([...PARTS.files].slice(1)) }],
    ['a file more', { files: new Map([...PARTS.files, ['x', 'missing']]) }],
    ['another content', { files: new Map([...PARTS.files, ['values.yaml', 'bc']]) }],
    ['a file that is there now', { files: new Map([...PARTS.files, ['templates/x.yaml', 'cc']]) }],
    ['contents that changed places', { files: new Map([...PARTS.files, ['Chart.yaml', 'bb'], ['values.yaml', 'aa']]) }],
    ['a border that moved', { format: '1h', renderer: 'elm v4.1.0 0123' }],
  ])('changes with %s', (_, change) => {
    expect(renderKey({ ...PARTS, ...change })).not.toBe(renderKey(PARTS));
  });

  it('does not change with the order of files and properties', () => {
    const reversed = {
      files: new Map([...PARTS.files].reverse()),
      parameters: { apiVersions: ['apps/v1', 'batch/v1'], env: { B: 'b', A: 'a' }, args: ['template', '.'] },
      renderer: PARTS.renderer,
      format: PARTS.format,
    };
    expect(renderKey(reversed)).toBe(renderKey(PARTS));
  });

  it('does not change with the order of any files', () => {
    fc.assert(
      fc.property(parts(), fc.infiniteStream(fc.nat()), (some, order) => {
        const shuffled = [...some.files]
          .map((pair) => ({ pair, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ pair }) => pair);
        expect(renderKey({ ...some, files: new Map(shuffled) })).toBe(renderKey(some));
      }),
    );
  });

  it('is the same for two sets of parts only when they are', () => {
    fc.assert(
      fc.property(parts(), parts(), (a, b) => {
        fc.pre(spell(a) !== spell(b));
        expect(renderKey(a)).not.toBe(renderKey(b));
      }),
    );
  });

  it('refuses parameters that are no plain JSON, rather than losing them', () => {
    expect(() => renderKey({ ...PARTS, parameters: { env: new Map([['A', 'a']]) } })).toThrow(TypeError);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDocumentError, readStream } from '../../src/parse/documents.ts';

const MAX_MS = 2000;

/** Reads a text and checks what must hold for every text: it ends soon, and each entry is one thing with a line. */
function expectSound(text: string): void {
  const start = performance.now();
  const entries = readStream(text);
  expect(performance.now() - start).toBeLessThan(MAX_MS);
  const lineCount = text.split('\n').length;
  for (const entry of entries) {
    expect(entry.line).toBeGreaterThanOrEqual(1);
    expect(entry.line).toBeLessThanOrEqual(lineCount);
    expect(Number.isInteger(entry.line)).toBe(true);
    if (isDocumentError(entry)) expect(entry.message).not.toBe('');
    else {
      expect(text.startsWith(entry.text, entry.start)).toBe(true);
      expect(JSON.stringify(entry.value)).toBeDefined();
      expect(entry.value).not.toBe(null);
    }
  }
}

const SAMPLE = new URL('../sample/', import.meta.url).pathname;

/** Real manifests, kustomizations, values and templates. */
const manifests = readdirSync(SAMPLE, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:ya?ml|json|tpl)$/.test(file))
  .sort()
  .map((file) => readFileSync(join(SAMPLE, file), 'utf8'));

/** What YAML and JSON are made of, and what their readers stumble over. */
const PIECES = [
  ...['---', '\n---\n', '\n--- # x\n', '\n---x\n', '...', '\n...\n', '%YAML 1.1\n', '%TAG ! x:\n'],
  ...[
    '\n',
    '\r\n',
    '\r',
    '\t',
    ' ',
    '  ',
    '\n  ',
    '\n    ',
    '\u0085',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\u0000',
    '\ud800',
  ],
  ...[':', ': ', '- ', '? ', ',', '[', ']', '{', '}', '#', ' # ', '|\n', '>-\n', '|2\n', '"', "'", '\\', '@', '`'],
  ...['&a ', '*a', '*a ', '&b', '*b', '<<: ', '<<: *a', '<<: [*a, *b]', '!!int ', '!!binary ', '! ', '!x ', '!<x> '],
  ...['a: ', 'a:\n', '"a": ', '__proto__: ', 'yes', '.nan', '-.inf', '0x', '1e999', '0o', '~', '{{ .x }}', '{"a":1}'],
];
const piece = fc.constantFrom(...PIECES);

/** A text, changed at a few places. */
const mutation = fc
  .tuple(
    fc.constantFrom(...manifests),
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 40 }), fc.oneof(piece, fc.string())), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([text, changes]) =>
    changes.reduce((changed, [place, length, inserted]) => {
      const at = Math.floor(place * changed.length);
      return changed.slice(0, at) + inserted + changed.slice(at + length);
    }, text),
  );

describe('any text is read soundly', () => {
  it('of arbitrary characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), expectSound), { numRuns: 1000 });
  });

  it('of the pieces of YAML and JSON', () => {
    const soup = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(fc.property(soup, expectSound), { numRuns: 5000 });
  });

  it('of lines at random indentations', () => {
    const line = fc.tuple(fc.nat({ max: 6 }), fc.array(piece, { maxLength: 4 }));
    const lines = fc.array(
      line.map(([indentation, pieces]) => ' '.repeat(indentation) + pieces.join('')),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(lines, (texts) => expectSound(texts.join('\n'))),
      { numRuns: 2000 },
    );
  });

  it('of one piece, thousands of times', () => {
    for (const text of PIECES) expectSound(text.repeat(3000));
    for (const text of PIECES) expectSound(`a: ${text}`.repeat(1000));
    for (const text of PIECES) expectSound(`- ${text}\n`.repeat(1000));
  });

  it('of real manifests', () => {
    expect(manifests.length).toBeGreaterThan(40);
    for (const text of manifests) expectSound(text);
  });

  it('of real manifests with some changes', () => {
    fc.assert(fc.property(mutation, expectSound), { numRuns: 1500 });
  });

  it('of real manifests that break off', () => {
    const prefix = fc
      .tuple(fc.constantFrom(...manifests), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([text, share]) => text.slice(0, Math.floor(text.length * share)));
    fc.assert(fc.property(prefix, expectSound), { numRuns: 500 });
  });
});

describe('any JSON value', () => {
  it('in an object is read as it is', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false }), { noNullPrototype: true });
    fc.assert(
      fc.property(object, fc.boolean(), (value, isIndented) => {
        const text = JSON.stringify(value, null, isIndented ? 2 : 0);
        expect(readStream(text)).toEqual([{ value: JSON.parse(text), text, start: 0, line: 1 }]);
      }),
      { numRuns: 1000 },
    );
  });

  it('in several objects is read as they are, with their lines', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 5 }), (values) => {
        const texts = values.map((value) => JSON.stringify(value, null, 1));
        const entries = readStream(texts.join('\n'));
        let line = 1;
        let start = 0;
        const expected = texts.map((text) => {
          const entry = { value: JSON.parse(text), text, start, line };
          line += text.split('\n').length;
          start += text.length + 1;
          return entry;
        });
        expect(entries).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

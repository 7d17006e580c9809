import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { isRecord } from '../../../src/model/manifest.ts';
import { isDocumentError, readStream } from '../../../src/parse/documents.ts';
import { addEntries, type Edited, type Insertion } from '../../../src/parse/yaml/edit.ts';
import { addLabels } from './edit-labels.ts';

/** A pair of a mapping and how it is written: `text` in one piece behind the key, or pairs or items below it. */
interface Written {
  readonly key: string;
  readonly text: string;
  readonly below: 'text' | 'pairs' | 'items';
  readonly pairs: readonly Written[];
  readonly step: number;
  readonly behind: string;
  readonly before: string;
}

const key = fc.constantFrom('a', 'b', "'c'", '"d e"', 'f.io/g', '5', '? h');
const scalar = fc.constantFrom(
  ...[
    '',
    'x',
    'x y',
    '"x # y"',
    "'it''s'",
    '1',
    'true',
    '*anchor',
    '&other z',
    '!!str 1',
    '{}',
    '{a: b, c: [d]}',
    '[]',
  ],
  ...['{"a":"b"} ', '[x,\n~ y]', 'x\n~ y', '"x\n\n~ y"', '|\n~ x\n~ y', '|+\n~ x\n\n', '>-\n~ x\n\n~ y\n\n', '|\n'],
);
const behind = fc.constantFrom('', '', ' # c', '  ', '\t# {a: b');
const between = fc.constantFrom('', '', '', '\n', '# c\n', '      # d:\n', '   \n');

function pairsOf(
  depth: number,
  constraints: fc.ArrayConstraints = { minLength: 1, maxLength: 4 },
): fc.Arbitrary<Written[]> {
  return fc.array(
    fc.record({
      key,
      text: scalar,
      below: depth === 0 ? fc.constant('text') : fc.constantFrom('text', 'text', 'pairs', 'items'),
      pairs: depth === 0 ? fc.constant([]) : pairsOf(depth - 1),
      step: fc.integer({ min: 1, max: 5 }),
      behind,
      before: between,
    }),
    constraints,
  );
}

function writePairs(pairs: readonly Written[], indent: string): string {
  return pairs.map((pair) => pair.before + indent + writePair(pair, indent)).join('');
}

function writePair(pair: Written, indent: string): string {
  const name = pair.key.startsWith('? ') ? `${pair.key}\n${indent}:` : `${pair.key}:`;
  const inner = indent + ' '.repeat(pair.step);
  if (pair.below === 'pairs') return `${name}${pair.behind}\n${writePairs(pair.pairs, inner)}`;
  if (pair.below === 'items') {
    const items = pair.pairs.map(
      (item) => `${inner}-   ${writePairs([{ ...item, before: '' }], `${inner}    `).trimStart()}`,
    );
    return `${name}${pair.behind}\n${items.join('')}`;
  }
  const text = pair.text.replaceAll('~', `${indent} `);
  // A comment behind the lines of a block scalar would be part of it.
  return /^[|>]/.test(text) ? `${name} ${text}${text.endsWith('\n') ? '' : '\n'}` : `${name} ${text}${pair.behind}\n`;
}

const pair = (name: string, below: Written['below'], text: string, pairs: readonly Written[] = []) =>
  fc.record({
    key: fc.constant(name),
    text: fc.constant(text),
    below: fc.constant(below),
    pairs: fc.constant(pairs),
    step: fc.integer({ min: 1, max: 5 }),
    behind,
    before: between,
  });

/** Pairs in any order. */
const shuffled = (pairs: readonly Written[]) => fc.shuffledSubarray([...pairs], { minLength: pairs.length });

const labels = fc.oneof(
  fc.constant(undefined),
  pair('labels', 'text', ''),
  pairsOf(1).chain((pairs) => pair('labels', 'pairs', '', pairs)),
);
const metadata = fc
  .tuple(pairsOf(2), labels, fc.option(pair('name', 'text', 'n'), { nil: undefined }))
  .chain(([pairs, ...others]) => shuffled([...pairs, ...others.filter((other) => other !== undefined)]))
  .chain((pairs) => pair('metadata', 'pairs', '', pairs));
const namespace = fc
  .tuple(pairsOf(2), pair('kind', 'text', 'Namespace'), fc.option(metadata, { nil: undefined }))
  .chain(([pairs, ...others]) => shuffled([...pairs, ...others.filter((other) => other !== undefined)]));

/** A stream with a Namespace in it, maybe in a list, between other documents. */
const stream = fc
  .record({
    pairs: namespace,
    others: fc.tuple(pairsOf(1, { maxLength: 2 }), fc.option(pairsOf(1, { maxLength: 2 }), { nil: undefined })),
    isItem: fc.boolean(),
    indent: fc.nat({ max: 3 }),
    separator: fc.constantFrom('---\n', '--- # next\n', '---\n# c\n---\n'),
    lineBreak: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\ufeff'),
    end: fc.constantFrom('', '', '...\n', '---\n'),
    isCut: fc.boolean(),
  })
  .map(({ pairs, others: [first, last], isItem, indent, separator, lineBreak, mark, end, isCut }) => {
    const inner = ' '.repeat(indent + (isItem ? 4 : 0));
    const object = writePairs(pairs, inner);
    const items = `- kind: Service\n- anchors: &anchor x\n-\n${object}- kind: Service\n`;
    const document = isItem ? `kind: List\nitems:\n${items}` : `${inner}anchors: &anchor x\n${object}`;
    const around = (others: readonly Written[]) => `anchors: &anchor x\n${writePairs(others, '')}`;
    const text = [around(first), document, ...(last === undefined ? [] : [around(last)])].join(separator) + end;
    return mark + (isCut ? text.replace(/\n$/, '') : text).replaceAll('\n', lineBreak);
  });

const ENTRIES = [
  ['a', 'restricted'],
  ['c', 'yes'],
  ['new.io/x', '1.31'],
] as const;

function values(text: string): unknown[] {
  return readStream(text).map((entry) => {
    if (isDocumentError(entry)) throw new Error(entry.message);
    return entry.value;
  });
}

function isReadable(text: string): boolean {
  return !readStream(text).some(isDocumentError);
}

// biome-ignore lint/suspicious/noExplicitAny: an object that was just read and is changed in place
type Json = any;

/** What the documents should be afterwards. */
function withLabels(documents: readonly unknown[]): unknown[] {
  const copies = JSON.parse(JSON.stringify(documents)) as Json[];
  for (const copy of copies) {
    const object = [copy, ...(copy.items ?? [])].find((each) => each?.kind === 'Namespace');
    if (object === undefined) continue;
    object.metadata ??= {};
    object.metadata.labels = { ...Object.fromEntries(ENTRIES), ...object.metadata.labels };
    break;
  }
  return copies;
}

/** Which is refused, when lines are to go behind it. */
function endsInBlockScalar(text: string): boolean {
  const result = addLabels(text, ENTRIES);
  return !text.endsWith('\n') && 'refusal' in result && result.refusal.includes('ends in a block of text');
}

/** Whether the text has these parts, in this order. */
function isSubsequence(parts: readonly string[], of: readonly string[]): boolean {
  let found = 0;
  for (const part of of) if (part === parts[found]) found++;
  return found === parts.length;
}

function expectLabels(text: string): string {
  const result = addLabels(text, ENTRIES);
  if ('refusal' in result) throw new Error(result.refusal);
  expect(values(result.text)).toEqual(withLabels(values(text)));
  expect(addLabels(result.text, ENTRIES)).toEqual(result);
  return result.text;
}

describe('any file', () => {
  it('in block style keeps all its lines, and gets whole ones', () => {
    let count = 0;
    fc.assert(
      fc.property(stream, (text) => {
        fc.pre(isReadable(text) && !endsInBlockScalar(text));
        count++;
        const result = expectLabels(text);
        const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
        expect(isSubsequence(text.split(lineBreak), result.split(lineBreak))).toBe(true);
        expect(result.replaceAll('\r\n', '').includes('\n')).toBe(lineBreak === '\n');
      }),
      { numRuns: 1000 },
    );
    expect(count).toBeGreaterThan(500);
  });

  const json = fc
    .record({
      before: fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }),
      metadata: fc.option(
        fc.record(
          {
            name: fc.constant('n'),
            labels: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }),
            other: fc.jsonValue(),
          },
          { requiredKeys: [], noNullPrototype: true },
        ),
        { nil: undefined },
      ),
      after: fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }),
    })
    .map(({ before, metadata: written, after }) => {
      const { kind: _, metadata: __, items: ___, ...others } = before;
      return { ...others, kind: 'Namespace', metadata: written, after };
    })
    .filter((value) => !JSON.stringify(value).includes('{{'));

  it('of JSON keeps all its lines, but for a comma, and stays JSON', () => {
    fc.assert(
      fc.property(
        json,
        fc.constantFrom(1, 2, 4, '\t', '   '),
        fc.constantFrom('\n', '\r\n'),
        (value, indent, lineBreak) => {
          const text = JSON.stringify(value, null, indent).replaceAll('\n', lineBreak);
          const result = expectLabels(text);
          expect(JSON.parse(result)).toEqual(withLabels([JSON.parse(text)])[0]);
          const withoutCommas = (lines: string) => lines.split(lineBreak).map((line) => line.replace(/,$/, ''));
          // Braces that were empty are filled where they stand.
          if (!/"labels": \{\}|"metadata": \{\}/.test(text)) {
            expect(isSubsequence(withoutCommas(text), withoutCommas(result))).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of JSON on one line keeps all its characters', () => {
    fc.assert(
      fc.property(fc.array(json, { minLength: 1, maxLength: 3 }), (objects) => {
        const text = objects.map((value) => JSON.stringify(value)).join('\n');
        const result = expectLabels(text);
        expect(result.split('\n')).toHaveLength(objects.length);
        expect(isSubsequence([...text], [...result])).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('in braces keeps all its characters', () => {
    const flow = fc.tuple(namespace, fc.constantFrom(0, 1, 2, 3)).map(([pairs, flowLevel]) => {
      const text = `anchors: &anchor x\n${writePairs(pairs, '')}`;
      return isReadable(text) ? dump(values(text)[0], { flowLevel, lineWidth: -1, noRefs: true }) : '';
    });
    fc.assert(
      fc.property(flow, (text) => {
        // What is null there is written so, and refused.
        fc.pre(text !== '' && !/(?:metadata|labels): null/.test(text));
        expect(isSubsequence([...text], [...expectLabels(text)])).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('gets the same from many insertions at once as from one after the other', () => {
    const objects = fc.array(namespace, { minLength: 1, maxLength: 4 });
    const isList = fc.boolean();
    const file = fc.tuple(objects, isList).map(([each, isOne]) => {
      const indent = isOne ? '  ' : '';
      const texts = each.map(
        (pairs, id) => `${indent}id: ${id}\n${indent}own: &anchor x\n${writePairs(pairs, indent)}`,
      );
      return isOne ? `items:\n${texts.map((text) => `- ${text.trimStart()}`).join('')}` : texts.join('---\n');
    });
    const insertions = fc.array(
      fc
        .record({ id: fc.nat({ max: 4 }), entries: fc.subarray([...ENTRIES]) })
        .map(({ id, entries }): Insertion => ({ select: selectId(id), path: ['metadata', 'labels'], entries })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(file, insertions, (text, all) => {
        fc.pre(isReadable(text));
        const one = all.reduce<Edited>(
          (edited, each) => {
            const next = addEntries(edited.text, [each]);
            return { text: next.text, refusals: [...edited.refusals, ...next.refusals] };
          },
          { text, refusals: [] },
        );
        expect(addEntries(text, all)).toEqual(one);
      }),
      { numRuns: 500 },
    );
  });
});

function selectId(id: number): Insertion['select'] {
  return (value) => {
    if (!isRecord(value)) return undefined;
    if (value.id === id) return [];
    const index = Array.isArray(value.items) ? value.items.findIndex((item) => item?.id === id) : -1;
    return index === -1 ? undefined : ['items', index];
  };
}

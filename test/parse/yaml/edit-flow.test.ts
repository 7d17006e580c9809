import { describe, expect, it } from 'vitest';
import { add, type DiffRow, edited, expectEdit, original } from './edit-labels.ts';

describe('in braces', () => {
  it.each<[name: string, before: string, after: string]>([
    ['empty ones', '{}', '{level: restricted}'],
    ['empty ones with a space', '{ }', '{ level: restricted }'],
    ['empty ones with a comment', '{ # none\n   }', '{ level: restricted # none\n   }'],
    ['one label', '{a: b}', '{a: b, level: restricted}'],
    ['one label and spaces', '{ a: b }', '{ a: b, level: restricted }'],
    ['a comma at the end', '{a: b,}', '{a: b, level: restricted,}'],
    ['a comment behind them', '{a: b} # c', '{a: b, level: restricted} # c'],
    ['a key without a value', '{a}', '{a, level: restricted}'],
    ['a key and a colon', '{a: }', '{a:, level: restricted }'],
    ['single quotes', "{'a': 'b'}", "{'a': 'b', level: restricted}"],
    ['double quotes', '{"a": "b"}', '{"a": "b", "level": "restricted"}'],
    ['nothing between colon and value', '{"a":"b"}', '{"a":"b","level":"restricted"}'],
    ['nothing there but behind commas', '{"a":"b", "c":"d"}', '{"a":"b", "c":"d", "level":"restricted"}'],
    ['keys that go on', '{a: b,\n    c: d}', '{a: b,\n    c: d,\n    level: restricted}'],
    ['lines of their own', '{\n    a: b\n   }', '{\n    a: b,\n    level: restricted\n   }'],
    ['lines and a comma at the end', '{\n    a: b,\n   }', '{\n    a: b,\n    level: restricted,\n   }'],
    ['lines with comments', '{\n    a: b # c\n    # d\n   }', '{\n    a: b, # c\n    level: restricted\n    # d\n   }'],
    ['lines, comments, commas', '{\n    a: b, # c\n   }', '{\n    a: b, # c\n    level: restricted,\n   }'],
    ['commas before keys', '{\n      a: b\n    , c: d\n   }', '{\n      a: b\n    , c: d, level: restricted\n   }'],
    ['a list as the last value', '{a: [b, {c: d}]}', '{a: [b, {c: d}], level: restricted}'],
    [
      'deep ones',
      `{a: ${'['.repeat(300)}${']'.repeat(300)}}`,
      `{a: ${'['.repeat(300)}${']'.repeat(300)}, level: restricted}`,
    ],
    ['an anchor', '&x {a: b}', '&x {a: b, level: restricted}'],
  ])('%s', (_, labels, edited) => {
    const file = (text: string) => `kind: Namespace\nmetadata:\n  labels: ${text}\n  name: a\n`;
    expectEdit(file(labels), file(edited));
  });

  it.each<DiffRow>([
    [
      'metadata with a name',
      [
        '  kind: Namespace',
        '- metadata: {name: a, uid: b}',
        '+ metadata: {name: a, labels: {level: restricted}, uid: b}',
      ],
    ],
    [
      'metadata on lines',
      [
        '  kind: Namespace',
        '  metadata: {',
        '    name: a, # the name',
        '+   labels: {',
        '+     level: restricted',
        '+   },',
        '    uid: b',
        '   }',
      ],
    ],
    ['an object', ['- {kind: Namespace}', '+ {kind: Namespace, metadata: {labels: {level: restricted}}}']],
  ])('%s', (_, diff) => {
    expectEdit(original(diff), edited(diff));
  });
});

describe('JSON', () => {
  it.each<DiffRow>([
    [
      'on lines',
      [
        '  {',
        '    "kind": "Namespace",',
        '    "metadata": {',
        '      "labels": {',
        '-       "team": "a"',
        '+       "team": "a",',
        '+       "level": "restricted"',
        '      },',
        '      "name": "a"',
        '    }',
        '  }',
      ],
    ],
    [
      'on lines, labels that are not there',
      [
        '  {',
        '      "kind": "Namespace",',
        '      "metadata": {',
        '          "name": "a",',
        '+         "labels": {',
        '+             "level": "restricted"',
        '+         },',
        '          "uid": "b"',
        '      }',
        '  }',
      ],
    ],
    [
      'on lines, metadata that is not there',
      [
        '  {',
        '-   "kind": "Namespace"',
        '+   "kind": "Namespace",',
        '+   "metadata": {',
        '+     "labels": {',
        '+       "level": "restricted"',
        '+     }',
        '+   }',
        '  }',
      ],
    ],
    [
      'with tabs',
      [
        '  {',
        '  \t"kind": "Namespace",',
        '  \t"metadata": {',
        '- \t\t"name": "a"',
        '+ \t\t"name": "a",',
        '+ \t\t"labels": {',
        '+ \t\t\t"level": "restricted"',
        '+ \t\t}',
        '  \t}',
        '  }',
      ],
    ],
    [
      'with empty braces',
      [
        '  {',
        '    "kind": "Namespace",',
        '-   "metadata": {"labels": {}}',
        '+   "metadata": {"labels": {"level": "restricted"}}',
        '  }',
      ],
    ],
    [
      'without indentation',
      [
        '  {',
        '  "kind": "Namespace",',
        '  "metadata": {',
        '- "name": "a"',
        '+ "name": "a",',
        '+ "labels": {',
        '+   "level": "restricted"',
        '+ }',
        '  }',
        '  }',
      ],
    ],
    [
      'without spaces',
      [
        '- {"kind":"Namespace","metadata":{"labels":{}}}',
        '+ {"kind":"Namespace","metadata":{"labels":{"level":"restricted"}}}',
      ],
    ],
  ])('%s', (_, diff) => {
    expectEdit(original(diff), edited(diff));
  });

  it('of an empty object', () => {
    const result = add('{}', { select: () => [], path: ['a'], entries: [['b', 'c']] });
    expect(result).toEqual({ text: '{"a": {"b": "c"}}' });
  });
});

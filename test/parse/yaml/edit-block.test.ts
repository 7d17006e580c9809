import { describe, expect, it } from 'vitest';
import { add, type DiffRow, edited, expectEdit, original, selectKind } from './edit-labels.ts';

describe('block style', () => {
  it.each<DiffRow>([
    [
      'behind the last label',
      ['  kind: Namespace', '  metadata:', '    labels:', '      team: a', '+     level: restricted', '    name: a'],
    ],
    [
      'labels that are not there, behind the name',
      [
        '  kind: Namespace',
        '  metadata:',
        '    name: a',
        '+   labels:',
        '+     level: restricted',
        '    annotations:',
        '      b: c',
      ],
    ],
    [
      'labels that are not there, without a name',
      [
        '  kind: Namespace',
        '  metadata:',
        '    generateName: a',
        '    annotations:',
        '      b: c',
        '+   labels:',
        '+     level: restricted',
        '  spec: {}',
      ],
    ],
    [
      'metadata that is not there, at the end',
      ['  kind: Namespace', '  spec: {}', '+ metadata:', '+   labels:', '+     level: restricted'],
    ],
    ['an empty value', ['  kind: Namespace', '  metadata:', '    labels:', '+     level: restricted', '    name: a']],
    [
      'an empty value with comments',
      [
        '  kind: Namespace',
        '  metadata:',
        '    labels: # none yet',
        '+     level: restricted',
        '    # team: a',
        '    name: a',
      ],
    ],
    [
      'metadata that is empty',
      ['  kind: Namespace', '  metadata:', '+   labels:', '+     level: restricted', '  spec: {}'],
    ],
    [
      'an empty value with an explicit key',
      ['  kind: Namespace', '  ? metadata', '  :', '+   labels:', '+     level: restricted'],
    ],
    [
      'comments and empty lines around',
      [
        '  # first',
        '  kind: Namespace # kind',
        '',
        '  metadata: # metadata',
        '    # before',
        '    labels:   # labels',
        '',
        '      # inside',
        '      team: a   # a team\tof people ',
        '+     level: restricted',
        '      # behind',
        '',
        '    name: a',
        '  # last',
      ],
    ],
    [
      'odd indentation',
      [
        '  kind: Namespace',
        '  metadata:',
        '       name:    a',
        '       labels:',
        '        team:   a',
        '+       level: restricted',
      ],
    ],
    [
      'the step of the file',
      ['  kind: Namespace', '  metadata:', '      name: a', '+     labels:', '+         level: restricted'],
    ],
    [
      'the step of the nearest mapping',
      [
        '  kind: Namespace',
        '  metadata:',
        '      name: a',
        '+     labels:',
        '+        level: restricted',
        '      annotations:',
        '         a: b',
      ],
    ],
    [
      'a whole document that is indented',
      ['    kind: Namespace', '    metadata:', '      name: a', '+     labels:', '+       level: restricted'],
    ],
    [
      'quoted keys',
      [
        '  "kind": Namespace',
        '  "metadata":',
        "    'name': 'a'",
        '    "labels":',
        '      "team": "a"',
        '+     level: restricted',
      ],
    ],
    [
      'the last of repeated keys',
      [
        '  kind: Namespace',
        '  metadata:',
        '    labels:',
        '      a: b',
        '  metadata:',
        '    labels:',
        '      c: d',
        '+     level: restricted',
      ],
    ],
    [
      'labels with a merge key of their own',
      [
        '  common: &common',
        '    team: a',
        '  kind: Namespace',
        '  metadata:',
        '    labels:',
        '      <<: *common',
        '+     level: restricted',
      ],
    ],
    [
      'labels with an anchor that nobody uses',
      ['  kind: Namespace', '  metadata:', '    labels: &labels', '      a: b', '+     level: restricted'],
    ],
  ])('%s', (_, diff) => {
    expectEdit(original(diff), edited(diff));
  });

  it.each<DiffRow>([
    ['text over lines', ['      a: one', '        two', '+     level: restricted']],
    ['quotes over lines', ['      a: "one', '', '        two" # c', '+     level: restricted']],
    ['an empty value', ['      a:', '+     level: restricted']],
    ['an empty value with a comment', ['      a: # none', '+     level: restricted']],
    ['a tag and nothing', ['      a: !!str', '+     level: restricted']],
    ['a block scalar', ['      a: |', '        one', '        two', '+     level: restricted']],
    ['a block scalar and empty lines', ['      a: |', '        one', '+     level: restricted', '', '']],
    ['a block scalar that keeps them', ['      a: |+', '        one', '', '+     level: restricted']],
    ['an empty block scalar', ['      a: |', '+     level: restricted', '    name: a']],
    ['a folded block scalar', ['      a: >-', '        one', '+     level: restricted', '', '    name: a']],
    ['a list', ['      a:', '      - one', '      - two: 2', '        three: 3', '+     level: restricted']],
    [
      'a list that ends empty',
      ['      a:', '      - one', '      -', '        # two', '      - # three', '+     level: restricted'],
    ],
    ['a list of nothing', ['      a:', '      - ', '      -', '+     level: restricted']],
    ['a list that ends with an empty value', ['      a:', '      - b: c', '        d:', '+     level: restricted']],
    ['braces over lines', ['      a: {b: [c,', '        d], } # e', '+     level: restricted']],
    ['braces with a comment that closes some', ['      a: {b: c # }', '        }', '+     level: restricted']],
    ['an explicit key', ['      ? a', '      : b', '+     level: restricted']],
    ['a list in brackets with a comma at its end', ['      a: [b, ]', '+     level: restricted']],
  ])('behind %s', (_, lines) => {
    const diff = ['  kind: Namespace', '  metadata:', '    labels:', ...lines];
    expectEdit(original(diff), edited(diff));
  });

  it('behind an alias', () => {
    const diff = [
      '  x: &x b',
      '  kind: Namespace',
      '  metadata:',
      '    labels:',
      '      a: *x # c',
      '+     level: restricted',
    ];
    expectEdit(original(diff), edited(diff));
  });

  it('makes every mapping that is not there', () => {
    const diff = [
      '  kind: Application',
      '  spec:',
      '    source:',
      '      path: a',
      '+   syncPolicy:',
      '+     managedNamespaceMetadata:',
      '+       labels:',
      '+         a: b',
      '+         c: d',
      '  status: {}',
    ];
    const result = add(original(diff), {
      select: selectKind('Application'),
      path: ['spec', 'syncPolicy', 'managedNamespaceMetadata', 'labels'],
      entries: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    });
    expect(result).toEqual({ text: edited(diff) });
  });
});

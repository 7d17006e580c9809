import { describe, expect, it } from 'vitest';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import type { NamespaceDeclaration } from '../../src/model/namespace.ts';
import { findConflicts, findIdleMetadata } from '../../src/namespaces/conflicts.ts';
import { declaration, type Labels, stateOf } from './fixtures.ts';

const ENFORCE = `${LABEL_PREFIX}enforce`;
const AUDIT = `${LABEL_PREFIX}audit`;

const manifest = (labels: Labels, file = 'manifest.yaml') => declaration('manifest', labels, { file });
const managed = (labels: Labels, file = 'managed.yaml') => declaration('managed', labels, { file });

describe('findConflicts', () => {
  it.each<[name: string, said: NamespaceDeclaration[], rules: string[]]>([
    ['nobody', [], []],
    ['one source', [manifest({ enforce: 'baseline' })], []],
    ['two that agree', [manifest({ enforce: 'baseline' }), manifest({ enforce: 'baseline' }, 'b.yaml')], []],
    ['two manifests that differ', [manifest({ enforce: 'baseline' }), manifest({}, 'b.yaml')], ['contested']],
    ['two manifests with other labels', [manifest({ team: 'x' }), manifest({ team: 'y' }, 'b.yaml')], []],
    [
      'two Applications that differ',
      [managed({ enforce: 'baseline' }), managed({ enforce: 'restricted' }, 'b.yaml')],
      ['contested'],
    ],
    [
      'managed labels over live ones',
      [managed({ enforce: 'baseline' }), declaration('live', { enforce: 'restricted' })],
      [],
    ],
    [
      'a manifest and the live namespace',
      [manifest({ enforce: 'baseline' }), declaration('live', { enforce: 'restricted' })],
      [],
    ],
    ['a manifest and an Application that creates', [manifest({ enforce: 'baseline' }), declaration('created')], []],
    [
      'a manifest and the same managed labels',
      [manifest({ enforce: 'baseline' }), managed({ enforce: 'baseline' })],
      [],
    ],
    ['a manifest and fewer managed labels', [manifest({ enforce: 'baseline' }), managed({ team: 'x' })], []],
    [
      'a manifest and other managed labels',
      [manifest({ enforce: 'baseline' }), managed({ enforce: 'restricted' })],
      ['conflict'],
    ],
    ['a manifest without the managed labels', [manifest({}), managed({ enforce: 'restricted' })], ['conflict']],
    [
      'a manifest and two Applications',
      [managed({ warn: 'baseline' }), manifest({}), managed({ audit: 'baseline' }, 'b.yaml')],
      ['conflict', 'conflict'],
    ],
    [
      'two manifests and managed labels as in the one that prevails',
      [
        manifest({ enforce: 'baseline' }),
        manifest({ enforce: 'restricted' }, 'b.yaml'),
        managed({ enforce: 'restricted' }),
      ],
      ['contested'],
    ],
  ])('%s', (_, said, rules) => {
    expect(findConflicts(stateOf(said)).map(({ rule }) => rule)).toEqual(rules);
  });

  it('tells who fights about which label', () => {
    const said = [
      manifest({ enforce: 'baseline', audit: 'baseline' }, 'a.yaml'),
      manifest({ enforce: 'baseline', audit: 'restricted' }, 'b.yaml'),
      manifest({ enforce: 'baseline' }, 'c.yaml'),
    ];
    expect(findConflicts(stateOf(said))).toEqual([
      {
        rule: 'contested',
        cluster: '',
        namespace: 'pay',
        target: 'b',
        label: AUDIT,
        found: 'restricted',
        message: `3 sources give this namespace different labels, and the last sync wins: ${AUDIT}: baseline in a.yaml:7, ${AUDIT}: restricted in b.yaml:7, ${AUDIT}: not set in c.yaml:5; the strictest is taken here`,
        remediation: 'Let one of them own the namespace and its labels.',
        location: { file: 'b.yaml', line: 7 },
      },
    ]);
  });

  it('tells that managed labels do nothing, where they stand', () => {
    const said = [
      manifest({ enforce: 'baseline' }),
      declaration('managed', { team: 'x', enforce: 'restricted' }, { target: 'apps', cluster: '' }),
    ];
    expect(findConflicts(stateOf(said))).toEqual([
      {
        rule: 'conflict',
        cluster: '',
        namespace: 'pay',
        target: 'apps',
        label: ENFORCE,
        found: 'restricted',
        allowed: 'baseline',
        message: `managedNamespaceMetadata sets ${ENFORCE}: restricted, but the Namespace manifest, which replaces it, sets baseline (manifest.yaml:6)`,
        remediation: 'Set the label in the Namespace manifest, and remove managedNamespaceMetadata.',
        location: { file: 'managed.yaml', line: 7 },
      },
    ]);
  });

  it('tells that a manifest drops a managed label', () => {
    expect(findConflicts(stateOf([managed({ audit: 'baseline' }), manifest({ enforce: 'baseline' })]))).toMatchObject([
      {
        label: AUDIT,
        allowed: 'not set, as in the manifest',
        message: `managedNamespaceMetadata sets ${AUDIT}: baseline, but the Namespace manifest, which replaces it, does not set it (manifest.yaml:5)`,
        location: { file: 'managed.yaml', line: 6 },
      },
    ]);
  });

  it('names the manifest that prevails', () => {
    const said = [
      manifest({ enforce: 'privileged' }, 'a.yaml'),
      manifest({ enforce: 'restricted' }, 'b.yaml'),
      managed({ enforce: 'baseline' }),
    ];
    expect(findConflicts(stateOf(said)).at(-1)?.message).toMatch(/sets restricted \(b\.yaml:6\)$/);
  });
});

describe('findIdleMetadata', () => {
  it('names the Application and both ways out', () => {
    expect(findIdleMetadata('prod', 'pay', 'apps', 'payments', { file: 'app.yaml', line: 8 })).toEqual({
      rule: 'conflict',
      cluster: 'prod',
      namespace: 'pay',
      target: 'apps',
      message:
        'managedNamespaceMetadata of Application payments does nothing without the sync option CreateNamespace=true',
      remediation:
        'Add CreateNamespace=true to spec.syncPolicy.syncOptions, or set the labels in a Namespace manifest.',
      location: { file: 'app.yaml', line: 8 },
    });
  });
});

import { describe, expect, it } from 'vitest';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import { problemIn, problemOf, setLabel } from '../../src/namespaces/problem.ts';
import { declaration, stateOf } from './fixtures.ts';

const ENFORCE = `${LABEL_PREFIX}enforce`;
const AUDIT = `${LABEL_PREFIX}audit`;
const TEXTS = { rule: 'invalid', message: 'm', remediation: 'r' } as const;

describe('problemOf', () => {
  const merged = stateOf([
    declaration('live', { audit: 'baseline' }, { cluster: 'prod' }),
    declaration('managed', { enforce: 'baseline' }, { cluster: 'prod' }),
  ]);
  const PLACE = { cluster: 'prod', namespace: 'pay' };

  it.each<[name: string, label: string | undefined, expected: object]>([
    [
      'where a label stands',
      ENFORCE,
      { target: 'managed', found: 'baseline', location: { file: 'managed.yaml', line: 6 } },
    ],
    [
      'where a label below it stands',
      AUDIT,
      { target: 'live', found: 'baseline', location: { file: 'live.yaml', line: 6 } },
    ],
    [
      'where a label would have to be added',
      `${LABEL_PREFIX}warn`,
      { target: 'managed', location: { file: 'managed.yaml', line: 5 } },
    ],
    ['of no label', undefined, { target: 'managed', location: { file: 'managed.yaml', line: 5 } }],
  ])('%s', (_, label, expected) => {
    const details = { ...TEXTS, ...(label === undefined ? {} : { label }) };
    expect(problemOf(merged, details)).toEqual({ ...details, ...PLACE, ...expected });
  });

  it('of what nobody declares has no place', () => {
    expect(problemOf(stateOf([]), { ...TEXTS, label: ENFORCE })).toEqual({
      ...TEXTS,
      label: ENFORCE,
      cluster: '',
      namespace: 'pay',
      target: '',
    });
  });

  it('keeps what else is said of it', () => {
    const details = {
      ...TEXTS,
      rule: 'level',
      policy: 'p',
      mode: 'warn',
      label: ENFORCE,
      allowed: 'restricted',
    } as const;
    expect(problemOf(merged, details)).toMatchObject(details);
  });
});

describe('problemIn', () => {
  it.each<[label: string | undefined, expected: object]>([
    [ENFORCE, { label: ENFORCE, found: 'baseline', location: { file: 'live.yaml', line: 7 } }],
    [AUDIT, { label: AUDIT, location: { file: 'live.yaml', line: 5 } }],
    [undefined, { location: { file: 'live.yaml', line: 5 } }],
  ])('finds %s in its source, and counts for the cluster that is asked about', (label, expected) => {
    const said = declaration('live', { team: 'x', enforce: 'baseline' }, { name: 'web' });
    const problem = problemIn(said, 'prod', { ...TEXTS, ...(label === undefined ? {} : { label }) });
    expect(problem).toEqual({ ...TEXTS, cluster: 'prod', namespace: 'web', target: 'live', ...expected });
  });
});

describe('setLabel', () => {
  it.each([
    ['enforce', 'baseline', `Set the label ${ENFORCE}: baseline.`],
    ['audit', 'restricted', `Set the label ${AUDIT}: restricted.`],
  ] as const)('%s to %s', (mode, level, text) => {
    expect(setLabel(mode, level)).toBe(text);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPodSecurityValue } from '../../src/admission/configuration.ts';
import { levelLabel, MODES, versionLabel } from '../../src/admission/labels.ts';
import { describeLabelErrors, formatStandard, resolvePolicy } from '../../src/admission/policy.ts';
import { reviewController, reviewPod } from '../../src/admission/review.ts';

/** See vectors/README.md for what the file holds. */
const sections = readSections(new URL('vectors/labels.txt', import.meta.url));
const pod = JSON.parse(readFileSync(new URL('vectors/pod.json', import.meta.url), 'utf8'));

const COLUMNS = [
  'enforce',
  'audit',
  'warn',
  'errors',
  'pod.message',
  'pod.enforce-policy',
  'pod.audit-violations',
  'pod.error',
  'pod.warning',
  'controller.audit-violations',
  'controller.error',
  'controller.warning',
] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

const LEVELS = [undefined, 'privileged', 'baseline', 'restricted', 'foo'];
const VERSIONS = [undefined, 'latest', 'v1.24', 'bad'];
const CHOICES = LEVELS.flatMap((level) => VERSIONS.map((version) => ({ level, version })));
const DEFAULTS = [
  {},
  { enforce: 'baseline', 'enforce-version': 'v1.19', warn: 'baseline', 'warn-version': 'v1.20' },
  { enforce: 'restricted', audit: 'restricted', 'audit-version': 'v1.29', warn: 'restricted' },
];
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_';

function readSections(file: URL): ReadonlyMap<string, readonly string[]> {
  const [, ...parts] = readFileSync(file, 'utf8').split(/^# /m);
  return new Map(
    parts.map((part) => {
      const [name = '', ...lines] = part.trimEnd().split('\n');
      return [name, lines];
    }),
  );
}

function section(name: string): readonly string[] {
  return sections.get(name) ?? [];
}

const dictionaries = COLUMNS.map((column) => section(column).map((line): string => JSON.parse(line)));
const outcomes = section('outcomes').flatMap((line) => line.split(' '));

/** The answers of upstream with one default, by enforce, audit and warn. */
function expectedRows(index: number): Row[] {
  const codes = section(`defaults ${index}`).join('').match(/.{3}/g) ?? [];
  return codes.map((code) => {
    const outcome = outcomes[[...code].reduce((sum, digit) => sum * 64 + DIGITS.indexOf(digit), 0)] ?? '';
    return Object.fromEntries(
      COLUMNS.map((column, at) => [column, dictionaries[at]?.[DIGITS.indexOf(outcome[at] ?? '')] ?? '?']),
    ) as Row;
  });
}

function allLabels(): Record<string, string>[] {
  return CHOICES.flatMap((enforce) =>
    CHOICES.flatMap((audit) =>
      CHOICES.map((warn) => {
        const labels: Record<string, string> = {};
        for (const mode of MODES) {
          const { level, version } = { enforce, audit, warn }[mode];
          if (level !== undefined) labels[levelLabel(mode)] = level;
          if (version !== undefined) labels[versionLabel(mode)] = version;
        }
        return labels;
      }),
    ),
  );
}

function answer(labels: Record<string, string>, defaults: object): Row {
  const { configuration } = readPodSecurityValue({ defaults });
  const { policy, errors } = resolvePolicy(labels, configuration.defaults);
  const text = errors.length === 0 ? '' : describeLabelErrors(errors);
  const brief = (error = '') => (error !== '' && error === `Failed to parse policy: ${text}` ? '=' : error);
  const request = { pod, namespace: 'shop', labels };
  const asPod = reviewPod({ ...request, name: 'web-1' }, configuration);
  const asController = reviewController(request, configuration);
  return {
    enforce: formatStandard(policy.enforce),
    audit: formatStandard(policy.audit),
    warn: formatStandard(policy.warn),
    errors: text,
    'pod.message': asPod.message ?? (asPod.allowed ? '' : 'refused without a message'),
    'pod.enforce-policy': asPod.auditAnnotations['enforce-policy'] ?? '',
    'pod.audit-violations': asPod.auditAnnotations['audit-violations'] ?? '',
    'pod.error': brief(asPod.auditAnnotations.error),
    'pod.warning': asPod.warnings.join('\n'),
    'controller.audit-violations': asController.auditAnnotations['audit-violations'] ?? '',
    'controller.error': brief(asController.auditAnnotations.error),
    'controller.warning': asController.warnings.join('\n'),
  };
}

describe('every combination of labels', () => {
  it.each(DEFAULTS.map((defaults, index) => [JSON.stringify(defaults), defaults, index] as const))(
    'answers like upstream with the defaults %s',
    (_, defaults, index) => {
      const rows = expectedRows(index);
      const labels = allLabels();
      expect(rows.length).toBe(20 ** 3);
      expect(labels.length).toBe(rows.length);
      const differences = labels.flatMap((label, at) => {
        const expected = rows[at];
        const actual = answer(label, defaults);
        const wrong = COLUMNS.filter((column) => actual[column] !== expected?.[column]);
        return wrong.map((column) => ({ labels: label, column, upstream: expected?.[column], ours: actual[column] }));
      });
      expect(differences.slice(0, 10), `${differences.length} differences`).toEqual([]);
    },
  );
});

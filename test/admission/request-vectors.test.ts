import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AdmissionConfiguration, readPodSecurityValue } from '../../src/admission/configuration.ts';
import { isExemptRuntimeClass } from '../../src/admission/exemptions.ts';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import { describeExistingPods, reviewNamespace } from '../../src/admission/namespace.ts';
import { resolvePolicy } from '../../src/admission/policy.ts';
import { reviewController, reviewPod } from '../../src/admission/review.ts';
import { evaluatePod } from '../../src/pss/evaluate.ts';
import type { PodObject } from '../../src/pss/pod.ts';

/** See vectors/README.md. */
interface Row {
  readonly kind: 'Namespace' | 'Pod' | 'Deployment';
  readonly name: string;
  readonly namespace?: string;
  readonly user?: string;
  readonly configuration: string;
  readonly labels: Labels;
  readonly oldLabels?: Labels;
  readonly pod?: string;
  readonly pods?: readonly Existing[];
  readonly answer: Answer;
}

interface Existing {
  readonly name: string;
  readonly pod: string;
  readonly owner?: string;
  readonly times?: number;
}

interface Answer {
  readonly allowed: boolean;
  readonly message?: string;
  readonly warnings?: readonly string[];
  readonly annotations?: Labels;
}

type Labels = Readonly<Record<string, string>>;

const read = (file: string) => readFileSync(new URL(`vectors/${file}`, import.meta.url), 'utf8');
const fixtures: {
  readonly configurations: Readonly<Record<string, unknown>>;
  readonly pods: Readonly<Record<string, PodObject>>;
} = JSON.parse(read('fixtures.json'));
const rows: readonly Row[] = read('requests.ndjson')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

/** Keys without a prefix are short for those of Pod Security Admission. */
function expand(labels: Labels): Labels {
  return Object.fromEntries(
    Object.entries(labels).map(([key, value]) => [key.includes('/') ? key : LABEL_PREFIX + key, value]),
  );
}

function podOf(key = ''): PodObject {
  return fixtures.pods[key] ?? expect.fail(`no pod ${key}`);
}

function answer(row: Row): Answer {
  const { configuration } = readPodSecurityValue(fixtures.configurations[row.configuration]);
  const labels = expand(row.labels);
  if (row.kind === 'Namespace') return answerNamespace(row, labels, configuration);
  const request = {
    pod: podOf(row.pod),
    name: row.name,
    namespace: row.namespace ?? '',
    labels,
    ...(row.user === undefined ? {} : { username: row.user }),
  };
  const review = row.kind === 'Pod' ? reviewPod(request, configuration) : reviewController(request, configuration);
  return tidy({ ...review, annotations: review.auditAnnotations });
}

function answerNamespace(row: Row, labels: Labels, configuration: AdmissionConfiguration): Answer {
  const { enforce } = resolvePolicy(labels, configuration.defaults).policy;
  const scan = () => describeExistingPods(row.name, enforce, existing(row.pods ?? [], configuration, enforce));
  const old = row.oldLabels === undefined ? {} : { oldLabels: expand(row.oldLabels) };
  return tidy(reviewNamespace({ name: row.name, labels, ...old }, configuration, scan));
}

function existing(
  pods: readonly Existing[],
  configuration: AdmissionConfiguration,
  { level, version }: ReturnType<typeof resolvePolicy>['policy']['enforce'],
) {
  return pods
    .filter(({ pod }) => !isExemptRuntimeClass(configuration, podOf(pod).spec?.runtimeClassName))
    .flatMap(({ name, pod, owner, times }) => {
      const { reason } = evaluatePod({ level, version: version.text }, podOf(pod));
      const names = times === undefined ? [name] : Array.from({ length: times }, (_, index) => `${name}-${index}`);
      return names.map((each) => ({ name: each, reason, ...(owner === undefined ? {} : { owner }) }));
    });
}

/** Leaves out what is empty, as the file does. */
function tidy({ allowed, message, warnings = [], annotations = {} }: Answer): Answer {
  return {
    allowed,
    ...(message === undefined ? {} : { message }),
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}

describe('requests', () => {
  it('are many, of every kind', () => {
    expect(new Set(rows.map(({ kind }) => kind)).size).toBe(3);
    expect(rows.length).toBeGreaterThan(350);
  });

  it('are answered like upstream does', () => {
    const wrong = rows
      .map((row) => ({ ...row, ours: answer(row) }))
      .filter((row) => JSON.stringify(sorted(row.ours)) !== JSON.stringify(sorted(row.answer)));
    expect(wrong.slice(0, 5), `${wrong.length} of ${rows.length} differ`).toEqual([]);
  });
});

function sorted({ annotations, ...rest }: Answer): object {
  const entries = Object.entries(annotations ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return { allowed: rest.allowed, message: rest.message, warnings: rest.warnings, entries };
}

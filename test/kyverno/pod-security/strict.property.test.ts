import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTROLS } from '../../../src/kyverno/pod-security/controls.ts';
import { evaluatePodSecurity } from '../../../src/kyverno/pod-security/evaluate.ts';
import type { BrokenCheck } from '../../../src/kyverno/types.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { evaluatePod, LEVELS, type PodObject } from '../../../src/pss/index.ts';
import { almostPod } from '../../pss/arbitraries.ts';
import { anyExclusion, brokenPod, version } from './arbitraries.ts';
import { exclusion } from './rules.ts';

const level = fc.constantFrom(...LEVELS);
const exclusions = fc.array(anyExclusion, { maxLength: 5 });

function judge(object: KubernetesObject, of: Parameters<typeof evaluatePodSecurity>[1]) {
  return evaluatePodSecurity('r', of, object, [], 'strict');
}

function fieldsOf(checks: readonly BrokenCheck[] | undefined): string[] {
  return (checks ?? []).flatMap(({ fields }) => fields.map(({ path }) => path));
}

describe('strict mode', () => {
  it('allows without exclusions what the Pod Security Standards allow, for their reasons', () => {
    fc.assert(
      fc.property(level, version, fc.oneof(brokenPod, almostPod), (asked, atVersion, value) => {
        const template = value as PodObject;
        const verdict = evaluatePod({ level: asked, version: atVersion === '' ? 'latest' : atVersion }, template);
        const { status, brokenChecks = [] } = judge(
          { kind: 'Deployment', spec: { template } },
          { level: asked, version: atVersion, exclude: [] },
        );
        const isUnreadable = !verdict.allowed && verdict.checks.length === 0;
        expect(status).toBe(isUnreadable ? 'error' : verdict.allowed ? 'pass' : 'fail');
        expect(brokenChecks.map(({ id, reason, detail }) => ({ id, allowed: false, reason, detail }))).toEqual(
          verdict.checks.filter(({ allowed }) => !allowed),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds with exclusions nothing that it does not find without', () => {
    fc.assert(
      fc.property(level, version, brokenPod, exclusions, (asked, atVersion, object, exclude) => {
        const all = fieldsOf(judge(object, { level: asked, version: atVersion, exclude: [] }).brokenChecks);
        const left = fieldsOf(judge(object, { level: asked, version: atVersion, exclude }).brokenChecks);
        expect(all).toEqual(expect.arrayContaining(left));
      }),
      { numRuns: 500 },
    );
  });

  it('finds no less of one control for exclusions of the others', () => {
    fc.assert(
      fc.property(brokenPod, exclusions, fc.constantFrom(...CONTROLS), (object, entries, control) => {
        const of = { level: 'restricted', version: 'latest' };
        const exclude = entries.filter(({ controlName }) => controlName !== control.name);
        const ofControl = (checks: readonly BrokenCheck[] | undefined) =>
          fieldsOf(checks?.filter(({ id }) => control.checks.includes(id)));
        const all = ofControl(judge(object, { ...of, exclude: [] }).brokenChecks);
        expect(ofControl(judge(object, { ...of, exclude }).brokenChecks)).toEqual(expect.arrayContaining(all));
      }),
      { numRuns: 500 },
    );
  });

  it('names no container in the text of a check that has no field left', () => {
    fc.assert(
      fc.property(level, brokenPod, exclusions, (asked, object, exclude) => {
        const { brokenChecks = [] } = judge(object, { level: asked, version: 'latest', exclude });
        for (const { detail, fields } of brokenChecks) {
          const named = [...detail.matchAll(/"(main|init)-(\d)"/g)].map(([, list, index]) =>
            list === 'main' ? `spec.containers[${index}]` : `spec.initContainers[${index}]`,
          );
          for (const place of named) expect(fields.some(({ path }) => path.startsWith(place))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('passes everything when every control is excluded, with and without images', () => {
    const exclude = CONTROLS.flatMap(({ name, fields }) => [
      ...(fields === 'container' ? [] : [exclusion({ controlName: name })]),
      ...(fields === 'pod' ? [] : [exclusion({ controlName: name, images: ['*'] })]),
    ]);
    fc.assert(
      fc.property(level, version, brokenPod, (asked, atVersion, object) => {
        expect(judge(object, { level: asked, version: atVersion, exclude }).status).toBe('pass');
      }),
      { numRuns: 500 },
    );
  });
});

describe('both modes', () => {
  it('answer whatever they are given', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('latest', 'v1.20', 'restricted', 'baseline'));
    const kinds = fc.constantFrom('Pod', 'Deployment', 'CronJob', 'x');
    fc.assert(
      fc.property(kinds, text, text, exclusions, fc.jsonValue(), almostPod, (kind, asked, at, exclude, junk, value) => {
        const objects = [
          { kind, spec: junk },
          { kind, ...(value as object) },
          { kind, spec: { template: value, jobTemplate: { metadata: junk, spec: { template: value } } } },
        ];
        for (const object of objects) {
          for (const mode of ['strict', 'compat'] as const) {
            const of = { level: asked, version: at, exclude };
            const { status, message } = evaluatePodSecurity('r', of, object, [], mode);
            expect(['pass', 'fail', 'error']).toContain(status);
            expect(message).not.toBe('');
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

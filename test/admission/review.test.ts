import { describe, expect, it } from 'vitest';
import { type AdmissionConfiguration, DEFAULT_CONFIGURATION } from '../../src/admission/configuration.ts';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import { type ReviewRequest, reviewController, reviewPod } from '../../src/admission/review.ts';

const privileged = { spec: { containers: [{ name: 'a', securityContext: { privileged: true } }] } };
const DETAIL = 'privileged (container "a" must not set securityContext.privileged=true)';

const EXEMPTING: AdmissionConfiguration = {
  ...DEFAULT_CONFIGURATION,
  exemptions: { usernames: ['alice'], namespaces: ['infra'], runtimeClasses: ['kata'] },
};

function request(labels: Record<string, string>, tweak: Partial<ReviewRequest> = {}) {
  const entries = Object.entries(labels).map(([key, value]) => [LABEL_PREFIX + key, value]);
  return { pod: privileged, name: 'x', namespace: 'shop', labels: Object.fromEntries(entries), ...tweak };
}

const kata = { spec: { ...privileged.spec, runtimeClassName: 'kata' } };
const baseline = { enforce: 'baseline', audit: 'baseline' };

describe('reviewPod', () => {
  it('refuses, and tells the audit log but not the user', () => {
    expect(reviewPod(request(baseline), DEFAULT_CONFIGURATION)).toEqual({
      allowed: false,
      message: `pods "x" is forbidden: violates PodSecurity "baseline:latest": ${DETAIL}`,
      warnings: [],
      auditAnnotations: {
        'enforce-policy': 'baseline:latest',
        'audit-violations': `would violate PodSecurity "baseline:latest": ${DETAIL}`,
      },
    });
  });

  it('names no pod whose name the API server is to make', () => {
    const { message } = reviewPod({ ...request(baseline), name: '' }, DEFAULT_CONFIGURATION);
    expect(message).toBe(`pods is forbidden: violates PodSecurity "baseline:latest": ${DETAIL}`);
  });

  it('warns of what it lets through', () => {
    expect(reviewPod(request({ warn: 'baseline', 'warn-version': 'v1.20' }), DEFAULT_CONFIGURATION)).toEqual({
      allowed: true,
      warnings: [`would violate PodSecurity "baseline:v1.20": ${DETAIL}`],
      auditAnnotations: { 'enforce-policy': 'privileged:latest' },
    });
  });

  it('enforces restricted when the level is none, and says so', () => {
    const { allowed, auditAnnotations } = reviewPod(request({ enforce: 'x' }), DEFAULT_CONFIGURATION);
    expect(allowed).toBe(false);
    expect(auditAnnotations.error).toMatch(/^Failed to parse policy: metadata\.labels/);
  });

  it.each([
    ['namespace', request(baseline, { namespace: 'infra', username: 'alice', pod: kata }), 'namespace'],
    ['user', request(baseline, { username: 'alice', pod: kata }), 'user'],
    ['runtime class', request(baseline, { username: 'bob', pod: kata }), 'runtimeClass'],
  ])('exempts by %s', (_, subject, exempt) => {
    expect(reviewPod(subject, EXEMPTING)).toEqual({ allowed: true, warnings: [], auditAnnotations: { exempt } });
  });

  it('does not look at the runtime class where nothing is asked', () => {
    const { auditAnnotations } = reviewPod(request({ 'enforce-version': 'v1.20' }, { pod: kata }), EXEMPTING);
    expect(auditAnnotations).toEqual({ 'enforce-policy': 'privileged:latest' });
  });
});

describe('reviewController', () => {
  it('never refuses, and warns at the level that is enforced', () => {
    expect(reviewController(request({ enforce: 'baseline' }), DEFAULT_CONFIGURATION)).toEqual({
      allowed: true,
      warnings: [`would violate PodSecurity "baseline:latest": ${DETAIL}`],
      auditAnnotations: {},
    });
  });

  it.each([
    ['says nothing when only enforce asks', { enforce: 'baseline', warn: 'privileged' }, {}],
    [
      'tells the audit log',
      { audit: 'baseline' },
      { 'audit-violations': `would violate PodSecurity "baseline:latest": ${DETAIL}` },
    ],
  ])('%s', (_, labels, auditAnnotations) => {
    expect(reviewController(request(labels), DEFAULT_CONFIGURATION)).toEqual({
      allowed: true,
      warnings: [],
      auditAnnotations,
    });
  });

  it('exempts like a pod', () => {
    const { auditAnnotations } = reviewController(request(baseline, { pod: kata }), EXEMPTING);
    expect(auditAnnotations).toEqual({ exempt: 'runtimeClass' });
  });
});

import { describe, expect, it } from 'vitest';
import { buildEnvironment, instanceName } from '../../src/applications/environment.ts';
import type { Application, ApplicationSource } from '../../src/model/application.ts';

const source: ApplicationSource = {
  spec: {},
  repoUrl: 'https://git.example/gitops.git',
  targetRevision: 'main',
  path: 'apps/pay',
  chart: undefined,
  ref: undefined,
};

const application = (namespace: string): Application => ({
  manifest: { object: { kind: 'Application' }, source: { file: 'a.yaml', lineOf: () => undefined } },
  name: 'pay',
  namespace,
  project: 'shop',
  destination: { cluster: 'prod', namespace: 'payments' },
  sources: [source],
  isMultiSource: false,
  isHydrated: false,
  createsNamespace: false,
  managed: undefined,
});

describe('instanceName', () => {
  it.each([
    ['', 'pay'],
    ['argocd', 'pay'],
    ['team', 'team_pay'],
  ])('of an Application in "%s" is %s', (namespace, name) => {
    expect(instanceName(application(namespace), 'argocd')).toBe(name);
  });
});

describe('buildEnvironment', () => {
  it('holds what Argo CD gives a render, with the namespace of the destination', () => {
    const revision = '0123456789abcdef0123456789abcdef01234567';
    expect(buildEnvironment(application('team'), source, revision, 'argocd')).toEqual({
      ARGOCD_APP_NAME: 'team_pay',
      ARGOCD_APP_NAMESPACE: 'payments',
      ARGOCD_APP_PROJECT_NAME: 'shop',
      ARGOCD_APP_REVISION: revision,
      ARGOCD_APP_REVISION_SHORT: '0123456',
      ARGOCD_APP_REVISION_SHORT_8: '01234567',
      ARGOCD_APP_SOURCE_REPO_URL: 'https://git.example/gitops.git',
      ARGOCD_APP_SOURCE_PATH: 'apps/pay',
      ARGOCD_APP_SOURCE_TARGET_REVISION: 'main',
    });
  });
});

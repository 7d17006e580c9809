import { describe, expect, it } from 'vitest';
import {
  namesKind,
  parseKindSelector,
  selectsKind,
  splitApiVersion,
} from '../../../src/kyverno/match/kind-selector.ts';

describe('parseKindSelector', () => {
  it.each<[text: string, group: string, version: string, kind: string, subresource: string]>([
    ['Pod', '*', '*', 'Pod', ''],
    ['v1/Pod', '*', 'v1', 'Pod', ''],
    ['*/Pod', '*', '*', 'Pod', ''],
    ['v1beta1/CronJob', '*', 'v1beta1', 'CronJob', ''],
    ['apps/v1/Deployment', 'apps', 'v1', 'Deployment', ''],
    ['apps/*/Deployment', 'apps', '*', 'Deployment', ''],
    ['Pod/exec', '*', '*', 'Pod', 'exec'],
    ['Pod.exec', '*', '*', 'Pod', 'exec'],
    ['v1/Pod/exec', '*', 'v1', 'Pod', 'exec'],
    ['v1/Pod.exec', '*', 'v1', 'Pod', 'exec'],
    ['apps/v1/Deployment/scale', 'apps', 'v1', 'Deployment', 'scale'],
    ['apps/v1/Deployment.scale', 'apps', 'v1', 'Deployment', 'scale'],
    ['*', '*', '*', '*', ''],
    ['*/*', '*', '*', '*', '*'],
    ['*/exec', '*', '*', '*', 'exec'],
    ['*/Scale', '*', '*', 'Scale', ''],
    // Two digits are no version to Kyverno.
    ['v10/Pod', '*', '*', 'v10', 'Pod'],
    ['a/b/c/d/e', '', '', '', ''],
    ['', '*', '*', '', ''],
  ])('%s', (text, group, version, kind, subresource) => {
    expect(parseKindSelector(text)).toEqual({ group, version, kind, subresource });
  });
});

describe('selectsKind', () => {
  it.each<[text: string, apiVersion: string, kind: string, selects: boolean]>([
    ['Pod', 'v1', 'Pod', true],
    ['Pod', 'x.example/v3', 'Pod', true],
    ['pods', 'v1', 'Pod', false],
    ['pod', 'v1', 'Pod', false],
    ['v1/Pod', 'v1', 'Pod', true],
    ['v2/Pod', 'v1', 'Pod', false],
    ['apps/v1/Deployment', 'apps/v1', 'Deployment', true],
    ['apps/v1/Deployment', 'extensions/v1', 'Deployment', false],
    ['*/*/D*', 'apps/v1', 'Deployment', true],
    ['Deploy?ent', 'apps/v1', 'Deployment', true],
  ])('%s of %s %s', (text, apiVersion, kind, selects) => {
    expect(selectsKind(parseKindSelector(text), splitApiVersion(apiVersion, kind))).toBe(selects);
  });
});

describe('namesKind', () => {
  it.each<[selector: string, names: boolean]>([
    ['Pod', true],
    ['v1/Pod', true],
    ['*/Pod', true],
    ['/v1/Pod', true],
    ['Pod/status', true],
    ['v1/Pod.status', true],
    ['v1/Pod/exec', true],
    ['/v1/Pod/exec', true],
    ['*', false],
    ['*/*', false],
    ['P*', false],
    ['PodTemplate', false],
    ['a/b/c/d/Pod', false],
  ])('%s', (selector, names) => {
    expect(namesKind(['Service', selector], 'Pod')).toBe(names);
  });
});

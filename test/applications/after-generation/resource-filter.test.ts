import { describe, expect, it } from 'vitest';
import {
  DEFAULT_EXCLUSIONS,
  isExcluded,
  type ResourceFilter,
} from '../../../src/applications/after-generation/resource-filter.ts';

const SERVER = 'https://prod.example';

describe('isExcluded', () => {
  it.each<[string, string, string, ResourceFilter[], ResourceFilter[], boolean]>([
    ['no rule', 'v1', 'Pod', [], [], false],
    ['events, always', 'v1', 'Event', [], [], true],
    ['events of their group, always', 'events.k8s.io/v1', 'Event', [], [], true],
    ['leases, always', 'coordination.k8s.io/v1', 'Lease', [], [], true],
    ['a kind of another group', 'x.io/v1', 'Event', [], [], false],
    ['a rule for all', 'v1', 'Pod', [{}], [], true],
    ['a kind', 'batch/v1', 'Job', [{ kinds: ['Job'] }], [], true],
    ['a kind in other letters', 'batch/v1', 'Job', [{ kinds: ['job'] }], [], false],
    ['a glob is no kind', 'batch/v1', 'Job', [{ kinds: ['J*'] }], [], false],
    ['all kinds', 'batch/v1', 'Job', [{ kinds: ['*'] }], [], true],
    ['a glob of groups', 'a.cilium.io/v1', 'X', [{ apiGroups: ['*.cilium.io'] }], [], true],
    ['a group that does not match', 'apps/v1', 'X', [{ apiGroups: [''] }], [], false],
    ['this cluster', 'v1', 'Pod', [{ clusters: ['https://prod.*'] }], [], true],
    ['another cluster', 'v1', 'Pod', [{ clusters: ['https://test.*'] }], [], false],
    ['included', 'v1', 'Pod', [], [{ kinds: ['Pod'] }], false],
    ['not included', 'apps/v1', 'Deployment', [], [{ kinds: ['Pod'] }], true],
    ['not included in another cluster', 'apps/v1', 'X', [], [{ kinds: ['Pod'], clusters: ['other'] }], false],
    ['excluded and included', 'v1', 'Pod', [{ kinds: ['Pod'] }], [{ kinds: ['Pod'] }], true],
    ['no workload by default', 'apps/v1', 'Deployment', [...DEFAULT_EXCLUSIONS], [], false],
  ])('%s', (_, apiVersion, kind, exclusions, inclusions, expected) => {
    expect(isExcluded({ apiVersion, kind }, exclusions, inclusions, SERVER)).toBe(expected);
  });

  it.each<[string, ResourceFilter[], ResourceFilter[]]>([
    ['exclusions', [{ clusters: ['*'] }], []],
    ['inclusions', [], [{ kinds: ['Job'], clusters: ['*'] }]],
    ['inclusions that might hold it', [], [{ kinds: ['Job'] }, { kinds: ['Pod'], clusters: ['a'] }]],
  ])('leaves nothing out for a cluster that nobody named: %s', (_, exclusions, inclusions) => {
    expect(isExcluded({ apiVersion: 'v1', kind: 'Pod' }, exclusions, inclusions, undefined)).toBe(false);
  });
});

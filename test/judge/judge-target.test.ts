import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/model/failure.ts';
import type { Level } from '../../src/pss/levels.ts';
import {
  findingOf,
  findingsOf,
  fingerprintsOf,
  judge,
  namesOf,
  POD_SECURE,
  pod,
  SECURE,
  type Settings,
  TARGET,
} from './judge.ts';

describe('a workload that keeps the standard', () => {
  it('has no findings, and its checks are counted', () => {
    const { findings, passes, ...judgement } = judge(pod());
    expect(findings).toEqual([]);
    expect(passes).toBeGreaterThan(10);
    expect(namesOf(judgement)).toEqual(['shop']);
  });

  it.each<[name: string, text: string, level: Level]>([
    ['anything at privileged', pod('{name: a, securityContext: {privileged: true}}'), 'privileged'],
    ['a bare container at baseline', pod('{name: a}'), 'baseline'],
  ])('%s', (_, text, level) => {
    expect(findingsOf(text, { level })).toEqual([]);
  });

  it('counts checks of every workload', () => {
    const one = judge(pod()).passes;
    expect(judge(`${pod()}---\n${pod()}`).passes).toBe(2 * one);
    expect(judge(pod(), { level: 'privileged' }).passes).toBe(0);
  });

  it('counts the checks that one with findings keeps', () => {
    const all = judge(pod()).passes;
    const { findings, passes } = judge(pod(`{name: a, securityContext: {${SECURE}, privileged: true}}`));
    expect(findings).toHaveLength(1);
    expect(passes).toBe(all - 1);
  });
});

describe('a finding', () => {
  const text = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
spec:
  template:
    spec:
      ${POD_SECURE}
      containers:
        - name: app
          image: app:1
          securityContext:
            privileged: true
            capabilities: {drop: [ALL]}
`;

  it('says everything of a broken control', () => {
    expect(findingOf('allowPrivilegeEscalation', text)).toEqual({
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      target: 'directory:apps',
      policy: 'PodSecurity',
      rule: 'allowPrivilegeEscalation',
      control: 'Privilege Escalation',
      check: 'allowPrivilegeEscalation',
      level: 'restricted',
      version: 'latest',
      mode: 'enforce',
      result: 'fail',
      resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'api' },
      container: 'app',
      fields: [
        {
          path: 'spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation',
          found: null,
          allowed: expect.stringMatching(/./),
          line: 13,
        },
      ],
      message:
        'Privilege Escalation: allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false)',
      effect:
        'its pods will be refused: namespace shop enforces restricted:latest (nothing is known of it; by default)',
      location: { file: 'apps/a.yaml', line: 13 },
      remediation: expect.stringMatching(/./),
    });
  });

  it('names the field and the line of what is set', () => {
    expect(findingOf('privileged', text)).toMatchObject({
      fields: [{ path: 'spec.template.spec.containers[0].securityContext.privileged', found: true, line: 14 }],
      location: { file: 'apps/a.yaml', line: 14 },
    });
  });

  it('has no line where the text is rendered', () => {
    const finding = findingOf('privileged', `# Source: shop/templates/a.yaml\n${text}`, { isRendered: true });
    expect(finding.location).toEqual({ file: 'apps/templates/a.yaml' });
    expect(finding.fields).toEqual([expect.not.objectContaining({ line: expect.anything() })]);
  });

  it('names the version that was asked for', () => {
    expect(findingOf('privileged', text, { version: 'v1.20' }).version).toBe('v1.20');
  });

  it('names no container where the pod is wrong', () => {
    const finding = findingOf('hostNamespaces', pod(undefined, 'hostNetwork: true, hostPID: true'));
    expect(finding).not.toHaveProperty('container');
    expect(finding.fields.map(({ path }) => path).sort()).toEqual(['spec.hostNetwork', 'spec.hostPID']);
  });

  it.each<[name: string, metadata: string, resource: object]>([
    ['name and namespace', '{name: a, namespace: b}', { name: 'a', namespace: 'b' }],
    ['no namespace', '{name: a}', { name: 'a', namespace: 'default' }],
    ['an empty namespace', '{name: a, namespace: ""}', { name: 'a', namespace: 'default' }],
    ['a generated name', '{generateName: a-}', { name: 'a-*', namespace: 'default' }],
    ['a name and a generated one', '{name: a, generateName: b-}', { name: 'a', namespace: 'default' }],
    ['no name', '{}', { name: '', namespace: 'default' }],
    ['names that are no text', '{name: 5, namespace: [x]}', { name: '', namespace: 'default' }],
    ['no metadata', 'null', { name: '', namespace: 'default' }],
  ])('names a resource with %s', (_, metadata, resource) => {
    const { findings, ...judgement } = judge(
      `{apiVersion: v1, kind: Pod, metadata: ${metadata}, spec: {hostPID: true}}`,
      { level: 'baseline' },
    );
    expect(findings.map((finding) => finding.resource)).toEqual([{ apiVersion: 'v1', kind: 'Pod', ...resource }]);
    expect(namesOf(judgement)).toEqual([(resource as { namespace: string }).namespace]);
  });

  it('names a resource without an apiVersion', () => {
    expect(findingsOf('{kind: Pod, spec: {hostPID: true}}', { level: 'baseline' })[0]?.resource?.apiVersion).toBe('');
  });
});

describe('one finding', () => {
  it('is made of each container that breaks a control', () => {
    const text = pod(
      `{name: a}, {name: b, securityContext: {${SECURE}}}, {name: c}`,
      'initContainers: [{name: a}], ephemeralContainers: [{name: e}]',
    );
    const findings = findingsOf(text).filter(({ rule }) => rule === 'allowPrivilegeEscalation');
    expect(findings.map(({ container, fields }) => [container, fields[0]?.path])).toEqual([
      ['a', 'spec.initContainers[0].securityContext.allowPrivilegeEscalation'],
      ['a', 'spec.containers[0].securityContext.allowPrivilegeEscalation'],
      ['c', 'spec.containers[2].securityContext.allowPrivilegeEscalation'],
      ['e', 'spec.ephemeralContainers[0].securityContext.allowPrivilegeEscalation'],
    ]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(4);
    for (const { message } of findings) {
      expect(message).toContain(
        'containers "a", "a", "c", "e" must set securityContext.allowPrivilegeEscalation=false',
      );
    }
  });

  it('holds all fields of a container that break the same control', () => {
    const finding = findingOf(
      'hostPorts',
      pod(`{name: a, securityContext: {${SECURE}}, ports: [{hostPort: 80}, {containerPort: 1}, {hostPort: 90}]}`),
    );
    expect(finding.fields.map(({ path, found }) => [path, found])).toEqual([
      ['spec.containers[0].ports[0].hostPort', 80],
      ['spec.containers[0].ports[2].hostPort', 90],
    ]);
  });

  it('holds all volumes of a pod', () => {
    const finding = findingOf(
      'hostPathVolumes',
      pod(undefined, 'volumes: [{name: a, hostPath: {path: /a}}, {name: b, hostPath: {path: /b}}]'),
      { level: 'baseline' },
    );
    expect(finding.fields.map(({ path }) => path)).toEqual(['spec.volumes[0].hostPath', 'spec.volumes[1].hostPath']);
  });

  it('is made of every workload of an object', () => {
    const text =
      '{apiVersion: ray.io/v1, kind: RayCluster, metadata: {name: r}, spec: {headGroupSpec: {template: {spec: {hostIPC: true}}}, workerGroupSpecs: [{template: {spec: {hostIPC: true}}}, {template: {spec: {hostIPC: true}}}]}}';
    const findings = findingsOf(text, { level: 'baseline' });
    expect(findings.map(({ fields }) => fields[0]?.path)).toEqual([
      'spec.headGroupSpec.template.spec.hostIPC',
      'spec.workerGroupSpecs[0].template.spec.hostIPC',
      'spec.workerGroupSpecs[1].template.spec.hostIPC',
    ]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });
});

describe('checks that are kept', () => {
  const text = pod(
    `{name: a, securityContext: {${SECURE}, privileged: true}}, {name: b, securityContext: {${SECURE}}}`,
  );

  it('are listed on demand, one finding for the workload', () => {
    const { findings, passes } = judge(text, { listPasses: true });
    const kept = findings.filter(({ result }) => result === 'pass');
    expect(kept).toHaveLength(passes);
    expect(findings.filter(({ result }) => result !== 'pass')).toEqual(findingsOf(text));
    expect(kept.find(({ rule }) => rule === 'hostNamespaces')).toEqual({
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      target: 'directory:apps',
      policy: 'PodSecurity',
      rule: 'hostNamespaces',
      control: 'Host Namespaces',
      check: 'hostNamespaces',
      level: 'restricted',
      version: 'latest',
      mode: 'enforce',
      result: 'pass',
      resource: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'a' },
      fields: [],
      message: expect.stringMatching(/^Host Namespaces: ./),
      location: { file: 'apps/a.yaml', line: 1 },
    });
  });

  it('have fingerprints of their own, the same wherever the workload stands', () => {
    const fingerprints = fingerprintsOf(text, { listPasses: true });
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
    expect(fingerprintsOf(`# a\n\n${text}`, { listPasses: true })).toEqual(fingerprints);
  });

  it('are none of a pod that does not decode', () => {
    const { findings, passes } = judge('{apiVersion: v1, kind: Pod, spec: x}', { listPasses: true });
    expect(findings.map(({ rule }) => rule)).toEqual(['decode']);
    expect(passes).toBe(0);
  });
});

describe('found values', () => {
  const privileged = (value: string) =>
    pod(`{name: a, securityContext: {${SECURE}, seLinuxOptions: {type: "${value}"}}}`);
  const foundIn = (value: string) => findingOf('seLinuxOptions', privileged(value)).fields[0]?.found;

  it('of up to 200 characters of JSON stand as they are', () => {
    expect(foundIn('x'.repeat(198))).toBe('x'.repeat(198));
  });

  it('are cut behind 200 characters of their JSON', () => {
    expect(foundIn('x'.repeat(199))).toBe(`"${'x'.repeat(199)}…`);
    expect(foundIn('x'.repeat(100_000))).toBe(`"${'x'.repeat(199)}…`);
  });

  it('that are objects stand as they are, or are cut as text', () => {
    const found = (path: string) =>
      findingOf('hostPathVolumes', pod(undefined, `volumes: [{name: v, hostPath: {path: ${path}}}]`), {
        level: 'baseline',
      }).fields[0]?.found;
    expect(found('/x')).toEqual({ path: '/x' });
    expect(found(`/${'x'.repeat(300)}`)).toBe(`{"path":"/${'x'.repeat(190)}…`);
  });

  it('of the wrong type are cut too', () => {
    const finding = findingOf('decode', `{apiVersion: v1, kind: Pod, spec: "${'x'.repeat(300)}"}`);
    expect(finding.fields[0]?.found).toBe(`"${'x'.repeat(199)}…`);
  });
});

describe('defaults of the API server', () => {
  const POD = '{hostNetwork: true, containers: [{name: c, ports: [{containerPort: 8080}]}]}';

  it.each<[name: string, text: string, rules: string[]]>([
    ['open the ports of a Pod', `{apiVersion: v1, kind: Pod, spec: ${POD}}`, ['hostNamespaces', 'hostPorts']],
    [
      'not of a Deployment',
      `{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: ${POD}}}}`,
      ['hostNamespaces'],
    ],
    [
      'not of a template of the core group',
      `{apiVersion: v1, kind: PodTemplate, template: {spec: ${POD}}}`,
      ['hostNamespaces'],
    ],
    ['not of a Job', `{apiVersion: batch/v1, kind: Job, spec: {template: {spec: ${POD}}}}`, ['hostNamespaces']],
  ])('on the host network %s', (_, text, rules) => {
    expect(findingsOf(text, { level: 'baseline' }).map(({ rule }) => rule)).toEqual(rules);
  });

  it('allow a volume without a source', () => {
    expect(findingsOf(pod(undefined, 'volumes: [{name: v}]'))).toEqual([]);
  });
});

describe('a pod that does not decode', () => {
  it('is an error that names all fields', () => {
    const text = `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  template:
    spec:
      hostNetwork: "yes"
      containers:
        - name: app
          securityContext:
            runAsUser: root
`;
    expect(findingsOf(text)).toEqual([
      {
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        target: 'directory:apps',
        policy: 'pss-gate',
        rule: 'decode',
        result: 'error',
        resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'api' },
        fields: [
          { path: 'spec.template.spec.hostNetwork', found: 'yes', allowed: 'a boolean', line: 7 },
          {
            path: 'spec.template.spec.containers[0].securityContext.runAsUser',
            found: 'root',
            allowed: 'a 64-bit integer',
            line: 11,
          },
        ],
        message:
          'the API server would not accept this pod: spec.template.spec.hostNetwork: expected a boolean, got the string "yes"; spec.template.spec.containers[0].securityContext.runAsUser: expected a 64-bit integer, got the string "root"',
        location: { file: 'apps/a.yaml', line: 7 },
      },
    ]);
  });

  it.each(['spec: x', 'spec: {template: []}', 'spec: {template: {spec: {containers: x}}}'])('with %s', (fields) => {
    const { findings, passes, ...judgement } = judge(
      `{apiVersion: apps/v1, kind: Deployment, metadata: {namespace: b}, ${fields}}`,
    );
    expect(findings.map(({ rule, result }) => [rule, result])).toEqual([['decode', 'error']]);
    expect(passes).toBe(0);
    expect(namesOf(judgement)).toEqual(['b']);
  });

  it('is an error at every level, privileged too', () => {
    expect(findingsOf('{apiVersion: v1, kind: Pod, spec: x}', { level: 'privileged' })).toHaveLength(1);
  });

  it('does not stop others from being judged', () => {
    const findings = findingsOf(
      `{apiVersion: v1, kind: Pod, spec: x}\n---\n{apiVersion: v1, kind: Pod, spec: {hostPID: true}}\n`,
      { level: 'baseline' },
    );
    expect(findings.map(({ rule }) => rule)).toEqual(['decode', 'hostNamespaces']);
  });
});

describe('what is not judged', () => {
  it('is a finding of its own', () => {
    const text = `apiVersion: example.com/v1
kind: App
metadata: {name: a}
spec:
  pod: {containers: [{image: x}]}
`;
    expect(findingsOf(text)).toEqual([
      {
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        target: 'directory:apps',
        policy: 'pss-gate',
        rule: 'unknown-workload',
        result: 'skip',
        resource: { apiVersion: 'example.com/v1', kind: 'App', namespace: 'default', name: 'a' },
        fields: [],
        message: expect.stringContaining('App of example.com holds what looks like a pod at spec.pod'),
        location: { file: 'apps/a.yaml', line: 5 },
      },
    ]);
  });

  it('gives no namespace', () => {
    const judgement = judge('{apiVersion: example.com/v1, kind: App, spec: {containers: [{image: x}]}}');
    expect(namesOf(judgement)).toEqual([]);
    expect(judgement.passes).toBe(0);
  });

  it.each<[name: string, failure: Failure, finding: object]>([
    ['a render', { rule: 'render', message: 'helm: no' }, { rule: 'render', message: 'helm: no' }],
    [
      'a file',
      { rule: 'parse', message: 'bad', location: { file: 'apps/b.yaml', line: 3 } },
      { rule: 'parse', message: 'bad', location: { file: 'apps/b.yaml', line: 3 } },
    ],
  ])('is an error: %s', (_, failure, finding) => {
    expect(findingsOf('', { failures: [failure] })).toEqual([
      {
        fingerprint: expect.any(String),
        target: 'directory:apps',
        policy: 'pss-gate',
        result: 'error',
        fields: [],
        ...finding,
      },
    ]);
  });

  it('comes before what is', () => {
    const failures: Failure[] = [{ rule: 'render', message: 'x' }];
    const text = `${pod(undefined, 'hostPID: true')}---\n{apiVersion: example.com/v1, kind: App, spec: {containers: [{image: x}]}}\n`;
    expect(findingsOf(text, { failures }).map(({ rule }) => rule)).toEqual([
      'render',
      'unknown-workload',
      'hostNamespaces',
    ]);
  });
});

describe('fingerprints', () => {
  const deployment = (spec: string, before = '', name = 'api') => `${before}apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
spec:
  template:
    spec:
${spec}`;
  const container = (name: string, fields: string) => `        - name: ${name}\n          ${fields}\n`;
  const PRIVILEGED = 'securityContext: {privileged: true}';
  const GOOD = 'image: good:1';
  const one = deployment(`      containers:\n${container('app', PRIVILEGED)}`);
  const baseline: Settings = { level: 'baseline' };
  const [original] = fingerprintsOf(one, baseline);

  it.each<[name: string, text: string]>([
    ['lines before', deployment(`      containers:\n${container('app', PRIVILEGED)}`, '# new\n\n\n')],
    ['a document before', deployment(`      containers:\n${container('app', PRIVILEGED)}`, 'kind: ConfigMap\n---\n')],
    ['a workload before', deployment(`      containers:\n${container('app', PRIVILEGED)}`, `${pod()}---\n`)],
    ['a container before', deployment(`      containers:\n${container('new', GOOD)}${container('app', PRIVILEGED)}`)],
    ['a container behind', deployment(`      containers:\n${container('app', PRIVILEGED)}${container('new', GOOD)}`)],
    [
      'an init container',
      deployment(`      initContainers:\n${container('i', GOOD)}      containers:\n${container('app', PRIVILEGED)}`),
    ],
    [
      'other fields of the container',
      deployment(
        `      containers:\n${container('app', `image: app:2\n          args: [x]\n          ${PRIVILEGED}`)}`,
      ),
    ],
    [
      'other fields of the pod',
      deployment(`      serviceAccountName: x\n      containers:\n${container('app', PRIVILEGED)}`),
    ],
    [
      'the style of the text',
      '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"namespace":"shop","name":"api"},"spec":{"template":{"spec":{"containers":[{"securityContext":{"privileged":true},"name":"app"}]}}}}',
    ],
    [
      'another spelling of the value',
      deployment(`      containers:\n${container('app', 'securityContext: {privileged: yes}')}`),
    ],
    [
      'a List around it',
      `kind: List\nitems:\n- {apiVersion: apps/v1, kind: Deployment, metadata: {name: api, namespace: shop}, spec: {template: {spec: {containers: [{name: app, ${PRIVILEGED}}]}}}}\n`,
    ],
    ['labels of the object', one.replace('  name: api\n', '  name: api\n  labels: {a: b}\n')],
  ])('survive %s', (_, text) => {
    expect(fingerprintsOf(text, baseline)).toEqual([original]);
  });

  it.each<[name: string, text: string, settings?: Settings]>([
    ['the container', deployment(`      containers:\n${container('other', PRIVILEGED)}`)],
    ['the list of the container', deployment(`      initContainers:\n${container('app', PRIVILEGED)}`)],
    ['the check', deployment(`      hostPID: true\n      containers:\n${container('app', GOOD)}`)],
    ['the field', deployment(`      containers:\n${container('app', 'securityContext: {procMount: Unmasked}')}`)],
    ['the object', deployment(`      containers:\n${container('app', PRIVILEGED)}`, '', 'web')],
    ['the namespace', one.replace('namespace: shop', 'namespace: web')],
    ['the kind', one.replace('kind: Deployment', 'kind: StatefulSet')],
    ['the target', one, { target: { ...TARGET, id: 'directory:other' } }],
  ])('differ with %s', (_, text, settings = {}) => {
    const fingerprints = fingerprintsOf(text, { ...baseline, ...settings });
    expect(fingerprints).toHaveLength(1);
    expect(fingerprints).not.toContain(original);
  });

  it('differ with the value', () => {
    const withUser = (user: string) =>
      pod(`{name: a, securityContext: {${SECURE}, capabilities: {drop: [ALL], add: [${user}]}}}`);
    const [first] = fingerprintsOf(withUser('SYS_ADMIN'), baseline);
    const [second] = fingerprintsOf(withUser('NET_ADMIN'), baseline);
    expect(first).toBeDefined();
    expect(second).toBeDefined();
    expect(first).not.toBe(second);
  });

  it('of two containers are those of each', () => {
    const two = deployment(`      containers:\n${container('web', PRIVILEGED)}${container('app', PRIVILEGED)}`);
    const fingerprints = fingerprintsOf(two, baseline);
    expect(fingerprints).toHaveLength(2);
    expect(fingerprints[1]).toBe(original);
    expect(fingerprints[0]).not.toBe(original);
  });

  it('survive the exchange of containers', () => {
    const containers = [container('web', PRIVILEGED), container('app', PRIVILEGED)];
    const exchanged = fingerprintsOf(deployment(`      containers:\n${containers.toReversed().join('')}`), baseline);
    expect(exchanged.toReversed()).toEqual(
      fingerprintsOf(deployment(`      containers:\n${containers.join('')}`), baseline),
    );
  });

  it.each([
    [
      'volumes',
      'volumes: [{name: a, hostPath: {path: /a}}, {name: b, hostPath: {path: /b}}]',
      'volumes: [{name: b, hostPath: {path: /b}}, {name: a, hostPath: {path: /a}}]',
    ],
    [
      'fields of a volume',
      'volumes: [{name: a, hostPath: {path: /a, type: File}}]',
      'volumes: [{name: a, hostPath: {type: File, path: /a}}]',
    ],
    [
      'ports',
      'containers: [{name: a, ports: [{hostPort: 1}, {hostPort: 2}]}]',
      'containers: [{name: a, ports: [{hostPort: 2}, {hostPort: 1}]}]',
    ],
    [
      'capabilities',
      'containers: [{name: a, securityContext: {capabilities: {add: [BPF, SYS_ADMIN]}}}]',
      'containers: [{name: a, securityContext: {capabilities: {add: [SYS_ADMIN, BPF]}}}]',
    ],
  ])('survive the exchange of %s', (_, before, after) => {
    const podWith = (spec: string) => `{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {${spec}}}`;
    expect(fingerprintsOf(podWith(before), baseline)).toHaveLength(1);
    expect(fingerprintsOf(podWith(after), baseline)).toEqual(fingerprintsOf(podWith(before), baseline));
  });

  it('survive the exchange of objects', () => {
    const other = deployment(`      containers:\n${container('app', PRIVILEGED)}`, '', 'web');
    expect(fingerprintsOf(`${other}---\n${one}`, baseline).toReversed()).toEqual(
      fingerprintsOf(`${one}---\n${other}`, baseline),
    );
  });

  it('of the same object twice differ', () => {
    const fingerprints = fingerprintsOf(`${one}---\n${one}`, baseline);
    expect(new Set(fingerprints).size).toBe(2);
    expect(fingerprints[0]).toBe(original);
  });

  it('of what cannot be judged survive moves as well', () => {
    const undecodable = (before: string) =>
      `${before}{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [x]}}\n`;
    expect(fingerprintsOf(undecodable(''))).toEqual(fingerprintsOf(undecodable('# a\n\n')));
    const unknown = (pods: string) =>
      `{apiVersion: example.com/v1, kind: App, metadata: {name: a}, spec: {pods: [${pods}]}}`;
    expect(fingerprintsOf(unknown('{containers: [{image: a}]}'))).toEqual(
      fingerprintsOf(unknown('{}, {containers: [{image: a}]}')),
    );
    const failure = (line: number): Failure => ({ rule: 'parse', message: 'bad', location: { file: 'a.yaml', line } });
    expect(fingerprintsOf('', { failures: [failure(3)] })).toEqual(fingerprintsOf('', { failures: [failure(9)] }));
  });

  it('of two errors differ', () => {
    const failures: Failure[] = [
      { rule: 'parse', message: 'bad', location: { file: 'a.yaml', line: 3 } },
      { rule: 'parse', message: 'bad', location: { file: 'a.yaml', line: 9 } },
      { rule: 'parse', message: 'bad', location: { file: 'b.yaml', line: 3 } },
      { rule: 'parse', message: 'worse', location: { file: 'a.yaml', line: 3 } },
      { rule: 'render', message: 'bad' },
    ];
    expect(new Set(fingerprintsOf('', { failures })).size).toBe(5);
  });
});

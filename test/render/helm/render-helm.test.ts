import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RenderError } from '../../../src/model/errors.ts';
import type { SourceRequest } from '../../../src/render/source-request.ts';
import { CHART, type Content, checkout, contentOf, Helm, hasHelm, PROBE, probe, request, seen } from './checkout.ts';

let helm: Helm;
beforeAll(async () => {
  helm = await Helm.find();
  await mkdir(helm.settings.scratch, { recursive: true });
});
afterAll(() => helm.stop());

type Options = SourceRequest['options'];

async function render(
  options: Options,
  files: Readonly<Record<string, Content>> = {},
  changes: Partial<SourceRequest> = {},
) {
  const root = await checkout(probe(files));
  const before = await contentOf(root);
  try {
    return await helm.render(request(root, { options, ...changes }));
  } finally {
    expect(await contentOf(root), 'nothing in the checkout is written').toEqual(before);
    expect(await readdir(helm.settings.scratch), 'nothing is left behind').toEqual([]);
  }
}

async function failure(...args: Parameters<typeof render>): Promise<string> {
  const error = await render(...args).then(
    ({ text }) => `rendered ${text}`,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(RenderError);
  return (error as RenderError).message;
}

describe.runIf(hasHelm)('renderHelm: values', () => {
  it.each<[string, Options, unknown]>([
    ['none', {}, { a: 1, b: { c: 2, d: 3 } }],
    ['values', { values: 'a: 5\nb:\n  c: yes' }, { a: 5, b: { c: true, d: 3 } }],
    ['valuesObject', { valuesObject: { a: 'yes' } }, { a: 'yes', b: { c: 2, d: 3 } }],
    ['valuesObject before values', { values: 'a: 5', valuesObject: { b: { c: 4 } } }, { a: 1, b: { c: 4, d: 3 } }],
    ['an empty valuesObject before values', { values: 'a: 5', valuesObject: {} }, { a: 1, b: { c: 2, d: 3 } }],
    ['values when valuesObject is null', { values: 'a: 5', valuesObject: null }, { a: 5, b: { c: 2, d: 3 } }],
    ['no variables in values', { values: 'a: $ARGOCD_APP_NAME' }, { a: '$ARGOCD_APP_NAME', b: { c: 2, d: 3 } }],
    ['null, which removes a default', { values: 'b: {c: null}' }, { a: 1, b: { d: 3 } }],
    ['a file, values over it', { valueFiles: ['prod.yaml'], values: 'a: 6' }, { a: 6, b: { c: 'prod', d: 3 } }],
    [
      'parameters over values, strings over these',
      {
        parameters: [
          { name: 'a', value: '7', forceString: true },
          { name: 'a', value: '8' },
          { name: 'b.c', value: '9' },
        ],
        values: 'a: 6\nb: {c: 6}',
      },
      { a: '7', b: { c: 9, d: 3 } },
    ],
    [
      'the last of one name',
      { parameters: ['8', '9'].map((value) => ({ name: 'a', value })) },
      { a: 9, b: { c: 2, d: 3 } },
    ],
    ['a comma', { parameters: [{ name: 'a', value: 'x,b=y\\,z' }] }, { a: 'x,b=y,z', b: { c: 2, d: 3 } }],
    ['a list', { parameters: [{ name: 'a', value: '{x,y}' }] }, { a: ['x', 'y'], b: { c: 2, d: 3 } }],
    ['several lines', { parameters: [{ name: 'a', value: 'x\ny' }] }, { a: 'x\ny', b: { c: 2, d: 3 } }],
    ['a file as text', { fileParameters: [{ name: 'a', path: '/shared/motd' }] }, { a: 'hello\n', b: { c: 2, d: 3 } }],
    [
      'a file of a name with a comma',
      { fileParameters: [{ name: 'a', path: 'x,y' }] },
      { a: 'comma', b: { c: 2, d: 3 } },
    ],
  ])('takes %s', async (_, options, values) => {
    const files = {
      'app/values.yaml': 'a: 1\nb: {c: 2, d: 3}\n',
      'app/prod.yaml': 'a: 4\nb: {c: prod}\n',
      'app/x,y': 'comma',
      'shared/motd': 'hello\n',
    };
    expect(seen(await render(options, files), 'values')).toEqual(values);
  });

  it('gives helm exactly the valuesObject that the Application has', async () => {
    const valuesObject = {
      text: 'a\u2028b\u0085c\u007fd\ufeffe\té"\\/',
      yes: 'yes',
      octal: '0777',
      large: 1e21,
      no: [null, false],
    };
    const { a } = seen(
      await render({ valuesObject: { a: valuesObject } }, { 'app/templates/probe.yaml': ENCODED }),
      'values',
    ) as {
      a: string;
    };
    expect(JSON.parse(Buffer.from(a, 'base64').toString())).toEqual(valuesObject);
  });

  it('warns of parameters whose order Argo CD leaves to chance', async () => {
    const parameters = [
      { name: 'a.b', value: '1' },
      { name: 'a', value: '{}' },
    ];
    const { warnings } = await render({ parameters }, {}, { kubeVersion: '1.33.0' });
    expect(warnings).toEqual([
      'helm parameters a and a.b set the same value; Argo CD gives them to helm in random order, here the later one wins',
    ]);
  });
});

describe.runIf(hasHelm)('renderHelm: a chart that asks for capabilities', () => {
  it.each<[string, Options, Partial<SourceRequest>]>([
    ['a version', {}, { kubeVersion: '1.33.0' }],
    ['API versions', {}, { apiVersions: ['example.com/v1/Kind'] }],
    ['a version in the options', { kubeVersion: '1.33.0' }, {}],
    ['API versions in the options', { apiVersions: ['example.com/v1'] }, {}],
  ])('is not remarked upon with %s', async (_, options, changes) => {
    expect((await render(options, {}, changes)).warnings).toEqual([]);
  });

  it('is named when none are given, wherever it asks', async () => {
    expect((await render({})).warnings).toEqual([expect.stringContaining('app/templates/probe.yaml asks for .Capab')]);
    const helper = '{{ define "v" }}{{ $.Capabilities.KubeVersion }}{{ end }}';
    const plain = { 'app/templates/probe.yaml': 'kind: ConfigMap\n' };
    const vendored = { 'app/charts/b/Chart.yaml': CHART, 'app/charts/b/templates/_a.tpl': helper };
    expect((await render({}, { ...plain, ...vendored })).warnings).toEqual([
      expect.stringContaining('app/charts/b/templates/_a.tpl'),
    ]);
    expect((await render({}, { ...plain, 'app/README.md': '.Capabilities' })).warnings).toEqual([]);
  });
});

/** Values as base64, for what YAML on the way out could not hold. */
const ENCODED = 'kind: ConfigMap\ndata:\n  values: {"a": {{ .Values.a | toJson | b64enc | quote }}}\n';

describe.runIf(hasHelm)('renderHelm: the release', () => {
  it.each<[string, Options, Partial<SourceRequest>, string, string]>([
    ['of the Application, without its namespace', {}, {}, 'web', 'shop'],
    ['of the options', { releaseName: 'mine', namespace: 'other' }, {}, 'mine', 'other'],
    ['without a namespace anywhere', {}, { namespace: '' }, 'web', 'default'],
  ])('has the names %s', async (_, options, changes, name, namespace) => {
    expect(seen(await render(options, {}, changes), 'release')).toEqual({
      IsInstall: true,
      IsUpgrade: false,
      Name: name,
      Namespace: namespace,
      Revision: 1,
      Service: 'Helm',
    });
  });

  it.each<[string, Options, RegExp]>([
    ['is too long', { releaseName: 'a'.repeat(54) }, /invalid release name.*must not be longer than 53/],
    ['is no DNS name', { releaseName: 'a_b' }, /invalid release name/],
    ['looks like an option', { releaseName: '--post-renderer=x' }, /invalid release name/],
    ['is a template', { releaseName: '{{ getHostByName "x.example" }}' }, /helm\.releaseName: .* is a template/],
  ])('is refused when its name %s', async (_, options, message) => {
    expect(await failure(options)).toMatch(message);
  });
});

describe.runIf(hasHelm)('renderHelm: the cluster', () => {
  it.each<[string, Options, Partial<SourceRequest>, string, boolean]>([
    ['helm itself says', {}, {}, 'v1.36.0', false],
    [
      'the cluster has',
      {},
      { kubeVersion: 'v1.30.11+IKS', apiVersions: ['monitoring.coreos.com/v1/ServiceMonitor'] },
      'v1.30.11',
      true,
    ],
    [
      'the options say',
      { kubeVersion: '1.29', apiVersions: ['monitoring.coreos.com/v1/ServiceMonitor'] },
      { kubeVersion: '1.30' },
      'v1.29',
      true,
    ],
    [
      'the options say, in place of the cluster',
      { apiVersions: ['apps/v1'] },
      { apiVersions: ['monitoring.coreos.com/v1/ServiceMonitor'] },
      'v1.36.0',
      false,
    ],
  ])('is what %s', async (_, options, changes, version, hasMonitors) => {
    const rendered = await render(options, {}, changes);
    expect([seen(rendered, 'kube'), seen(rendered, 'monitors')]).toEqual([version, hasMonitors]);
  });

  it('answers no look-ups', async () => {
    const template = 'kind: ConfigMap\ndata:\n  values: {{ lookup "v1" "Secret" "kube-system" "" | toJson }}\n';
    expect(seen(await render({}, { 'app/templates/probe.yaml': template }), 'values')).toEqual({});
  });
});

const object = (kind: string, annotations = '{}') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: x, annotations: ${annotations}}\n`;

describe.runIf(hasHelm)('renderHelm: what is left out', () => {
  const files = {
    'app/crds/crd.yaml': object('CustomResourceDefinition'),
    'app/templates/test.yaml': object('Pod', '{helm.sh/hook: test}'),
    'app/templates/hook.yaml': object('Job', '{helm.sh/hook: pre-install}'),
    'app/templates/NOTES.txt': 'kind: Notes',
    'app/values.schema.json': '{"required": ["a"]}',
    'app/values.yaml': 'a: 1\n',
  };

  it.each<[string, Options, readonly string[]]>([
    ['nothing', {}, ['CustomResourceDefinition', 'ConfigMap', 'Pod', 'Job']],
    ['CRDs', { skipCrds: true }, ['ConfigMap', 'Pod', 'Job']],
    ['tests', { skipTests: true }, ['CustomResourceDefinition', 'ConfigMap', 'Job']],
    [
      'the schema',
      { skipSchemaValidation: true, values: 'a: null' },
      ['CustomResourceDefinition', 'ConfigMap', 'Pod', 'Job'],
    ],
  ])('is %s', async (_, options, kinds) => {
    const { text } = await render(options, files);
    expect([...text.matchAll(/^kind: (\w+)$/gm)].map(([, kind]) => kind).sort()).toEqual([...kinds].sort());
  });

  it('is refused by the schema otherwise', async () => {
    expect(await failure({ values: 'a: null' }, files)).toMatch(
      /don't meet the specifications of the schema.*missing property 'a'/,
    );
  });
});

describe.runIf(hasHelm)('renderHelm: errors', () => {
  it.each<[string, Options, string]>([
    ['values', { values: { a: 1 } }, 'helm.values: got a map, allowed: a string'],
    ['valuesObject', { valuesObject: 'a: 1' }, 'helm.valuesObject: got "a: 1", allowed: a map'],
    ['a parameter', { parameters: [{ name: 'a', value: 1 }] }, 'helm.parameters[0].value: got 1, allowed: a string'],
    ['valueFiles', { valueFiles: 'a.yaml' }, 'helm.valueFiles: got "a.yaml", allowed: a list'],
    ['skipCrds', { skipCrds: 'true' }, 'helm.skipCrds: got "true", allowed: true or false'],
    ['the version of helm', { version: 'v2' }, 'helm.version: v2 is not supported by Argo CD'],
    ['kubeVersion', { kubeVersion: 'latest' }, 'could not parse kubernetes version latest'],
    ['a namespace of two lines', { namespace: 'a\nb' }, 'helm.namespace: has a line break'],
    ['a zero', { parameters: [{ name: 'a', value: '\0' }] }, 'helm.parameters[0].value: has a zero character'],
  ])('name %s', async (_, options, message) => {
    expect(await failure(options)).toBe(message);
  });

  it('of values say whose they are, and not where they were put', async () => {
    expect(await failure({ values: 'text' })).toMatch(/^helm: failed to parse helm\.values: cannot unmarshal/);
  });

  it('of a template name it', async () => {
    expect(await failure({}, { 'app/templates/a.yaml': '{{ fail "no port" }}' })).toMatch(
      /app\/templates\/a\.yaml.*no port/,
    );
  });

  it.each([
    [
      'https://schemas.example/a.json',
      'https://schemas.example/a.json, and nothing is fetched: put the definitions into the schema',
    ],
    ['file:///etc/passwd', 'file:///etc/passwd, which helm looks for outside of the repository'],
    ['definitions.json', 'file:///definitions.json, which helm looks for outside of the repository'],
  ])('of a schema that refers to %s say so', async (ref, reason) => {
    const schema = JSON.stringify({ properties: { a: { $ref: ref } } });
    expect(await failure({}, { 'app/values.schema.json': schema })).toBe(
      `helm: values.schema.json of the chart app refers to ${reason}`,
    );
  });

  it('of a chart that is none come from helm', async () => {
    expect(await failure({}, {}, { path: 'app/templates' })).toMatch(
      /^helm: .*app\/templates\/Chart\.yaml: no such file/,
    );
  });
});

describe.runIf(hasHelm)('renderHelm: words that could be something else', () => {
  it.each<[string, Options]>([
    ['a parameter', { parameters: [{ name: '--post-renderer', value: 'x' }] }],
    ['a version', { apiVersions: ['--post-renderer=x'] }],
    ['a namespace', { namespace: '--post-renderer=x' }],
  ])('are no options of helm: %s', async (_, options) => {
    await expect(render(options)).resolves.toBeDefined();
  });

  it.each<[string, Options, RegExp]>([
    ['by its name', { fileParameters: [{ name: 'b=/etc/passwd,a', path: 'values.yaml' }] }, /names a file of its own/],
    ['by the end of its name', { fileParameters: [{ name: 'a\\', path: 'values.yaml' }] }, /names a file of its own/],
    ['by backslashes', { fileParameters: [{ name: 'a', path: '\\../\\../\\../etc/passwd' }] }, /has a backslash/],
  ])('are no other file parameter: %s', async (_, options, message) => {
    const files = { 'app/\\../\\../\\../etc/passwd': 'x', 'app/a=/etc/passwd': 'x' };
    expect(await failure(options, files)).toMatch(message);
  });

  it('are no other value file', async () => {
    expect(await failure({ valueFiles: ['x,/etc/v.yaml'] }, { 'app/x,/etc/v.yaml': 'a: 1' })).toMatch(/has a comma/);
  });

  it('work in a checkout that has them in its path', async () => {
    const root = join(
      await checkout(
        probe({
          'a, "b"/app/Chart.yaml': CHART,
          'a, "b"/app/v.yaml': 'a: 1',
          'a, "b"/app/templates/probe.yaml': PROBE,
        }),
      ),
      'a, "b"',
    );
    const options = { valueFiles: ['v.yaml'], fileParameters: [{ name: 'b', path: 'v.yaml' }] };
    expect(seen(await helm.render(request(root, { options })), 'values')).toEqual({ a: 1, b: 'a: 1' });
  });
});

import { describe, expect, it } from 'vitest';
import type { Problem } from '../../fakes/file-tree.ts';
import { expandNames, type SetTest, URL } from './sets.ts';

interface Test extends SetTest {
  readonly isGo?: boolean;
}

type Case = [what: string, generators: string, name: string, expected: unknown[], test?: Test];

function check(cases: Case[]): void {
  it.each<Case>(cases)('%s', async (_, generators, name, expected, test) => {
    expect(await expandNames(generators, name, test)).toEqual(expected);
  });
}

const go = { isGo: true };

describe('list', () => {
  check([
    ['elements', '[{list: {elements: [{a: x}, {a: w}]}}]', 'n-{{a}}', ['n-x', 'n-w']],
    ['values of elements', '[{list: {elements: [{a: x, values: {b: w}}]}}]', '{{a}}-{{values.b}}', ['x-w']],
    [
      'numbers need goTemplate',
      '[{list: {elements: [{a: 1}]}}]',
      '{{a}}',
      ['! spec.generators[0].list.elements[0].a: has to be a text, because goTemplate is off'],
    ],
    ['numbers with it', '[{list: {elements: [{a: 1}]}}]', 'n{{.a}}', ['n1'], go],
    ['trees', '[{list: {elements: [{a: {b: x}}]}}]', '{{.a.b}}', ['x'], go],
    ['no elements', '[{list: {}}]', 'n', []],
    ['YAML in a text', '[{list: {elementsYaml: "- a: x\\n- a: w"}}]', '{{a}}', ['x', 'w']],
    ['YAML behind elements', '[{list: {elements: [{a: w}], elementsYaml: "[{a: x}]"}}]', '{{a}}', ['w', 'x']],
    [
      'YAML that is none',
      '[{list: {elementsYaml: "[{"}}]',
      'n',
      [expect.stringMatching(/^! spec.generators\[0\].list.elementsYaml: is no YAML/)],
    ],
    [
      'YAML that is no list',
      '[{list: {elementsYaml: "a: b"}}]',
      'n',
      ['! spec.generators[0].list.elementsYaml: has to be a list, got a mapping'],
    ],
    [
      'an element that is none',
      '[{list: {elements: [x]}}]',
      'n',
      ['! spec.generators[0].list.elements[0]: has to be a mapping, got string'],
    ],
    [
      'elements that are no list',
      '[{list: {elements: {}}}]',
      'n',
      ['! spec.generators[0].list.elements: has to be a list, got a mapping'],
    ],
    ['several lists', '[{list: {elements: [{a: x}]}}, {list: {elements: [{a: w}]}}]', '{{a}}', ['x', 'w']],
  ]);
});

describe('git directories', () => {
  const files = {
    'apps/one/a.yaml': '',
    'apps/two/deep/b.yaml': '',
    'apps/.git-ignored/x': '',
    'other/c': '',
    'apps-x/d': '',
    'root.yaml': '',
  };
  const git = (fields: string) => `[{git: {repoURL: "${URL}", revision: HEAD, ${fields}}}]`;
  const test = { files };
  check([
    ['of one level', git('directories: [{path: apps/*}]'), '{{path.basename}}', ['one', 'two'], test],
    [
      'of any level, in the order of a walk',
      git('directories: [{path: "*"}, {path: "*/*"}, {path: "*/*/*"}]'),
      '{{path}}',
      ['apps', 'apps/one', 'apps/two', 'apps/two/deep', 'apps-x', 'other'],
      test,
    ],
    [
      'but excluded ones, wherever that is said',
      git('directories: [{path: apps/one, exclude: true}, {path: apps/*}]'),
      '{{path}}',
      ['apps/two'],
      test,
    ],
    ['never the root or a file', git('directories: [{path: "."}, {path: root.yaml}]'), '{{path}}', [], test],
    ['two stars are one', git('directories: [{path: apps/**}]'), '{{path}}', ['apps/one', 'apps/two'], test],
    [
      'with segments',
      git('directories: [{path: apps/two/*}]'),
      '{{path[0]}}.{{path[2]}}.{{path[3]}}',
      ['apps.deep.{{path[3]}}'],
      test,
    ],
    [
      'with a prefix',
      git('directories: [{path: apps/one}], pathParamPrefix: p'),
      '{{p.path}}-{{p.path[1]}}-{{path}}',
      ['apps/one-one-{{path}}'],
      test,
    ],
    [
      'with values',
      git('directories: [{path: apps/one}], values: {x: "v-{{path.basename}}", z: "{{values.x}}"}'),
      '{{values.x}} {{values.z}}',
      ['v-one {{values.x}}'],
      test,
    ],
    [
      'in Go templates',
      git('directories: [{path: apps/one}], values: {x: "v-{{.path.basename}}"}'),
      '{{.path.path}} {{.path.segments}} {{.values.x}}',
      ['apps/one [apps one] v-one'],
      { ...test, ...go },
    ],
    [
      'in Go templates with a prefix',
      git('directories: [{path: apps/one}], pathParamPrefix: p'),
      '{{.p.path.basenameNormalized}}',
      ['one'],
      { ...test, ...go },
    ],
    [
      'of another repository',
      '[{git: {repoURL: "https://x/y", revision: main, directories: [{path: "*"}]}}]',
      'n',
      ['! spec.generators[0].git: reads "https://x/y" at "main", which is not what is checked out here'],
      test,
    ],
    [
      'of another revision',
      `[{git: {repoURL: "${URL}", revision: v1, directories: [{path: "*"}]}}]`,
      'n',
      [`! spec.generators[0].git: reads "${URL}" at "v1", which is not what is checked out here`],
      test,
    ],
    [
      'neither directories nor files',
      git('directories: []'),
      'n',
      ['! spec.generators[0].git: has neither directories nor files'],
      test,
    ],
    [
      'mistyped',
      git('directories: [apps]'),
      'n',
      ['! spec.generators[0].git.directories[0]: has to be a mapping, got string'],
      test,
    ],
    [
      'mistyped exclusion',
      git('directories: [{path: a, exclude: "true"}]'),
      'n',
      ['! spec.generators[0].git.directories[0].exclude: has to be true or false, got string'],
      test,
    ],
  ]);
});

describe('git files', () => {
  const files = {
    'c/dev/config.yaml': 'name: dev\nnested: {port: 80, on: true}\nlist: [a, b]',
    'c/prod/config.json': '{"name": "prod", "nested": {"port": 8080}}',
    'c/many.yaml': '[{name: m1}, {name: m2}, null]',
    'c/empty.yaml': '# nothing',
    'bad/text.yaml': 'just text',
    'bad/mixed.yaml': '[{a: b}, c]',
    'bad/broken.yaml': '{',
  };
  const git = (path: string, more = '') =>
    `[{git: {repoURL: "${URL}", revision: HEAD, files: [{path: "${path}"}]${more}}}]`;
  const test = { files };
  check([
    [
      'hold parameters',
      git('c/*/config.yaml'),
      '{{name}}-{{nested.port}}-{{nested.true}}-{{list.1}}',
      ['dev-80-true-b'],
      test,
    ],
    [
      'with a star that crosses directories',
      git('c/*config.*'),
      '{{path.basename}}/{{path.filename}}',
      ['dev/config.yaml', 'prod/config.json'],
      test,
    ],
    ['as a list', git('c/many.yaml'), '{{name}}', ['m1', 'm2', '{{name}}'], test],
    ['without content', git('c/empty.yaml'), '{{path.filenameNormalized}}', ['empty.yaml'], test],
    ['of a directory', git('c/dev'), '{{path[1]}}', ['dev'], test],
    [
      'in Go templates',
      git('c/dev/*', ', values: {v: "{{.name}}"}'),
      '{{.path.path}} {{.path.filename}} {{.nested.port}} {{.values.v}}',
      ['c/dev config.yaml 80 dev'],
      { ...test, ...go },
    ],
    [
      'but excluded ones',
      `[{git: {repoURL: "${URL}", files: [{path: "c/dev/*", exclude: true}, {path: "c/*/*"}]}}]`,
      '{{name}}',
      ['prod'],
      test,
    ],
    [
      'that are no mapping',
      git('bad/text.yaml'),
      'n',
      ['! spec.generators[0].git: bad/text.yaml holds neither a mapping nor a list of mappings'],
      test,
    ],
    [
      'with mixed items',
      git('bad/mixed.yaml'),
      'n',
      ['! spec.generators[0].git: bad/mixed.yaml holds neither a mapping nor a list of mappings'],
      test,
    ],
    [
      'that are no YAML',
      git('bad/broken.yaml'),
      'n',
      [expect.stringMatching(/^! spec.generators\[0\].git: bad\/broken.yaml is no YAML/)],
      test,
    ],
    ['outside', git('../x'), 'n', ['! spec.generators[0].git.files[0].path: is outside of the repository: ../x'], test],
    [
      'with magic words',
      git(':(glob)**'),
      'n',
      ["! spec.generators[0].git.files[0].path: git's pathspec magic is not evaluated: :(glob)**"],
      test,
    ],
    [
      'by new globbing, where a star stays in its directory',
      git('c/*.yaml'),
      '{{path.filename}}{{name}}',
      ['empty.yaml{{name}}', 'many.yamlm1', 'many.yamlm2', 'many.yaml{{name}}'],
      { ...test, newGlobbing: true },
    ],
    [
      'by new globbing in any directory',
      git('**/config.{yaml,json}'),
      '{{name}}',
      ['dev', 'prod'],
      { ...test, newGlobbing: true },
    ],
    [
      'by new globbing that meets a directory',
      git('c/*'),
      'n',
      ['! spec.generators[0].git.files[0].path: matches the directory c/dev, which is no file to read'],
      { ...test, newGlobbing: true },
    ],
    [
      'by malformed new globbing',
      git('c/{a'),
      'n',
      ['! spec.generators[0].git.files[0].path: is a malformed pattern: c/{a'],
      { ...test, newGlobbing: true },
    ],
  ]);
});

describe('clusters', () => {
  const cluster = (name: string, server: string, labels: Record<string, string>) => ({
    name,
    server,
    labels,
    annotations: { note: `of ${name}` },
  });
  const clusters = [cluster('Prod_1', 'https://p', { env: 'prod' }), cluster('dev', 'https://d', { env: 'dev' })];
  const test = { clusters, hasInventory: true };
  check([
    [
      'by name, and the local one last',
      '[{clusters: {}}]',
      '{{nameNormalized}}|{{server}}|{{project}}',
      ['prod-1|https://p|', 'dev|https://d|', 'in-cluster|https://kubernetes.default.svc|'],
      test,
    ],
    [
      'selected by labels, without the local one',
      '[{clusters: {selector: {matchLabels: {env: dev}}}}]',
      '{{name}}',
      ['dev'],
      test,
    ],
    [
      'selected by the label of every Secret',
      '[{clusters: {selector: {matchLabels: {argocd.argoproj.io/secret-type: cluster}}}}]',
      '{{name}}',
      ['Prod_1', 'dev'],
      test,
    ],
    [
      'an empty selector',
      '[{clusters: {selector: {matchLabels: {}}}}]',
      '{{name}}',
      ['Prod_1', 'dev', 'in-cluster'],
      test,
    ],
    [
      'selected by expressions',
      '[{clusters: {selector: {matchExpressions: [{key: env, operator: NotIn, values: [dev]}]}}}]',
      '{{name}}',
      ['Prod_1'],
      test,
    ],
    [
      'the local one described by a Secret',
      '[{clusters: {}}]',
      '{{name}}',
      ['home'],
      { clusters: [cluster('home', 'https://kubernetes.default.svc', {})], hasInventory: true },
    ],
    [
      'labels and annotations',
      '[{clusters: {selector: {matchLabels: {env: dev}}}}]',
      '{{metadata.labels.env}} {{metadata.annotations.note}}',
      ['dev of dev'],
      test,
    ],
    [
      'values',
      '[{clusters: {selector: {matchLabels: {env: dev}}, values: {v: "{{name}}-{{metadata.labels.env}}"}}}]',
      '{{values.v}}',
      ['dev-dev'],
      test,
    ],
    [
      'in Go templates',
      '[{clusters: {selector: {matchLabels: {env: dev}}, values: {v: "{{.name}}"}}}]',
      '{{.metadata.labels.env}} {{.values.v}}',
      ['dev dev'],
      { ...test, ...go },
    ],
    ['as one list', '[{clusters: {flatList: true}}]', '{{.clusters.length}}', ['3'], { ...test, ...go }],
    ['an inventory without clusters', '[{clusters: {}}]', '{{name}}', ['in-cluster'], { hasInventory: true }],
    [
      'no inventory',
      '[{clusters: {}}]',
      'n',
      ['! spec.generators[0].clusters: needs the clusters that Argo CD knows, and no inventory of clusters is given'],
    ],
    [
      'an operator that is none',
      '[{clusters: {selector: {matchExpressions: [{key: env, operator: Is}]}}}]',
      'n',
      [
        '! spec.generators[0].clusters.selector.matchExpressions[0].operator: got "Is", allowed: In, NotIn, Exists, DoesNotExist',
      ],
      test,
    ],
  ]);
});

describe('matrix', () => {
  const list = (elements: string) => `{list: {elements: ${elements}}}`;
  const matrix = (...children: string[]) => `[{matrix: {generators: [${children.join(', ')}]}}]`;
  const files = { 'e/dev/x': '', 'e/prod/x': '', 'f/dev.yaml': 'elements: |\n  - count: "5"' };
  const git = (path: string, kind = 'directories', more = '') =>
    `{git: {repoURL: "${URL}", revision: HEAD, ${kind}: [{path: "${path}"}]${more}}}`;
  check([
    [
      'every set with every other',
      matrix(list('[{a: x}, {a: w}]'), list('[{b: "1"}, {b: "2"}]')),
      '{{a}}{{b}}',
      ['x1', 'x2', 'w1', 'w2'],
    ],
    [
      'the second templated by the first',
      matrix(list('[{a: dev}, {a: prod}]'), git('e/{{a}}')),
      '{{a}}-{{path}}',
      ['dev-e/dev', 'prod-e/prod'],
      { files },
    ],
    ['the same key with the same value', matrix(list('[{a: x}]'), list('[{a: x, b: w}]')), '{{a}}{{b}}', ['xw']],
    [
      'the same key with other values',
      matrix(list('[{a: x}]'), list('[{a: w}]')),
      'n',
      ['! spec.generators[0].matrix: both generators make a parameter "a", with different values'],
    ],
    [
      'in Go templates the first wins',
      matrix(list('[{a: x, m: {p: 1}}]'), list('[{a: w, m: {p: 2, q: 3}}]')),
      '{{.a}}{{.m.p}}{{.m.q}}',
      ['x13'],
      go,
    ],
    [
      'a text of YAML from the first',
      matrix(git('f/dev.yaml', 'files'), '{list: {elementsYaml: "{{.elements}}"}}'),
      '{{.count}}',
      ['5'],
      { files, ...go },
    ],
    [
      'values that need what the second makes',
      matrix(list('[{a: x}]'), git('e/dev', 'directories', ', values: {v: "{{.path.basename}}", w: "{{.a}}"}')),
      '{{.values.v}}{{.values.w}}',
      ['devx'],
      { files, ...go },
    ],
    [
      'a selector in the second, templated',
      matrix(list('[{a: dev}]'), '{clusters: {selector: {matchLabels: {env: "{{a}}"}}}}'),
      '{{name}}',
      ['d'],
      { hasInventory: true, clusters: [{ name: 'd', server: 's', labels: { env: 'dev' }, annotations: {} }] },
    ],
    [
      'in a matrix',
      matrix(list('[{a: x}]'), `{matrix: {generators: [${list('[{b: "1{{a}}"}]')}, ${list('[{c: "{{b}}2"}]')}]}}`),
      '{{a}}{{b}}{{c}}',
      ['x1x1x2'],
    ],
    [
      'too deep',
      matrix(list('[{a: x}]'), `{matrix: {generators: [${list('[{}]')}, {matrix: {generators: []}}]}}`),
      'n',
      ['! spec.generators[0].matrix.generators[1].matrix.generators[1]: is nested too deep: combinations nest once'],
    ],
    ['one generator', matrix(list('[{a: x}]')), 'n', ['! spec.generators[0].matrix: needs two generators, got 1']],
    [
      'three generators',
      matrix(list('[]'), list('[]'), list('[]')),
      'n',
      ['! spec.generators[0].matrix: needs two generators, got 3'],
    ],
    [
      'a generator of several types',
      matrix(list('[{a: x}]'), '{list: {}, clusters: {}}'),
      'n',
      ['! spec.generators[0].matrix.generators[1]: has several generators: list, clusters'],
    ],
    [
      'a generator that is none',
      matrix(list('[{a: x}]'), '{lists: {}}'),
      'n',
      ['! spec.generators[0].matrix.generators[1]: has no generator that Argo CD knows'],
    ],
    [
      'a generator that is not evaluated',
      matrix(list('[{a: x}]'), '{clusters: {}}'),
      'n',
      [
        '! spec.generators[0].matrix.generators[1].clusters: needs the clusters that Argo CD knows, and no inventory of clusters is given',
      ],
    ],
    ['a first generator that makes nothing', matrix(list('[]'), '{clusters: {}}'), 'n', []],
  ]);

  it('is cut off before it fills memory', async () => {
    const elements = JSON.stringify(Array.from({ length: 4000 }, (_, index) => ({ a: String(index) })));
    const other = JSON.stringify(Array.from({ length: 4000 }, (_, index) => ({ b: String(index) })));
    const names = await expandNames(matrix(list(elements), list(other)), '{{a}}{{b}}');
    expect(names).toEqual([expect.stringMatching(/^! .*generators make more than 100000 sets of parameters/)]);
  });
});

describe('merge', () => {
  const merge = (keys: string, ...lists: string[]) =>
    `[{merge: {mergeKeys: ${keys}, generators: [${lists.map((elements) => `{list: {elements: ${elements}}}`).join(', ')}]}}]`;
  check([
    [
      'overrides what agrees',
      merge('[k]', '[{k: a, v: "1"}, {k: b, v: "2"}]', '[{k: b, v: "3"}, {k: c, v: "4"}]'),
      '{{k}}{{v}}',
      ['a1', 'b3'],
    ],
    [
      'by several keys',
      merge('[k, l]', '[{k: a, l: x, v: "1"}, {k: a, l: w, v: "2"}]', '[{k: a, l: w, v: "3"}]'),
      '{{l}}{{v}}',
      ['x1', 'w3'],
    ],
    [
      'the last of several wins',
      merge('[k]', '[{k: a, v: "1"}]', '[{k: a, v: "2"}]', '[{k: a, v: "3"}]'),
      '{{v}}',
      ['3'],
    ],
    [
      'in depth in Go templates',
      merge('[k]', '[{k: a, m: {p: 1, q: 1}}]', '[{k: a, m: {q: 2}}]'),
      '{{.m.p}}{{.m.q}}',
      ['12'],
      go,
    ],
    [
      'sets that are not unique',
      merge('[k]', '[{k: a}, {k: a}]', '[]'),
      'n',
      ['! spec.generators[0].merge.generators[0]: makes several sets of parameters with the merge keys {"k":"a"}'],
    ],
    [
      'sets without the key',
      merge('[z]', '[{k: a}, {k: b}]', '[]'),
      'n',
      ['! spec.generators[0].merge.generators[0]: makes several sets of parameters with the merge keys {"z":null}'],
    ],
    ['no keys', merge('[]', '[{k: a}]', '[]'), 'n', ['! spec.generators[0].merge.mergeKeys: must not be empty']],
    [
      'one generator',
      merge('[k]', '[{k: a}]'),
      'n',
      ['! spec.generators[0].merge: needs two generators or more, got 1'],
    ],
  ]);
});

describe('selector', () => {
  const list = (selector: string, elements = '[{a: x, p: {q: "1"}}, {a: w, o: null}, {a: "https://z:1"}]') =>
    `[{list: {elements: ${elements}}, selector: ${selector}}]`;
  check([
    ['by a value of any text', list('{matchLabels: {a: "https://z:1"}}'), '{{.a}}', ['https://z:1'], go],
    ['by a dotted path', list('{matchLabels: {p.q: "1"}}'), '{{.a}}', ['x'], go],
    [
      'by expressions',
      list('{matchExpressions: [{key: p.q, operator: DoesNotExist}, {key: a, operator: In, values: [x, w]}]}'),
      '{{.a}}',
      ['w'],
      go,
    ],
    ['that exists', list('{matchExpressions: [{key: o, operator: Exists}]}'), '{{.a}}', ['w'], go],
    ['that is empty', list('{}'), '{{.a}}', ['x', 'w', 'https://z:1'], go],
    [
      'in a child',
      '[{matrix: {generators: [{list: {elements: [{a: x}, {a: w}]}, selector: {matchLabels: {a: w}}}, {list: {elements: [{b: z}]}}]}}]',
      '{{a}}{{b}}',
      ['wz'],
    ],
    [
      'by what is no key',
      list('{matchLabels: {"p[0]": x}}'),
      'n',
      ['! spec.generators[0].selector.matchLabels: "p[0]" is no label key, so that Argo CD refuses the selector'],
      go,
    ],
    [
      'In nothing',
      list('{matchExpressions: [{key: a, operator: In}]}'),
      'n',
      ['! spec.generators[0].selector.matchExpressions[0].values: must not be empty for In'],
      go,
    ],
    [
      'Exists among values',
      list('{matchExpressions: [{key: a, operator: Exists, values: [x]}]}'),
      'n',
      ['! spec.generators[0].selector.matchExpressions[0].values: must be empty for Exists'],
      go,
    ],
  ]);
});

describe('generators that need an API', () => {
  const needs = (what: string) => `asks ${what}, and no parameters are recorded for it`;
  const recorded = new Map([['argocd/s', [{ a: 'x' }, { a: 'y' }]]]);
  check([
    [
      'scmProvider',
      '[{scmProvider: {github: {}}}]',
      'n',
      [`! spec.generators[0].scmProvider: ${needs('the API of a source code host')}`],
    ],
    [
      'pullRequest',
      '[{pullRequest: {}}]',
      'n',
      [`! spec.generators[0].pullRequest: ${needs('the API of a source code host')}`],
    ],
    ['plugin', '[{plugin: {}}]', 'n', [`! spec.generators[0].plugin: ${needs('a plugin')}`]],
    [
      'clusterDecisionResource',
      '[{clusterDecisionResource: {}}]',
      'n',
      [`! spec.generators[0].clusterDecisionResource: ${needs('a resource in the cluster')}`],
    ],
    [
      'recorded parameters',
      '[{list: {elements: [{a: w}]}}, {pullRequest: {}}]',
      '{{a}}',
      ['w', 'x', 'y'],
      { recorded },
    ],
    ['recorded by name alone', '[{pullRequest: {}}]', '{{a}}', ['z'], { recorded: new Map([['s', [{ a: 'z' }]]]) }],
    [
      'recorded for a whole matrix',
      '[{matrix: {generators: [{plugin: {}}, {list: {elements: [{b: c}]}}]}}]',
      '{{a}}',
      ['x', 'y'],
      { recorded },
    ],
    [
      'recorded once',
      '[{pullRequest: {}}, {plugin: {}}]',
      '{{a}}',
      ['x', 'y', `! spec.generators[1].plugin: ${needs('a plugin')}`],
      { recorded },
    ],
    [
      'not for mistakes',
      '[{list: {elements: 5}}]',
      '{{a}}',
      ['! spec.generators[0].list.elements: has to be a list, got number'],
      { recorded },
    ],
    ['none that Argo CD knows', '[{lists: {}}]', 'n', ['! spec.generators[0]: has no generator that Argo CD knows']],
    [
      'several in one entry',
      '[{list: {elements: [{a: x}]}, clusters: {}}]',
      '{{a}}',
      [
        'x',
        '! spec.generators[0].clusters: needs the clusters that Argo CD knows, and no inventory of clusters is given',
      ],
    ],
    [
      'the others go on',
      '[{clusters: {}}, {list: {elements: [{a: x}]}}]',
      '{{a}}',
      [
        'x',
        '! spec.generators[0].clusters: needs the clusters that Argo CD knows, and no inventory of clusters is given',
      ],
    ],
  ]);
});

describe('a directory whose files are not here', () => {
  const absent: Problem = { problem: 'is a submodule', isDirectory: true };
  const files = { 'apps/one/a.yaml': 'x: 1', 'apps/sub': absent, 'lib/sub': absent };
  const of = (path: string, kind = 'directories') =>
    expandNames(`[{git: {repoURL: "${URL}", revision: HEAD, ${kind}: [{path: ${path}}]}}]`, '{{path.basename}}', {
      files,
      newGlobbing: true,
    });
  const unknown = (directory: string, what = 'directories') =>
    `! ${what} below ${directory} are not known to git generators: it is a submodule`;

  it.each<[path: string, expected: string[]]>([
    ['apps/*', ['one', 'sub']],
    ['apps/*/*', [unknown('apps/sub')]],
    ['"*/sub/x"', [unknown('apps/sub'), unknown('lib/sub')]],
    ['"[a-z]pps/one"', ['one', unknown('apps/sub'), unknown('lib/sub')]],
    ['"apps/*/x/y/z"', [unknown('apps/sub')]],
  ])('is said where directories %s could lie in it', async (path, expected) => {
    expect(await of(path)).toEqual(expected);
  });

  it.each<[path: string, expected: string[]]>([
    ['apps/one/*.yaml', ['one']],
    ['"apps/**/*.yaml"', ['one', unknown('apps/sub', 'files')]],
    ['lib/sub/a.yaml', [unknown('lib/sub', 'files')]],
  ])('is said where files %s could lie in it', async (path, expected) => {
    expect(await of(path, 'files')).toEqual(expected);
  });
});

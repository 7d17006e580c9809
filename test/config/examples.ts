/** A rule with what a row is about. */
export const rule = (fields: object) => ({ namespaces: { rules: [{ name: 'a', ...fields }] } });

const KIND = { group: 'example.com', kind: 'App', path: 'spec.template' };

/** Configurations that are right. */
export const GOOD: readonly (readonly [name: string, value: unknown])[] = [
  ['nothing', null],
  ['an empty object', {}],
  ['sections and lists without anything', { workloads: null, repository: null, clusters: null, namespaces: null }],
  [
    'sections in sections without anything',
    { repository: { urls: null }, namespaces: { findings: null, rules: null } },
  ],
  ['admission without anything', { admission: null, clusters: [{ name: 'a', admission: null }] }],
  ['empty lists', { workloads: [], repository: { urls: [] }, clusters: [], namespaces: { rules: [] } }],
  ['kinds', { workloads: [KIND, { ...KIND, kind: 'Web' }] }],
  ['URLs of any form', { repository: { urls: ['https://github.com/acme/gitops', 'git@github.com:acme/gitops.git'] } }],
  [
    'clusters',
    { clusters: [{ name: 'a', server: 'https://a:6443' }, { name: 'b', server: 'http://b' }, { name: 'c' }] },
  ],
  ['admission that is empty', { admission: {} }],
  [
    'admission',
    {
      admission: {
        apiVersion: 'pod-security.admission.config.k8s.io/v1',
        kind: 'PodSecurityConfiguration',
        defaults: { enforce: 'baseline', 'enforce-version': 'latest', 'warn-version': 'v1.34' },
        exemptions: { usernames: [], namespaces: ['kube-system'], runtimeClasses: [] },
      },
    },
  ],
  ['controllers', { controllers: 'warn' }],
  [
    'policies',
    {
      policies: {
        files: ['policies', 'a.yaml'],
        context: ['config-maps.yaml'],
        kyvernoMode: 'compat',
        unsupported: 'skip',
      },
    },
  ],
  ['policies without anything', { policies: null }],
  ['a level for unknown namespaces', { namespaces: { unknown: 'baseline' } }],
  ['a level and a version', { namespaces: { unknown: 'privileged:v1.0' } }],
  ['a level and the latest version', { namespaces: { unknown: 'restricted:latest' } }],
  ['modes of findings', { namespaces: { findings: { unlabelled: 'off', 'version-only': false, exempt: 'audit' } } }],
  ['require', rule({ require: 'restricted' })],
  ['require by mode', rule({ require: { enforce: 'baseline', audit: 'restricted', warn: 'restricted' } })],
  ['default', rule({ default: { warn: 'restricted' } })],
  ['forbid', rule({ forbid: ['privileged', 'baseline'] })],
  ['any label', rule({ labels: 'any' })],
  ['labels of modes', rule({ labels: ['enforce', 'warn'] })],
  ['pinned', rule({ pinned: true })],
  ['version', rule({ version: 'v1.34' })],
  ['the latest version', rule({ version: 'latest' })],
  ['a mode', rule({ pinned: true, mode: 'audit' })],
  ['require and forbid that do not touch', rule({ require: 'baseline', forbid: ['privileged'] })],
  ['one match', rule({ pinned: true, match: { names: ['pci-*'], clusters: ['prod-?'], paths: ['apps/*'] } })],
  ['several matches', rule({ pinned: true, match: [{ names: ['a'] }, { labels: { team: 'a', empty: '' } }] })],
  ['except', rule({ pinned: true, except: { names: ['kube-system'] } })],
  [
    'expressions',
    rule({
      pinned: true,
      match: {
        expressions: [
          { key: 'a', operator: 'In', values: ['b', ''] },
          { key: 'example.com/a', operator: 'NotIn', values: ['b'] },
          { key: 'a', operator: 'Exists' },
          { key: 'a', operator: 'DoesNotExist' },
        ],
      },
    }),
  ],
  ['labels with a prefix', rule({ pinned: true, match: { labels: { 'kubernetes.io/metadata.name': 'a' } } })],
  ['a label of the name of every object’s field', rule({ pinned: true, match: { labels: { constructor: 'a' } } })],
];

const LEVELS = 'privileged, baseline, restricted';
const SETTINGS = 'workloads, repository, applications, clusters, admission, controllers, namespaces, policies';
const VERSIONS = 'latest, or v1.x such as v1.34';
const CONDITIONS = 'names, clusters, paths, labels, expressions';
const UNKNOWN = `allowed: ${LEVELS}, each also with a version, such as baseline:v1.34`;

/** Configurations that are wrong, and the problems: path and message. */
export const BAD: readonly (readonly [name: string, value: unknown, ...problems: string[]])[] = [
  ['text', 'workloads', ': got "workloads", expected an object with settings'],
  ['a list', [], ': got a list, expected an object with settings'],
  ['a number', 5, ': got 5, expected an object with settings'],
  ['a word', true, ': got true, expected an object with settings'],
  ['a setting that is nearly one', { workload: [] }, 'workload: unknown setting; did you mean workloads?'],
  ['a setting that is none', { level: 'x' }, `level: unknown setting; allowed: ${SETTINGS}`],
  [
    'settings that are none',
    { a: null, b: 2 },
    `a: unknown setting; allowed: ${SETTINGS}`,
    `b: unknown setting; allowed: ${SETTINGS}`,
  ],
  [
    'fields of every object',
    JSON.parse('{"__proto__": {"workloads": []}, "constructor": 1}'),
    `__proto__: unknown setting; allowed: ${SETTINGS}`,
    `constructor: unknown setting; allowed: ${SETTINGS}`,
  ],
  [
    'workloads that are an object',
    { workloads: {} },
    'workloads: got an object, expected a list of objects with group, kind and path',
  ],
  ['a kind that is text', { workloads: ['App'] }, 'workloads[0]: expected an object with group, kind and path'],
  ['a kind that is null', { workloads: [KIND, null] }, 'workloads[1]: expected an object with group, kind and path'],
  [
    'a kind without anything',
    { workloads: [{}] },
    'workloads[0].group: expected the API group of a custom resource',
    'workloads[0].kind: expected a kind',
    'workloads[0].path: expected a path such as spec.template',
  ],
  [
    'a kind of empty texts',
    { workloads: [{ path: '', kind: '', group: '' }] },
    'workloads[0].path: expected a path such as spec.template',
    'workloads[0].kind: expected a kind',
    'workloads[0].group: expected the API group of a custom resource',
  ],
  [
    'a kind of numbers',
    { workloads: [{ ...KIND, kind: 2 }] },
    'workloads[0].kind: got 2, expected a kind; quotes make text of it',
  ],
  [
    'a field that is nearly one',
    { workloads: [{ ...KIND, paths: [] }] },
    'workloads[0].paths: unknown setting; did you mean path?',
  ],
  [
    'a field that is none',
    { workloads: [{ ...KIND, version: 'v1' }] },
    'workloads[0].version: unknown setting; allowed: group, kind, path',
  ],
  ['URLs that are text', { repository: { urls: 'x' } }, 'repository.urls: got "x", expected a list of URLs'],
  ['an empty URL', { repository: { urls: [''] } }, 'repository.urls[0]: expected a URL'],
  ['a cluster without a name', { clusters: [{}] }, 'clusters[0].name: expected the name of a cluster'],
  [
    'a server that is no URL',
    { clusters: [{ name: 'a', server: 'prod' }] },
    'clusters[0].server: got "prod", allowed: a URL such as https://prod.example:6443',
  ],
  [
    'admission that is a level',
    { admission: 'baseline' },
    'admission: got "baseline", expected an object with apiVersion, kind, defaults, exemptions',
  ],
  [
    'admission with a field that is nearly one',
    { clusters: [{ name: 'a', admission: { default: {} } }] },
    'clusters[0].admission.default: unknown setting; did you mean defaults?',
  ],
  ['controllers that are none', { controllers: 'audit' }, 'controllers: got "audit", allowed: enforce, warn'],
  ['controllers without anything', { controllers: null }, 'controllers: got null, allowed: enforce, warn'],
  ['a level that is none', { namespaces: { unknown: 'strict' } }, `namespaces.unknown: got "strict", ${UNKNOWN}`],
  [
    'a wrong version',
    { namespaces: { unknown: 'baseline:1.3' } },
    `namespaces.unknown: got "baseline:1.3", ${UNKNOWN}`,
  ],
  ['an empty version', { namespaces: { unknown: 'baseline:' } }, `namespaces.unknown: got "baseline:", ${UNKNOWN}`],
  ['a level that is a number', { namespaces: { unknown: 1 } }, `namespaces.unknown: got 1, ${UNKNOWN}`],
  [
    'a finding that is nearly one',
    { namespaces: { findings: { misspelled: 'warn' } } },
    'namespaces.findings.misspelled: unknown setting; did you mean misspelt?',
  ],
  [
    'a mode that is none',
    { namespaces: { findings: { invalid: 'fail' } } },
    'namespaces.findings.invalid: got "fail", allowed: enforce, warn, audit, off',
  ],
  [
    'a mode that is on',
    { namespaces: { findings: { invalid: true } } },
    'namespaces.findings.invalid: got true, allowed: enforce, warn, audit, off',
  ],
  [
    'rules that are an object',
    { namespaces: { rules: {} } },
    'namespaces.rules: got an object, expected a list of rules',
  ],
  [
    'a rule that asks for nothing',
    { namespaces: { rules: [{ name: 'a' }] } },
    'namespaces.rules[0]: asks for nothing, expected one of require, default, forbid, labels, pinned, version',
  ],
  [
    'a rule that pins nothing',
    rule({ pinned: false, mode: 'warn' }),
    'namespaces.rules[0]: asks for nothing, expected one of require, default, forbid, labels, pinned, version',
  ],
  ['a rule without a name', { namespaces: { rules: [{ pinned: true }] } }, 'namespaces.rules[0].name: expected a name'],
  [
    'require with a wrong level',
    rule({ require: 'strict' }),
    `namespaces.rules[0].require: got "strict", allowed: ${LEVELS}`,
  ],
  [
    'require with a wrong level of a mode',
    rule({ require: { warn: 'strict', enforc: 'baseline' } }),
    `namespaces.rules[0].require.warn: got "strict", allowed: ${LEVELS}`,
    'namespaces.rules[0].require.enforc: unknown setting; did you mean enforce?',
  ],
  [
    'require with a mode that is none',
    rule({ require: { enforce: 'baseline', deny: 'baseline' } }),
    'namespaces.rules[0].require.deny: unknown setting; allowed: enforce, audit, warn',
  ],
  [
    'require without a mode',
    rule({ require: {} }),
    'namespaces.rules[0].require: expected one of enforce, audit, warn at least',
  ],
  [
    'require that is a list',
    rule({ require: ['baseline'] }),
    'namespaces.rules[0].require: got a list, expected a level, or an object with enforce, audit, warn',
  ],
  [
    'require without anything',
    rule({ require: null, pinned: true }),
    'namespaces.rules[0].require: got null, expected a level, or an object with enforce, audit, warn',
  ],
  [
    'forbid without a level',
    rule({ forbid: [] }),
    'namespaces.rules[0].forbid: expected a list of levels, with one item at least',
  ],
  [
    'forbid with a wrong level',
    rule({ forbid: ['Privileged'] }),
    `namespaces.rules[0].forbid[0]: got "Privileged", allowed: ${LEVELS}`,
  ],
  [
    'labels that are none',
    rule({ labels: 'all' }),
    'namespaces.rules[0].labels: got "all", allowed: any, or a list of enforce, audit, warn',
  ],
  [
    'labels with a mode that is none',
    rule({ labels: ['any'] }),
    'namespaces.rules[0].labels[0]: got "any", allowed: enforce, audit, warn',
  ],
  [
    'labels without a mode',
    rule({ labels: [] }),
    'namespaces.rules[0].labels: expected any, or a list of enforce, audit, warn, with one item at least',
  ],
  ['pinned to a version', rule({ pinned: 'v1.34' }), 'namespaces.rules[0].pinned: got "v1.34", allowed: true, false'],
  ['a version without v', rule({ version: '1.34' }), `namespaces.rules[0].version: got "1.34", allowed: ${VERSIONS}`],
  [
    'a version that is a number',
    rule({ version: 1.34 }),
    `namespaces.rules[0].version: got 1.34, allowed: ${VERSIONS}`,
  ],
  [
    'a mode that is none',
    rule({ pinned: true, mode: 'off' }),
    'namespaces.rules[0].mode: got "off", allowed: enforce, audit, warn',
  ],
  [
    'an empty match',
    rule({ pinned: true, match: {} }),
    `namespaces.rules[0].match: expected one of ${CONDITIONS} at least`,
  ],
  [
    'no match at all',
    rule({ pinned: true, match: [] }),
    'namespaces.rules[0].match: expected a list of objects with conditions, with one item at least',
  ],
  [
    'a match that is a name',
    rule({ pinned: true, except: 'kube-system' }),
    `namespaces.rules[0].except: got "kube-system", expected an object with ${CONDITIONS}, or a list of such objects`,
  ],
  [
    'a match among several',
    rule({ pinned: true, match: [{ names: ['a'] }, { name: ['a'] }] }),
    'namespaces.rules[0].match[1].name: unknown setting; did you mean names?',
  ],
  [
    'names that are text',
    rule({ pinned: true, match: { names: 'a' } }),
    'namespaces.rules[0].match.names: got "a", expected a list of names, such as ["pci-*"]',
  ],
  [
    'no names',
    rule({ pinned: true, match: { names: [] } }),
    'namespaces.rules[0].match.names: expected a list of names, such as ["pci-*"], with one item at least',
  ],
  [
    'an empty name, and a number',
    rule({ pinned: true, match: { names: ['', 5] } }),
    'namespaces.rules[0].match.names[0]: expected one of the names',
    'namespaces.rules[0].match.names[1]: got 5, expected one of the names; quotes make text of it',
  ],
  [
    'a label that is a word',
    rule({ pinned: true, match: { labels: { pci: true } } }),
    'namespaces.rules[0].match.labels.pci: got true, expected the value of a label; quotes make text of it',
  ],
  [
    'labels whose keys are none',
    rule({ pinned: true, match: { labels: { 'a b': 'c', '/a': 'c' } } }),
    'namespaces.rules[0].match.labels["a b"]: expected the key of a label',
    'namespaces.rules[0].match.labels["/a"]: expected the key of a label',
  ],
  [
    'a label that would set the prototype',
    rule({ pinned: true, match: { labels: JSON.parse('{"__proto__": "a", "b": "c"}') } }),
    'namespaces.rules[0].match.labels.__proto__: expected the key of a label',
  ],
  [
    'no labels',
    rule({ pinned: true, match: { labels: {} } }),
    'namespaces.rules[0].match.labels: expected one label at least',
  ],
  [
    'an expression without values',
    rule({ pinned: true, match: { expressions: [{ key: 'a', operator: 'In' }] } }),
    'namespaces.rules[0].match.expressions[0].values: expected a list of values for In',
  ],
  [
    'an expression with values',
    rule({ pinned: true, match: { expressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] } }),
    'namespaces.rules[0].match.expressions[0].values: got a list, expected none for Exists',
  ],
  [
    'an expression with an operator that is none',
    rule({ pinned: true, match: { expressions: [{ key: 'a', operator: 'in', values: ['b'] }] } }),
    'namespaces.rules[0].match.expressions[0].operator: got "in", allowed: In, NotIn, Exists, DoesNotExist',
  ],
];

/** Configurations whose parts are right and do not fit together; JSON Schema cannot say so. */
export const CONTRADICTIONS: typeof BAD = [
  [
    'a path that cannot be read',
    { workloads: [KIND, { ...KIND, path: 'spec!' }] },
    'workloads[1].path: "spec!" is wrong',
  ],
  [
    'a level that is required and forbidden',
    rule({ require: 'baseline', forbid: ['privileged', 'baseline'] }),
    'namespaces.rules[0].forbid[1]: got "baseline", which require allows; expected levels that it does not forbid itself',
  ],
  [
    'rules of one name',
    {
      namespaces: {
        rules: [
          { name: 'a', pinned: true },
          { name: 'b', pinned: true },
          { name: 'a', version: 'latest' },
        ],
      },
    },
    'namespaces.rules[2].name: got "a" again, expected another one',
  ],
  [
    'clusters of one name or server',
    { clusters: [{ name: 'a', server: 'https://a' }, { server: 'https://a', name: 'a' }, { name: 'b' }] },
    'clusters[1].server: got "https://a" again, expected another one',
    'clusters[1].name: got "a" again, expected another one',
  ],
];

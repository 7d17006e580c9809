import { z } from 'zod';
import type { WorkloadKind } from '../model/workload.ts';
import { admission } from './admission.ts';
import { applications, clusterFacts } from './applications.ts';
import { levelAndVersion } from './levels.ts';
import { rule } from './rule.ts';
import {
  allowed,
  expected,
  expectedText,
  object,
  optionalList,
  refuseRepeated,
  section,
  text,
  whenSound,
  word,
} from './shapes.ts';
import {
  DEFAULT_UNKNOWN,
  FINDING_MODES,
  type FindingMode,
  KYVERNO_MODES,
  LABEL_FINDING_DEFAULTS,
  LABEL_FINDINGS,
  type LabelFinding,
} from './vocabulary.ts';

/** What is wrong with a path of a workload kind; nothing when it is right. */
export type CheckPath = (path: string) => string | undefined;

/** The configuration file. What comes out of it has all defaults filled in. */
export function createSchema(checkPath: CheckPath) {
  return section(
    {
      workloads: workloads(checkPath),
      repository,
      applications,
      clusters,
      admission: optionalAdmission.describe('Pod Security Admission in clusters that have none of their own here.'),
      controllers: word(['enforce', 'warn'])
        .default('enforce')
        .describe(
          'How pod templates of controllers are judged: at the enforce level too, as their pods will be, or (warn) only as admission answers for the controller itself.',
        ),
      namespaces,
      policies,
    },
    expected('an object with settings'),
  );
}

/** Configuration with all defaults filled in. */
export type Settings = z.output<ReturnType<typeof createSchema>>;

function workloads(checkPath: CheckPath) {
  const path = text('a path such as spec.template').superRefine((value, context) => {
    const message = value === '' ? undefined : checkPath(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
  const kind = object(
    {
      group: text('the API group of a custom resource').describe('API group, without a version.'),
      kind: text('a kind').describe('Kind.'),
      path: path.describe('Where pod templates or pod specs are: spec.template, spec.tasks[*].template, spec.*.pod.'),
    },
    { error: () => 'expected an object with group, kind and path' },
  ).transform(({ group, kind, path }): WorkloadKind => ({ group, kind, paths: [path] }));
  return optionalList('a list of objects with group, kind and path', kind).describe(
    'Kinds of custom resources that hold pods.',
  );
}

const repository = section({
  urls: optionalList('a list of URLs', text('a URL')).describe(
    'How Applications of Argo CD name this repository; any spelling of the URL that they use.',
  ),
}).describe('This repository.');

const optionalAdmission = admission
  .nullish()
  .transform((value) => value ?? undefined)
  .optional();

const clusters = optionalList(
  'a list of objects with name, server, kubeVersion and so on',
  object({
    name: text('the name of a cluster').describe('Name of the cluster in Argo CD; unique.'),
    server: z
      .string(expectedText('the URL of a cluster'))
      .regex(/^https?:\/\//, allowed('a URL such as https://prod.example:6443'))
      .exactOptional()
      .describe('URL by which Applications name the same cluster; unique.'),
    ...clusterFacts,
    admission: optionalAdmission.describe('Pod Security Admission in this cluster.'),
  }),
)
  .superRefine((items, context) => {
    refuseRepeated(items, 'name', context);
    refuseRepeated(items, 'server', context);
  }, whenSound())
  .describe('Clusters that Applications deploy to.');

/** YAML 1.1, which Kubernetes and so pss-gate reads, makes false of the word off. */
const findingMode = z
  .literal([...FINDING_MODES, false], allowed(FINDING_MODES.join(', ')))
  .transform((value): FindingMode => (value === false ? 'off' : value));

function findings() {
  const fields = LABEL_FINDINGS.map((name) => {
    const [mode, meaning] = LABEL_FINDING_DEFAULTS[name];
    return [name, findingMode.prefault(mode).describe(`Mode of the finding that ${meaning}.`)] as const;
  });
  return section(Object.fromEntries(fields) as Record<LabelFinding, (typeof fields)[number][1]>);
}

const namespaces = section({
  unknown: levelAndVersion
    .prefault(DEFAULT_UNKNOWN)
    .describe('Level, or LEVEL:VERSION, of namespaces about which nothing is known.'),
  findings: findings().describe('How findings about labels count; off does not make them.'),
  rules: optionalList('a list of rules', rule)
    .superRefine((items, context) => refuseRepeated(items, 'name', context), whenSound())
    .describe('What labels have to be; every rule that matches a namespace applies to it.'),
}).describe('Namespaces and their labels.');

const policies = section({
  files: optionalList('a list of files and directories', text('a file or a directory')).describe(
    'Files and directories with policies of Kyverno and Kubernetes, relative to the root of the repository.',
  ),
  context: optionalList('a list of files and directories', text('a file or a directory')).describe(
    'What policies find when they look something up: Contexts of Kyverno’s CLI, or manifests of a cluster, relative to the root of the repository.',
  ),
  kyvernoMode: word(KYVERNO_MODES)
    .default('strict')
    .describe(
      'How podSecurity rules of Kyverno judge: as Kubernetes does (strict), or with the results of Kyverno itself (compat).',
    ),
  unsupported: word(['error', 'skip'])
    .default('error')
    .describe('What rules count as that need what cannot be had here, such as an API of the cluster.'),
}).describe('Policies that objects are judged by.');

import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { KYVERNO_MODES } from '../config/config.ts';
import { FAIL_ON } from '../decide/decide.ts';
import { LOG_FORMATS, LOG_LEVELS } from '../log.ts';
import { LEVELS } from '../pss/levels.ts';
import { parseVersion } from '../pss/versions.ts';

/** What commander makes of {@link runOptions}. */
export interface RunOptions {
  readonly config?: string;
  readonly revision?: string;
  readonly checkout: readonly GivenDirectory[];
  readonly allowFetch: readonly string[];
  readonly unowned: boolean;
  readonly appsetParameters?: string;
  readonly helm?: string;
  readonly kustomize?: string;
  readonly plugin: readonly GivenPlugin[];
  readonly kubeVersion?: string;
  readonly apiVersions: readonly string[];
  readonly jobs: number;
  readonly timeout: number;
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly logFormat: (typeof LOG_FORMATS)[number];
  readonly progress: boolean;
}

/** Files of another repository. */
export interface GivenDirectory {
  readonly url: string;
  readonly directory: string;
}

/** A program of our user's for a plugin of Argo CD. */
export interface GivenPlugin {
  readonly name: string;
  /** Program and arguments, separated by blanks. */
  readonly command: string;
}

/** Options of every command that renders. Each can also be set by an environment variable: PSS_GATE_ and its name. */
export function runOptions(): Option[] {
  return [
    option('--config <file>', 'configuration file (default: .pss-gate.yaml at the root of the repository)'),
    option('--revision <revision>', 'render this Git revision instead of the working tree'),
    option('--checkout <url=directory>', 'files of another repository that Applications name, repeatable')
      .argParser(givenDirectory)
      .default([], 'none'),
    option(
      '--allow-fetch <pattern>',
      'host, or beginning of a URL, from which repositories and charts that Applications name may be fetched, repeatable',
    )
      .argParser(words)
      .default([], 'nothing is fetched'),
    option(
      '--no-unowned',
      'leave out charts, kustomizations and directories that no Application uses',
      'PSS_GATE_NO_UNOWNED',
    ),
    option(
      '--appset-parameters <file>',
      'recorded parameters of ApplicationSet generators that need an API: lists by namespace/name of the set',
    ),
    option('--helm <file>', 'helm to use (default: PATH, then the bundled one)'),
    option('--kustomize <file>', 'kustomize or kubectl to use (default: PATH, then the bundled kubectl)'),
    option(
      '--plugin <name=command>',
      'program to render what a plugin of Argo CD would, repeatable: the plugin’s name or *, and a program on PATH or an absolute path with arguments',
    )
      .argParser(givenPlugins)
      .default([], 'none: such Applications are not evaluated'),
    option('--kube-version <version>', 'Kubernetes version that charts see').argParser(kubeVersion),
    option('--api-versions <list>', 'API versions that charts see, separated by commas or given repeatedly')
      .argParser(list)
      .default([], 'those that helm knows'),
    option('--jobs <number>', 'renders at once')
      .argParser(positive(1024))
      .default(availableParallelism(), 'number of processors'),
    option('--timeout <seconds>', 'time for one render, or for one fetch').argParser(positive(86_400)).default(90),
    option(
      '--cache-dir <directory>',
      'where rendered output and unpacked programs are kept (default: pss-gate in the user’s cache directory)',
    ),
    option('--no-cache', 'render everything anew', 'PSS_GATE_NO_CACHE'),
    option('--log-level <level>', 'how much goes to standard error').choices(LOG_LEVELS).default('warn'),
    option('--log-format <format>', 'how it is written').choices(LOG_FORMATS).default('text'),
    option('--no-progress', 'show no progress line on a terminal', 'PSS_GATE_NO_PROGRESS'),
  ];
}

/** What commander makes of {@link clusterOptions}. */
export interface ClusterOptions {
  readonly admissionConfig?: string;
  readonly namespaces: readonly Snapshot[];
  readonly policy: readonly string[];
  readonly policyContext: readonly string[];
  readonly kyvernoMode?: (typeof KYVERNO_MODES)[number];
  readonly ignoreUnsupported: boolean;
  readonly base?: string;
  readonly failOn: (typeof FAIL_ON)[number];
  readonly allowEmpty: boolean;
}

/** A file with the namespaces of a cluster, or of any cluster. */
export interface Snapshot {
  readonly cluster?: string;
  readonly file: string;
}

/** Options of every command that judges by what is known of clusters. */
export function clusterOptions(): Option[] {
  return [
    option(
      '--admission-config <file>',
      'AdmissionConfiguration or PodSecurityConfiguration of the clusters: defaults and exemptions',
    ),
    option(
      '--namespaces <[cluster=]file>',
      'namespaces as kubectl get namespaces -o yaml prints them, repeatable; with a name, those of one cluster',
    )
      .argParser(snapshot)
      .default([], 'none'),
    option(
      '--policy <file>',
      'policies and exceptions of Kyverno, ValidatingAdmissionPolicies of Kubernetes: a file or a directory, repeatable',
    )
      .argParser(repeated)
      .default([], 'none but those of the configuration'),
    option(
      '--policy-context <file>',
      'what policies find when they look something up: a Context of Kyverno’s CLI, or manifests of a cluster, repeatable',
    )
      .argParser(repeated)
      .default([], 'none but that of the configuration'),
    option(
      '--kyverno-mode <mode>',
      'how podSecurity rules judge: as Kubernetes does, or with Kyverno’s own results (default: strict)',
    ).choices(KYVERNO_MODES),
    option(
      '--ignore-unsupported',
      'skip rules that need what cannot be had here, such as an API of the cluster, instead of counting them as errors',
    ).default(false),
    option('--base <revision>', 'revision to compare labels with: finds levels that are lowered or removed'),
    option('--fail-on <mode>', 'weakest mode whose findings block').choices(FAIL_ON).default('enforce'),
    option('--allow-empty', 'pass when there is nothing to evaluate').default(false),
  ];
}

/** What commander makes of {@link judgeOptions}. */
export interface JudgeOptions extends ClusterOptions {
  readonly level?: (typeof LEVELS)[number];
  readonly pssVersion?: string;
  readonly changedSince?: string;
  readonly listPasses: boolean;
  readonly compatOutput: boolean;
  readonly output: readonly Output[];
}

/** A report to write; to standard output when there is no file. */
export interface Output {
  readonly format: string;
  readonly file?: string;
}

export function judgeOptions(formats: readonly string[]): Option[] {
  return [
    option('--level <level>', 'judge every pod at this level as well, whatever its namespace asks for').choices(LEVELS),
    option('--pss-version <version>', 'version of the standards for --level (default: latest)').argParser(version),
    ...clusterOptions(),
    option(
      '--changed-since <revision>',
      'judge only what is rendered from files that changed since this revision, and workloads of namespaces whose labels changed',
    ),
    option(
      '--list-passes',
      'list the checks that workloads keep, and the rules of policies that objects keep, too',
    ).default(false),
    option('--compat-output', 'print text as kyverno apply does: only what policies say').default(false),
    option('-o, --output <format[=file]>', `report to write, repeatable: ${formats.join(', ')}`)
      .argParser(output(formats))
      .default([], 'text'),
  ];
}

export function option(flags: string, description: string, variable?: string): Option {
  const created = new Option(flags, description);
  return created.env(variable ?? `PSS_GATE_${created.name().replaceAll('-', '_').toUpperCase()}`);
}

/** Collects the values of an option that may be given several times. */
export function repeated(text: string, previous: readonly string[]): string[] {
  return [...previous, text];
}

function positive(max: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < 1 || number > max) {
      throw new InvalidArgumentError(`Allowed: a whole number from 1 to ${max}.`);
    }
    return number;
  };
}

function version(text: string): string {
  const { error } = parseVersion(text);
  if (error !== undefined) throw new InvalidArgumentError(`Allowed: latest, or v1.x such as v1.31.`);
  return text;
}

function kubeVersion(text: string): string {
  if (!/^v?\d+\.\d+(?:\.\d+)?(?:[-+][\w.+-]+)?$/.test(text))
    throw new InvalidArgumentError('Allowed: a version such as 1.34 or v1.34.2.');
  return text;
}

function list(text: string, previous: readonly string[]): string[] {
  return [...previous, ...text.split(',').map((item) => item.trim())].filter((item) => item !== '');
}

/** In an environment variable they are separated by blanks. */
function words(text: string, previous: readonly string[]): string[] {
  return [...previous, ...text.split(/\s+/).filter((word) => word !== '')];
}

function givenDirectory(text: string, previous: readonly GivenDirectory[]): GivenDirectory[] {
  const [, url, directory] = /^(.+)=([^=]+)$/s.exec(text) ?? [];
  if (url === undefined || directory === undefined) throw new InvalidArgumentError('Allowed: URL=DIRECTORY.');
  return [...previous, { url, directory }];
}

/** In an environment variable every line is one. */
function givenPlugins(text: string, previous: readonly GivenPlugin[]): GivenPlugin[] {
  const given = text.split('\n').filter((line) => line.trim() !== '');
  return [...previous, ...given.map(givenPlugin)];
}

function givenPlugin(text: string): GivenPlugin {
  const [, name, command] = /^\s*([^=\s]+)=\s*(\S.*)$/.exec(text) ?? [];
  if (name === undefined || command === undefined) throw new InvalidArgumentError('Allowed: NAME=COMMAND.');
  return { name, command };
}

function snapshot(text: string, previous: readonly Snapshot[]): Snapshot[] {
  const [, cluster, file = ''] = /^(?:([^=/]+)=)?(.*)$/s.exec(text) ?? [];
  if (file === '') throw new InvalidArgumentError('The file name is empty.');
  return [...previous, cluster === undefined ? { file } : { cluster, file }];
}

function output(formats: readonly string[]): (text: string, previous: readonly Output[]) => Output[] {
  return (text, previous) => {
    const [format = '', ...rest] = text.split('=');
    const file = rest.join('=');
    if (!formats.includes(format)) throw new InvalidArgumentError(`Allowed formats: ${formats.join(', ')}.`);
    if (rest.length > 0 && file === '') throw new InvalidArgumentError('The file name after = is empty.');
    return [...previous, rest.length === 0 ? { format } : { format, file }];
  };
}

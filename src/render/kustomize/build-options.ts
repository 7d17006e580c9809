import { RenderError } from '../../model/errors.ts';

/** What argocd-cm's `kustomize.buildOptions` ask for. */
export interface BuildOptions {
  /** What kustomize is given, without what concerns helm. */
  readonly args: readonly string[];
  readonly isHelmEnabled: boolean;
  /** Options for helm charts, needed only when there are some. */
  readonly helmArgs: readonly string[];
  /** Whether files outside of a kustomization's directory may be read. */
  readonly isUnrestricted: boolean;
}

type Use = 'build' | 'helm' | 'none';

/** Options that can do no harm. Flags have no value of their own; the others need one. */
const ALLOWED: ReadonlyMap<string, { readonly isFlag: boolean; readonly use: Use }> = new Map([
  ['--enable-helm', { isFlag: true, use: 'helm' }],
  ['--helm-kube-version', { isFlag: false, use: 'helm' }],
  ['--helm-api-versions', { isFlag: false, use: 'helm' }],
  ['--load-restrictor', { isFlag: false, use: 'build' }],
  ['--reorder', { isFlag: false, use: 'build' }],
  ['--enable-managedby-label', { isFlag: true, use: 'build' }],
  // For containers, which never run, and for traces of kustomize's own errors, which kubectl cannot print.
  ['--as-current-user', { isFlag: true, use: 'none' }],
  ['--stack-trace', { isFlag: true, use: 'none' }],
]);

const RUNS_PROGRAMS = 'it lets a repository run programs';
/** Why an option that kustomize has is refused here; all others are unknown to it, or to us. */
const REFUSED: Readonly<Partial<Record<string, string>>> = {
  '--enable-alpha-plugins': RUNS_PROGRAMS,
  '--enable-exec': RUNS_PROGRAMS,
  '--enable-star': RUNS_PROGRAMS,
  '--network': 'functions never run here',
  '--network-name': 'functions never run here',
  '--mount': 'functions never run here',
  '--env': 'functions never run here',
  '-e': 'functions never run here',
  '--helm-command': 'helm is chosen by --helm or PSS_GATE_HELM',
  '--helm-debug': 'it mixes messages into what is rendered',
  '--output': 'nothing is written',
  '-o': 'nothing is written',
};

/**
 * Reads build options. Only those in a short list are passed on.
 *
 * Source: kustomize commands/build/build.go and flag*.go; argo-cd util/kustomize/kustomize.go, parseKustomizeBuildOptions
 * @throws RenderError that names another option
 */
export function readBuildOptions(words: readonly string[]): BuildOptions {
  const options = parse(words.flatMap((word) => word.split(/\s+/)).filter((word) => word !== ''));
  const of = (use: Use) => options.filter((option) => option.use === use).map(({ text }) => text);
  const last = (name: string) => options.findLast((option) => option.name === name)?.value;
  return {
    args: of('build'),
    helmArgs: of('helm').filter((text) => !text.startsWith('--enable-helm')),
    isHelmEnabled: isTrue(last('--enable-helm')),
    isUnrestricted: last('--load-restrictor') === 'LoadRestrictionsNone',
  };
}

interface Option {
  readonly name: string;
  readonly value: string;
  readonly use: Use;
  /** In one word, so that the value is never taken for an option. */
  readonly text: string;
}

function parse(words: readonly string[]): readonly Option[] {
  const options: Option[] = [];
  const rest = words[Symbol.iterator]();
  for (const word of rest) {
    const equals = word.indexOf('=');
    const name = equals === -1 ? word : word.slice(0, equals);
    const allowed = ALLOWED.get(name);
    if (allowed === undefined)
      throw new RenderError(`build option ${word} is refused: ${REFUSED[name] ?? 'it is not known to be harmless'}`);
    const value = equals !== -1 ? word.slice(equals + 1) : allowed.isFlag ? 'true' : rest.next().value;
    if (value === undefined) throw new RenderError(`build option ${name} has no value`);
    options.push({ name, value, use: allowed.use, text: `${name}=${value}` });
  }
  return options;
}

/** As Go's strconv.ParseBool. */
function isTrue(value: string | undefined): boolean {
  return value !== undefined && ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value);
}

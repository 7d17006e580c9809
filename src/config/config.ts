import { isRecord } from '../model/manifest.ts';
import type { WorkloadKind } from '../model/workload.ts';
import { suggest } from './suggest.ts';

/** What a configuration file says. */
export interface Config {
  /** Kinds of custom resources that hold pods. */
  readonly workloads: readonly WorkloadKind[];
}

export const DEFAULT_CONFIG: Config = { workloads: [] };

/** Name of the configuration file at the root of a repository. */
export const CONFIG_FILE = '.pss-gate.yaml';

/** Something that a configuration file gets wrong. */
export interface ConfigProblem {
  /** Field, for example `workloads[0].kind`; empty for the file as a whole. */
  readonly path: string;
  /** What came and what is allowed. */
  readonly message: string;
}

/** Reads a parsed configuration file, or names everything that is wrong with it. */
export function readConfig(
  value: unknown,
  checkPath: (path: string) => string | undefined,
): { readonly config: Config; readonly problems: readonly ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const report = (path: string, message: string) => void problems.push({ path, message });
  if (value === null) return { config: DEFAULT_CONFIG, problems };
  if (!isRecord(value)) {
    report('', 'expected an object with settings');
    return { config: DEFAULT_CONFIG, problems };
  }
  refuseUnknown(value, ['workloads'], '', report);
  const list = value.workloads ?? [];
  if (!Array.isArray(list)) report('workloads', 'expected a list of objects with group, kind and path');
  const workloads = (Array.isArray(list) ? list : []).map((item, index) =>
    readWorkload(item, `workloads[${index}]`, report, checkPath),
  );
  return { config: { workloads: workloads.filter((workload) => workload !== undefined) }, problems };
}

type Report = (path: string, message: string) => void;

function readWorkload(
  item: unknown,
  at: string,
  report: Report,
  checkPath: (path: string) => string | undefined,
): WorkloadKind | undefined {
  if (!isRecord(item)) {
    report(at, 'expected an object with group, kind and path');
    return undefined;
  }
  refuseUnknown(item, ['group', 'kind', 'path'], at, report);
  const { group, kind, path } = item;
  if (typeof group !== 'string' || group === '') report(`${at}.group`, 'expected the API group of a custom resource');
  if (typeof kind !== 'string' || kind === '') report(`${at}.kind`, 'expected a kind');
  if (typeof path !== 'string' || path === '') report(`${at}.path`, 'expected a path such as spec.template');
  else {
    const error = checkPath(path);
    if (error !== undefined) report(`${at}.path`, error);
  }
  return { group: String(group), kind: String(kind), paths: [String(path)] };
}

function refuseUnknown(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  at: string,
  report: Report,
): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const close = suggest(key, known);
    const hint = close === undefined ? `allowed: ${known.join(', ')}` : `did you mean ${close}?`;
    report(at === '' ? key : `${at}.${key}`, `unknown setting; ${hint}`);
  }
}

import { levelLabel, MODES, versionLabel } from '../admission/labels.ts';
import { formatStandard } from '../admission/policy.ts';
import type { Mode } from '../model/report.ts';
import { matchesWildcard } from '../model/wildcard.ts';
import { compareLevels, type Level } from '../pss/levels.ts';
import { type LabelProblem, problemOf, setLabel } from './problem.ts';
import { isAssumed, type NamespaceState } from './state.ts';

/** Every API server gives a namespace this label. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** A rule of the label policy. */
export interface LabelRule {
  readonly name: string;
  /** Any of these; all namespaces when empty. */
  readonly match: readonly NamespaceMatch[];
  readonly except: readonly NamespaceMatch[];
  /** Weakest level that may be in force. */
  readonly require: LevelByMode;
  /** Level to assign where no label sets one. */
  readonly default: LevelByMode;
  /** Levels that the label of enforce must not have. */
  readonly forbid: readonly Level[];
  /** Modes whose label has to be set; `any` when one of the three is enough. */
  readonly labels: 'any' | readonly Mode[];
  /** Whether versions have to be v1.x. */
  readonly pinned: boolean;
  /** Version to assign beside a level. */
  readonly version?: string | undefined;
  /** How a broken rule counts. */
  readonly mode: Mode;
}

export type LevelByMode = Readonly<Partial<Record<Mode, Level>>>;

/** Namespaces, by everything that is given here. Lists of wildcards match when one of them does. */
export interface NamespaceMatch {
  readonly names?: readonly string[] | undefined;
  readonly clusters?: readonly string[] | undefined;
  /** Of the file that declares the namespace. */
  readonly paths?: readonly string[] | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly expressions?: readonly LabelExpression[] | undefined;
}

export interface LabelExpression {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[] | undefined;
}

/** Rules that apply to a namespace: every one that matches. */
export function rulesFor(state: NamespaceState, rules: readonly LabelRule[]): readonly LabelRule[] {
  const isMatch = (match: NamespaceMatch) => matches(state, match);
  return rules.filter(
    ({ match, except }) => (match.length === 0 || match.some(isMatch)) && !except.some((each) => isMatch(each)),
  );
}

function matches(state: NamespaceState, { names, clusters, paths, labels, expressions }: NamespaceMatch): boolean {
  const files = state.declarations.map((declaration) => declaration.locate().file);
  const own: Readonly<Record<string, string>> = { ...state.labels, [NAMESPACE_NAME_LABEL]: state.name };
  return (
    (names === undefined || matchesAny(names, [state.name])) &&
    (clusters === undefined || matchesAny(clusters, [state.cluster])) &&
    (paths === undefined || matchesAny(paths, files)) &&
    Object.entries(labels ?? {}).every(([key, value]) => own[key] === value) &&
    (expressions ?? []).every((expression) => holds(own, expression))
  );
}

function matchesAny(patterns: readonly string[], texts: readonly string[]): boolean {
  return patterns.some((pattern) => texts.some((text) => matchesWildcard(pattern, text)));
}

/** As Kubernetes' label selectors: NotIn also holds for a label that is not there. */
function holds(labels: Readonly<Record<string, string>>, { key, operator, values = [] }: LabelExpression): boolean {
  const isSet = Object.hasOwn(labels, key);
  const isListed = isSet && values.includes(labels[key] ?? '');
  switch (operator) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return isSet;
    case 'DoesNotExist':
      return !isSet;
  }
}

/** Where a declared namespace breaks the label policy. */
export function findBrokenRules(state: NamespaceState, rules: readonly LabelRule[]): LabelProblem[] {
  if (state.declarations.length === 0) return [];
  const relevant = rulesFor(state, rules);
  const weak = relevant.flatMap((rule) => weakLevels(state, rule));
  // Who is told to set a level need not be told that none is set.
  const isTold = ({ label }: LabelProblem) => weak.some((problem) => problem.label === label);
  return [
    ...weak,
    ...relevant.flatMap((rule) => forbiddenLevels(state, rule)),
    ...relevant.flatMap((rule) => missingLabels(state, rule)).filter((problem) => !isTold(problem)),
    ...relevant.flatMap((rule) => unpinnedVersions(state, rule)),
  ];
}

function weakLevels(state: NamespaceState, rule: LabelRule): LabelProblem[] {
  return MODES.flatMap((mode) => {
    const required = rule.require[mode];
    if (required === undefined || !isWeaker(state, mode, required)) return [];
    const inForce = formatStandard(state.policy[mode]);
    return [
      problemOf(state, {
        rule: 'level',
        policy: rule.name,
        mode: rule.mode,
        label: levelLabel(mode),
        allowed: required === 'restricted' ? required : `${required} or stricter`,
        message: `${mode} is ${inForce} (${state.origins[mode]}), weaker than the ${required} that the rule ${rule.name} requires`,
        remediation: setLabel(mode, required),
      }),
    ];
  });
}

function isWeaker({ policy }: NamespaceState, mode: Mode, required: Level): boolean {
  return compareLevels(policy[mode].level, required) < 0;
}

function forbiddenLevels(state: NamespaceState, { name, mode, forbid }: LabelRule): LabelProblem[] {
  const label = levelLabel('enforce');
  const level = forbid.find((each) => state.labels[label] === each);
  if (level === undefined) return [];
  return [
    problemOf(state, {
      rule: 'forbidden',
      policy: name,
      mode,
      label,
      allowed: `not ${forbid.join(' or ')}`,
      message: `${label}: ${level} is forbidden by the rule ${name}`,
      remediation: `Set the label ${label} to another level, or name this namespace among the exceptions of the rule ${name}.`,
    }),
  ];
}

function missingLabels(state: NamespaceState, rule: LabelRule): LabelProblem[] {
  const { name, mode: severity, labels } = rule;
  const isSet = (mode: Mode) => Object.hasOwn(state.labels, levelLabel(mode));
  const asked = MODES.filter((mode) => rule.default[mode] !== undefined || (labels !== 'any' && labels.includes(mode)));
  const missing = asked.filter((mode) => !isSet(mode));
  const needsAny = labels === 'any' && !MODES.some(isSet) && missing.length === 0;
  return (needsAny ? (['enforce'] as const) : missing).map((mode) => {
    const level = assignedLevel(state, mode, [rule.default[mode], rule.require[mode]]);
    const label = levelLabel(mode);
    return problemOf(state, {
      rule: 'missing',
      policy: name,
      mode: severity,
      label,
      allowed: level ?? 'a level',
      message: needsAny
        ? `no label sets a level, and the rule ${name} asks for one`
        : `the label ${label} is not set, as the rule ${name} asks${rule.default[mode] === undefined ? '' : `, which assigns ${level}`}`,
      remediation:
        level === undefined ? `Set the label ${label} to the level that its workloads need.` : setLabel(mode, level),
    });
  });
}

function unpinnedVersions(state: NamespaceState, { name, mode: severity, pinned, version }: LabelRule): LabelProblem[] {
  if (!pinned) return [];
  return MODES.flatMap((mode) => {
    const label = versionLabel(mode);
    const found = state.labels[label];
    const isPinned = found !== undefined && found !== 'latest';
    if (!Object.hasOwn(state.labels, levelLabel(mode)) || isPinned) return [];
    return [
      problemOf(state, {
        rule: 'unpinned',
        policy: name,
        mode: severity,
        label,
        allowed: 'v1.x',
        message: `${label} is ${found ?? 'not set'}, so that an upgrade of the cluster changes what is allowed; the rule ${name} asks for a version`,
        remediation: `Set the label ${label}: ${version ?? "v1.x, the cluster's version"}.`,
      }),
    ];
  });
}

/** Labels that the label policy assigns to a namespace and that it lacks, in the order in which to write them. */
export function missingByPolicy(
  state: NamespaceState,
  rules: readonly LabelRule[],
): readonly (readonly [string, string])[] {
  const relevant = rulesFor(state, rules);
  const version = relevant.find((rule) => rule.version !== undefined)?.version;
  const isPinned = relevant.some(({ pinned }) => pinned);
  return MODES.flatMap((mode) => {
    const [level, pin] = [levelLabel(mode), versionLabel(mode)];
    const isSet = Object.hasOwn(state.labels, level);
    const wanted = relevant.flatMap((rule) => [rule.default[mode], demanded(state, rule, mode)]);
    const assigned = isSet ? undefined : assignedLevel(state, mode, wanted);
    const needsPin =
      version !== undefined && !Object.hasOwn(state.labels, pin) && (isSet ? isPinned : assigned !== undefined);
    return [
      ...(assigned === undefined ? [] : [[level, assigned] as const]),
      ...(needsPin ? [[pin, version] as const] : []),
    ];
  });
}

/** The level that a rule requires, where a default of the cluster does not already give it or a label has to be there. */
function demanded(state: NamespaceState, rule: LabelRule, mode: Mode): Level | undefined {
  const required = rule.require[mode];
  if (required === undefined) return undefined;
  const needsLabel = rule.labels === 'any' ? mode === 'enforce' : rule.labels.includes(mode);
  return needsLabel || isWeaker(state, mode, required) ? required : undefined;
}

/** The strictest of the levels that are wanted, and never a weaker one than is in force without the label. */
function assignedLevel(state: NamespaceState, mode: Mode, wanted: readonly (Level | undefined)[]): Level | undefined {
  const level = strictest(wanted);
  if (level === undefined || isAssumed(state)) return level;
  return strictest([level, state.policy[mode].level]);
}

function strictest(levels: readonly (Level | undefined)[]): Level | undefined {
  return levels.reduce((a, b) => (a === undefined || (b !== undefined && compareLevels(b, a) > 0) ? b : a), undefined);
}

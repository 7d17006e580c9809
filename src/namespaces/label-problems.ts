import { LABEL_KEYS, LABEL_PREFIX, levelLabel, MODES, versionLabel } from '../admission/labels.ts';
import { describeLabelErrors, formatStandard } from '../admission/policy.ts';
import type { NamespaceDeclaration } from '../model/namespace.ts';
import { suggest } from '../model/suggest.ts';
import { compareLevels, type Level, parseLevel } from '../pss/levels.ts';
import { STANDARD } from '../pss/registry.ts';
import { parseVersion } from '../pss/versions.ts';
import { type LabelProblem, problemIn, problemOf } from './problem.ts';
import { isAssumed, type NamespaceState } from './state.ts';

/**
 * What is wrong with the Pod Security labels of one namespace, whatever others say of it.
 *
 * @param met strictest level that all of its workloads already meet; nothing when there are none
 */
export function findLabelProblems(state: NamespaceState, met: Level | undefined): LabelProblem[] {
  if (state.declarations.length === 0) return [];
  return [
    ...missingLevels(state, met),
    ...invalidValues(state),
    ...uselessLevels(state),
    ...unknownVersions(state),
    ...state.declarations.flatMap((declaration) => [
      ...misspeltKeys(declaration, state.cluster),
      ...mistypedValues(declaration, state),
    ]),
  ];
}

function missingLevels(state: NamespaceState, met: Level | undefined): LabelProblem[] {
  const has = (key: string) => Object.hasOwn(state.labels, key);
  if (MODES.some((mode) => has(levelLabel(mode)))) return [];
  const standard = formatStandard(state.policy.enforce);
  const inForce = `${isAssumed(state) ? `judged at ${standard}` : `${standard} is enforced`} (${state.origins.enforce})`;
  const versions = LABEL_KEYS.filter(has);
  const [version] = versions;
  return [
    problemOf(state, {
      ...(version === undefined ? { rule: 'unlabelled' } : { rule: 'version-only', label: version }),
      message: `${version === undefined ? 'no Pod Security label' : `${versions.join(', ')} without a level`}: ${inForce}`,
      remediation: suggestLevel(met),
    }),
  ];
}

function suggestLevel(met: Level | undefined): string {
  const label = levelLabel('enforce');
  if (met === undefined) return `Set the label ${label} to the level that its workloads need.`;
  if (met !== 'privileged') return `Set the label ${label}: ${met}; all of its workloads already meet it.`;
  return `Set the label ${label}: baseline once its workloads meet it; pss-gate labels tells what they break.`;
}

/** What an invalid value does, by mode; an invalid version always becomes `latest`. */
const EFFECT_OF_INVALID_LEVEL = {
  enforce: 'a namespace that has it already enforces restricted',
  audit: 'a namespace that has it already audits nothing',
  warn: 'a namespace that has it already warns of nothing',
} as const;

function invalidValues(state: NamespaceState): LabelProblem[] {
  return state.errors.map((error) => {
    const mode = MODES.find((each) => levelLabel(each) === error.key);
    const isMistyped = state.ownerOf(error.key)?.mistyped.includes(error.key) === true;
    const effect = mode === undefined ? 'a namespace that has it already uses latest' : EFFECT_OF_INVALID_LEVEL[mode];
    const quotes = isMistyped ? '; the value is no text, write it in quotes' : '';
    return problemOf(state, {
      rule: 'invalid',
      label: error.key,
      allowed: error.message,
      message: `the API server refuses this namespace: ${describeLabelErrors([error])}${quotes}; ${effect}`,
      remediation:
        mode === undefined
          ? `Set the label ${error.key} to "latest" or to a version such as v1.34.`
          : `Set the label ${error.key} to privileged, baseline or restricted.`,
    });
  });
}

/** Labels of any kind whose value is no text: the whole object is refused, and with it the levels that it sets. */
function mistypedValues(declaration: NamespaceDeclaration, { cluster, errors }: NamespaceState): LabelProblem[] {
  return declaration.mistyped
    .filter((key) => !errors.some((error) => error.key === key))
    .map((key) =>
      problemIn(declaration, cluster, {
        rule: 'invalid',
        label: key,
        allowed: 'text',
        message:
          key === 'metadata.labels'
            ? 'the API server refuses this namespace: metadata.labels is no object'
            : `the API server refuses this namespace: the value of the label ${key} is no text`,
        remediation:
          key === 'metadata.labels' ? 'Write labels as keys with values.' : `Write the value of ${key} in quotes.`,
      }),
    );
}

/** What a warning or audit level that is weaker than the enforced one leaves out. */
const EFFECT_OF_WEAKER_LEVEL = {
  audit: 'so that less is recorded than is refused',
  warn: 'so that pods are refused of which nobody was warned',
} as const;

function uselessLevels(state: NamespaceState): LabelProblem[] {
  const enforced = levelOf(state, 'enforce');
  if (enforced === undefined) return [];
  return (['audit', 'warn'] as const).flatMap((mode) => {
    const level = levelOf(state, mode);
    if (level === undefined || compareLevels(level, enforced) >= 0) return [];
    return [
      problemOf(state, {
        rule: 'useless',
        label: levelLabel(mode),
        allowed: enforced === 'restricted' ? enforced : `${enforced} or stricter`,
        message: `${levelLabel(mode)}: ${level} is weaker than the enforced ${enforced}, ${EFFECT_OF_WEAKER_LEVEL[mode]}`,
        remediation: `Set the label ${levelLabel(mode)} to restricted, or remove it.`,
      }),
    ];
  });
}

function levelOf({ labels }: NamespaceState, mode: (typeof MODES)[number]) {
  const text = labels[levelLabel(mode)];
  if (text === undefined) return undefined;
  const { value, error } = parseLevel(text);
  return error === undefined ? value : undefined;
}

const NEWEST = parseVersion(STANDARD.newest).value;

function unknownVersions(state: NamespaceState): LabelProblem[] {
  return MODES.flatMap((mode) => {
    const label = versionLabel(mode);
    const text = state.labels[label];
    if (text === undefined || text === 'latest') return [];
    const { value, error } = parseVersion(text);
    if (error !== undefined || value.minor <= NEWEST.minor) return [];
    return [
      problemOf(state, {
        rule: 'unknown-version',
        label,
        allowed: `up to ${NEWEST.text}, or latest`,
        message: `${label}: ${text} is newer than the newest standard known here, ${NEWEST.text}, which is used instead`,
        remediation: `Set the label ${label} to ${NEWEST.text} or latest, or update pss-gate.`,
      }),
    ];
  });
}

/** Keys that look as if they were meant to be one of the six. The API server takes them for labels of somebody else. */
function misspeltKeys(declaration: NamespaceDeclaration, cluster: string): LabelProblem[] {
  const labels = Object.keys(declaration.labels).filter((key) => !isKnown(key) && isMeant(key));
  const annotations = Object.keys(declaration.annotations).filter((key) => isKnown(key) || isMeant(key));
  return [
    ...labels.map((key) => {
      const meant = closest(key);
      return problemIn(declaration, cluster, {
        rule: 'misspelt',
        label: key,
        allowed: LABEL_KEYS.join(', '),
        message: `${key} is no label of Pod Security and does nothing${meant === undefined ? '' : `; ${meant} was meant, it seems`}`,
        remediation: meant === undefined ? `Remove the label ${key}.` : `Rename the label to ${meant}.`,
      });
    }),
    ...annotations.map((key) =>
      problemIn(declaration, cluster, {
        rule: 'misspelt',
        message: `${key} is an annotation here, which does nothing; Pod Security reads labels`,
        remediation: `Move ${key} from annotations to labels.`,
      }),
    ),
  ];
}

function isKnown(key: string): boolean {
  return LABEL_KEYS.includes(key);
}

function isMeant(key: string): boolean {
  if (key.startsWith(LABEL_PREFIX)) return true;
  const prefix = key.slice(0, Math.max(key.indexOf('/'), 0));
  const isLikePrefix = /^pod-?security/i.test(prefix) || suggest(prefix, [LABEL_PREFIX.slice(0, -1)]) !== undefined;
  return isLikePrefix && closest(key) !== undefined;
}

function closest(key: string): string | undefined {
  const names = LABEL_KEYS.map((known) => known.slice(LABEL_PREFIX.length));
  const name = suggest(key.slice(key.indexOf('/') + 1), names);
  return name === undefined ? undefined : LABEL_PREFIX + name;
}

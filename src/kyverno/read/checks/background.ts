import type { MatchResources, UserFilter } from '../rule.ts';
import { textsOf } from '../walk.ts';
import { child, type FieldProblem, type PolicyFrame, type RuleCheck } from './check.ts';
import { fieldPath } from './field-path.ts';
import { variablesIn } from './variable-texts.ts';

const INTRODUCTION =
  'only select variables are allowed in background mode. Set spec.background=false to disable background mode for this policy rule';

/** Who asks is not known when a policy looks at what is in the cluster already. */
const USER_VARIABLES = [
  /[^.]serviceAccountName\b/,
  /[^.]serviceAccountNamespace\b/,
  /[^.]request.userInfo\b/,
  /[^.]request.roles\b/,
  /[^.]request.clusterRoles\b/,
];

/**
 * Source: kyverno pkg/validation/policy/background.go
 */
export const checkBackground: RuleCheck = (rule, path, frame) => {
  if (!frame.runsInBackground) return [];
  return [
    ...findUserFilters(rule.match, child(path, 'match')),
    ...findUserFilters(rule.exclude ?? {}, child(path, 'exclude')),
    ...(mutatesExisting(frame) ? [] : findUserVariables(rule, path)),
  ];
};

export function mutatesExisting({ spec }: PolicyFrame): boolean {
  return spec.rules.some(({ mutate }) => mutate?.targets !== undefined);
}

function findUserFilters(part: MatchResources, path: string): FieldProblem[] {
  const { any = [], all = [] } = part;
  const filters: [UserFilter, string][] = [
    [part, path],
    ...any.map((filter, index): [UserFilter, string] => [filter, `${path}.any[${index}]`]),
    ...all.map((filter, index): [UserFilter, string] => [filter, `${path}.all[${index}]`]),
  ];
  return filters.flatMap(([filter, at]) =>
    (['roles', 'clusterRoles', 'subjects'] as const)
      .filter((field) => (filter[field] ?? []).length > 0)
      .map((field) => ({
        path: child(at, field),
        message: `${INTRODUCTION}: invalid variable used at path: ${slashed(at)}/${field} `,
      })),
  );
}

/** As Kyverno writes it: `spec/rules[0]/match/any[0]`. */
function slashed(path: string): string {
  return path.replaceAll('.', '/');
}

function findUserVariables(rule: object, path: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const { text, path: steps } of textsOf(rule))
    for (const variable of variablesIn(text))
      if (USER_VARIABLES.some((pattern) => pattern.test(variable.text)))
        problems.push({
          path: fieldPath(path, steps),
          message: `${INTRODUCTION}: variable ${variable.text} is not allowed `,
        });
  return problems;
}

import { compileLabelSelector } from './match/label-selector.ts';
import { compileWildcards } from './match/wildcard.ts';
import type { FailureAction, FailureActionOverride, PolicySpec, Rule } from './read/rule.ts';
import type { Action } from './types.ts';

/** Where the object is that breaks a rule. */
export interface Place {
  /** Of the object; empty when it is in none. */
  readonly namespace: string;
  readonly namespaceLabels: Readonly<Record<string, string>>;
}

export type ActionFinder = (rule: string, place: Place) => Action;

type Choice = (place: Place) => FailureAction | undefined;

/**
 * What a cluster does with an object that breaks a rule: what the rule says of the namespace, what it says at all, and the
 * same of the policy.
 *
 * Source: kyverno pkg/engine/api/engineresponse.go, failureActionForRule
 *
 * @param rules with those that are generated, as rules are named in responses
 */
export function compileFailureActions(rules: readonly Rule[], spec: PolicySpec): ActionFinder {
  const ofPolicy = firstOf(
    compileOverrides(spec.validationFailureActionOverrides ?? []),
    () => spec.validationFailureAction,
  );
  const own = rules.map((rule) => ({ name: rule.name, choose: compileRuleAction(rule) }));
  return (name, place) => {
    const rule = own.find((candidate) => candidate.name === name);
    // A name that no rule has gets the strictest that could be meant: the first that any rule says.
    const chosen = rule === undefined ? firstOf(...own.map(({ choose }) => choose))(place) : rule.choose(place);
    return toAction(chosen ?? ofPolicy(place));
  };
}

function compileRuleAction({ validate, verifyImages = [] }: Rule): Choice {
  if (validate !== undefined)
    return firstOf(compileOverrides(validate.failureActionOverrides ?? []), () => validate.failureAction);
  const actions = verifyImages.map(({ failureAction }) => failureAction).filter((action) => action !== undefined);
  return () => actions.find((action) => toAction(action) === 'enforce') ?? actions[0];
}

function firstOf(...choices: readonly Choice[]): Choice {
  return (place) => {
    for (const choose of choices) {
      const chosen = choose(place);
      if (chosen !== undefined) return chosen;
    }
    return undefined;
  };
}

function compileOverrides(overrides: readonly FailureActionOverride[]): Choice {
  const compiled = overrides.map(({ action, namespaces, namespaceSelector }) => {
    const fitsName = namespaces === undefined ? () => true : compileWildcards(namespaces);
    const fitsLabels = namespaceSelector === undefined ? () => true : compileLabelSelector(namespaceSelector);
    return {
      action,
      fits: ({ namespace, namespaceLabels }: Place) => fitsName(namespace) && fitsLabels(namespaceLabels),
    };
  });
  return (place) => compiled.find(({ action, fits }) => action !== undefined && fits(place))?.action;
}

function toAction(action: FailureAction = 'Audit'): Action {
  return action.toLowerCase() === 'enforce' ? 'enforce' : 'audit';
}

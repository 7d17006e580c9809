import type { KubernetesObject } from '../../model/manifest.ts';
import { excused } from '../evaluation/excused.ts';
import { type RuleOutcome, unsupported } from '../evaluation/outcome.ts';
import { checkPreconditions } from '../evaluation/preconditions.ts';
import type { PreparedRequest } from '../evaluation/prepared-request.ts';
import { respond } from '../evaluation/respond.ts';
import { contextLoaderFor } from '../evaluation/rule-context.ts';
import { compileExceptions, type ExceptionFinder } from '../exceptions/exceptions.ts';
import type { PolicyLookups } from '../lookups/lookups.ts';
import type { GroupVersionKind } from '../match/kind-selector.ts';
import { type CandidateTest, compileRuleMatch } from '../match/match-rule.ts';
import { isFilled } from '../read/checks/rule-body.ts';
import type { ClassicException } from '../read/read-exception.ts';
import type { ClassicPolicy } from '../read/read-policy.ts';
import type { Rule } from '../read/rule.ts';
import type { KyvernoMode, RuleResponse } from '../types.ts';
import type { VariableContext } from '../variables/context.ts';
import type { EntrySources } from '../variables/entries/entry.ts';
import { compileBody } from './body.ts';
import { compileCelJudge } from './cel.ts';
import { compileImageFilter } from './images.ts';
import type { Judge } from './judge.ts';
import { requestOfOldObject } from './old-object.ts';
import { compilePodSecurityJudge } from './pod-security.ts';
import { describeUnsupported } from './unsupported.ts';

export interface RuleSettings {
  readonly mode: KyvernoMode;
  readonly ignoresUnsupported: boolean;
  /** Objects that `paramRef` may refer to. */
  readonly params: readonly KubernetesObject[];
  /** Where what is in no request is looked up, if anywhere. */
  readonly lookups?: PolicyLookups | undefined;
}

/** A rule of one policy that objects of one kind are validated by. */
export type CompiledRule = (prepared: PreparedRequest) => RuleResponse | undefined;

/** @returns nothing for rules that validate nothing, or nothing of this kind */
export function compileRule(
  rule: Rule,
  policy: ClassicPolicy,
  kind: GroupVersionKind,
  exceptions: readonly ClassicException[],
  settings: RuleSettings,
): CompiledRule | undefined {
  const type = typeOf(rule);
  const fits = compileRuleMatch(rule, kind);
  if (type === undefined || fits === undefined) return undefined;
  const evaluate = compileSteps(rule, policy, {
    sources: sourcesFor(policy, settings.lookups),
    fits,
    hasImages: type === 'verifyImages' ? compileImageFilter(rule) : () => true,
    judge: compileJudge(rule, settings),
    find: compileExceptions(exceptions, policy.info.key, rule.name, kind),
  });
  const answers = allowsExisting(rule, policy) ? passingOver(evaluate) : evaluate;
  return (prepared) => {
    const evaluated = answers(prepared);
    return evaluated && respond(rule, type, evaluated.outcome, evaluated.context, settings.ignoresUnsupported);
  };
}

function typeOf({ validate, generate, verifyImages = [] }: Rule): 'validate' | 'generate' | 'verifyImages' | undefined {
  if (isFilled(validate)) return 'validate';
  if (isFilled(generate)) return 'generate';
  return verifyImages.length > 0 ? 'verifyImages' : undefined;
}

function compileJudge(rule: Rule, { mode, params, lookups }: RuleSettings): Judge {
  const { validate } = rule;
  const feature = describeUnsupported(rule);
  if (feature !== undefined || validate === undefined) return () => unsupported(feature ?? 'the rule');
  if (validate.podSecurity !== undefined) return compilePodSecurityJudge(validate.podSecurity, rule.name, mode);
  if (validate.cel !== undefined) return compileCelJudge(validate, rule, { params, lookups });
  const body = compileBody(validate, { name: rule.name, message: validate.message ?? '' });
  return ({ request }, context, loader, exceptions) =>
    exceptions.length > 0
      ? excused(exceptions)
      : body({
          context,
          loader,
          subject: request.operation === 'DELETE' ? undefined : request.object,
          nesting: 0,
        });
}

/** Policies of a namespace look into that namespace only. */
export function sourcesFor(
  { isNamespaced, info }: ClassicPolicy,
  lookups: PolicyLookups | undefined,
): EntrySources | undefined {
  return lookups && { lookups: lookups.entries, namespace: isNamespaced ? info.namespace : '' };
}

interface Parts {
  readonly sources: EntrySources | undefined;
  readonly fits: CandidateTest;
  /** Whether there is an image to verify, for rules that verify images. */
  readonly hasImages: (prepared: PreparedRequest) => boolean | RuleOutcome;
  readonly judge: Judge;
  readonly find: ExceptionFinder;
}

interface Evaluated {
  readonly outcome: RuleOutcome;
  readonly context: () => VariableContext;
}

type Evaluate = (prepared: PreparedRequest) => Evaluated | undefined;

/**
 * Match, context, preconditions, exceptions, and then what the rule is about.
 *
 * Source: kyverno pkg/engine/engine.go, invokeRuleHandler
 */
function compileSteps(
  { name, context: entries = [], preconditions }: Rule,
  policy: ClassicPolicy,
  parts: Parts,
): Evaluate {
  const { sources, fits, hasImages, judge, find } = parts;
  return (prepared) => {
    if (prepared.candidate === undefined || !fits(prepared.candidate)) return undefined;
    const isMeant = hasImages(prepared);
    if (typeof isMeant !== 'boolean') return { outcome: isMeant, context: prepared.context };
    if (!isMeant) return undefined;
    const loader = contextLoaderFor(prepared, policy.info.name, name, sources);
    const loaded = loader.load(entries, prepared.context);
    if ('status' in loaded) return { outcome: loaded, context: prepared.context };
    const { context } = loaded;
    const outcome =
      checkPreconditions(preconditions, context) ?? judge(prepared, context, loader, find(prepared, context));
    return outcome && { outcome, context };
  };
}

/**
 * Whether what was wrong before may stay wrong; only rules that would keep an object out ask. Kyverno cannot read the
 * preconditions at that point, and takes a rule that has some for one that did not match before.
 */
function allowsExisting({ validate = {}, preconditions }: Rule, { spec }: ClassicPolicy): boolean {
  if (preconditions !== undefined) return false;
  const action = validate.failureAction ?? spec.validationFailureAction ?? 'Audit';
  return action.toLowerCase() === 'enforce' && validate.allowExistingViolations !== false && validate.cel === undefined;
}

function passingOver(evaluate: Evaluate): Evaluate {
  return (prepared) => {
    const evaluated = evaluate(prepared);
    if (evaluated?.outcome.status !== 'fail') return evaluated;
    const past = requestOfOldObject(prepared);
    if (past === undefined || evaluate(past)?.outcome.status !== 'fail') return evaluated;
    const message = 'skipping the rule evaluation as pre-existing violations are allowed';
    return { ...evaluated, outcome: { status: 'skip', message } };
  };
}

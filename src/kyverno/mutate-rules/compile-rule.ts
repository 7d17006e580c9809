import { type KubernetesObject, metadataText } from '../../model/manifest.ts';
import { excused } from '../evaluation/excused.ts';
import type { RuleOutcome } from '../evaluation/outcome.ts';
import { checkPreconditions } from '../evaluation/preconditions.ts';
import type { PreparedRequest } from '../evaluation/prepared-request.ts';
import { respond } from '../evaluation/respond.ts';
import { type ContextLoader, contextLoaderFor, once } from '../evaluation/rule-context.ts';
import { compileExceptions, type ExceptionFinder } from '../exceptions/exceptions.ts';
import type { GroupVersionKind } from '../match/kind-selector.ts';
import { compileRuleMatch } from '../match/match-rule.ts';
import { isFilled } from '../read/checks/rule-body.ts';
import type { ClassicException } from '../read/read-exception.ts';
import type { ClassicPolicy } from '../read/read-policy.ts';
import type { Rule } from '../read/rule.ts';
import type { RuleResponse } from '../types.ts';
import { type RuleSettings, sourcesFor } from '../validate/compile-rule.ts';
import type { VariableContext } from '../variables/context.ts';
import type { EntrySources } from '../variables/entries/entry.ts';
import { compileMutateForeach, type Mutator } from './foreach.ts';
import { compileRulePatch, type MutationOutcome } from './patch.ts';
import { compileTarget, mayTarget } from './targets.ts';

/** What a mutation answers; the object where it changed something. */
export interface MutationResult {
  readonly response: RuleResponse;
  readonly object?: KubernetesObject | undefined;
}

/** A rule of one policy that may change objects of one kind. */
export type CompiledMutation = (prepared: PreparedRequest) => readonly MutationResult[];

/** @returns nothing for rules that change nothing, or nothing of this kind */
export function compileMutation(
  rule: Rule,
  policy: ClassicPolicy,
  kind: GroupVersionKind,
  exceptions: readonly ClassicException[],
  { ignoresUnsupported, lookups }: Pick<RuleSettings, 'ignoresUnsupported' | 'lookups'>,
): CompiledMutation | undefined {
  if (!isFilled(rule.mutate)) return undefined;
  const frame: Frame = {
    rule,
    policy,
    kind,
    find: compileExceptions(exceptions, policy.info.key, rule.name, kind),
    ignoresUnsupported,
    sources: sourcesFor(policy, lookups),
  };
  return rule.mutate?.targets === undefined ? compileOwn(frame) : compileExisting(frame);
}

interface Frame {
  readonly rule: Rule;
  readonly policy: ClassicPolicy;
  readonly kind: GroupVersionKind;
  readonly find: ExceptionFinder;
  readonly ignoresUnsupported: boolean;
  readonly sources: EntrySources | undefined;
}

/** A rule that changes the object that it matches. */
function compileOwn(frame: Frame): CompiledMutation | undefined {
  const { rule } = frame;
  const fits = compileRuleMatch(rule, frame.kind);
  if (fits === undefined) return undefined;
  const mutate = compileMutator(rule);
  return (prepared) => {
    const { candidate, request } = prepared;
    const { object } = request;
    if (candidate === undefined || object === undefined || !fits(candidate)) return [];
    return evaluate(frame, prepared, prepared.context, (context, loader) => [mutate(object, context, loader)]);
  };
}

/** A rule that changes other objects: those of the kind are changed whatever would cause it. */
function compileExisting(frame: Frame): CompiledMutation | undefined {
  const { rule, policy, kind } = frame;
  const mutate = compileMutator(rule);
  const targets = (rule.mutate?.targets ?? [])
    .map((target, index) => ({ target, compiled: compileTarget(target, index, policy.info.namespace, mutate) }))
    .filter(({ target }) => mayTarget(target, kind))
    .map(({ compiled }) => compiled);
  if (targets.length === 0) return undefined;
  const causes = compileRuleMatch(rule, kind);
  return (prepared) => {
    const { candidate, request } = prepared;
    const { object } = request;
    if (candidate === undefined || object === undefined) return [];
    const isCause = causes?.(candidate) ?? false;
    const around = isCause ? prepared.context : once(() => withoutCause(prepared.context()));
    return evaluate(frame, prepared, around, (context, loader) => {
      let current = object;
      return targets.flatMap((target) => {
        const outcome = target.mutate(current, context, loader);
        current = outcome?.object ?? current;
        return outcome ?? [];
      });
    });
  };
}

/** Nothing is known of the object that causes a change. */
function withoutCause(context: VariableContext): VariableContext {
  return context.with('request', {});
}

function compileMutator(rule: Rule): Mutator {
  const foreach = rule.mutate?.foreach;
  return foreach === undefined ? compileRulePatch(rule) : compileMutateForeach(foreach);
}

function evaluate(
  { rule, policy, find, ignoresUnsupported, sources }: Frame,
  prepared: PreparedRequest,
  around: () => VariableContext,
  mutate: (context: () => VariableContext, loader: ContextLoader) => readonly MutationOutcome[],
): readonly MutationResult[] {
  const loader = contextLoaderFor(prepared, policy.info.name, rule.name, sources);
  const loaded = loader.load(rule.context ?? [], around);
  const context = 'status' in loaded ? around : loaded.context;
  const settle = (): readonly MutationOutcome[] => {
    if ('status' in loaded) return [loaded];
    const unmet = checkPreconditions(rule.preconditions, context);
    if (unmet !== undefined) return [unmet];
    const exceptions = find(prepared, context);
    return exceptions.length > 0 ? [excused(exceptions)] : mutate(context, loader);
  };
  return settle().map((outcome) => toResult(rule, outcome, context, ignoresUnsupported));
}

function toResult(
  rule: Rule,
  { object, ...outcome }: MutationOutcome,
  context: () => VariableContext,
  ignoresUnsupported: boolean,
): MutationResult {
  const described: RuleOutcome = object === undefined ? outcome : { ...outcome, message: describe(object) };
  const response = respond(rule, 'mutate', described, context, ignoresUnsupported);
  return { response: object === undefined ? response : { ...response, patched: object }, object };
}

function describe(object: KubernetesObject): string {
  const namespace = metadataText(object, 'namespace');
  const name = `mutated ${object.kind}/${metadataText(object, 'name')}`;
  return namespace === '' ? name : `${name} in namespace ${namespace}`;
}

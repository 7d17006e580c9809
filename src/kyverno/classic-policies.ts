import type { Manifest } from '../model/manifest.ts';
import { EffectiveRules } from './auto-gen/effective-rules.ts';
import { type CompiledClassicPolicy, compileClassicPolicy } from './classic-policy.ts';
import { classicKind } from './documents.ts';
import { autoGenNotes } from './notes.ts';
import { toPolicyProblem } from './policy-problem.ts';
import { type ClassicException, readException } from './read/read-exception.ts';
import { type ClassicPolicy, readPolicy } from './read/read-policy.ts';
import type { PolicyProblem } from './types.ts';
import type { RuleSettings } from './validate/compile-rule.ts';

/** What is made of the classic policies among documents. */
export interface ClassicPolicies {
  readonly policies: readonly CompiledClassicPolicy[];
  readonly problems: readonly PolicyProblem[];
  readonly notes: readonly string[];
  readonly ruleCount: number;
}

export function compileClassicPolicies(documents: readonly Manifest[], settings: RuleSettings): ClassicPolicies {
  const problems: PolicyProblem[] = [];
  const exceptions = readExceptions(documents, problems);
  const policies: CompiledClassicPolicy[] = [];
  const notes: string[] = [];
  let ruleCount = 0;
  for (const { policy, isSound } of readPolicies(documents, problems)) {
    const rules = new EffectiveRules(policy.spec.rules, policy.info.annotations);
    // The Kyverno CLI also counts the rules of policies that it then refuses.
    ruleCount += rules.all().length;
    if (!isSound) continue;
    notes.push(...autoGenNotes(policy, rules));
    policies.push(compileClassicPolicy(policy, rules, exceptions, settings));
  }
  return { policies, problems, notes, ruleCount };
}

function readExceptions(documents: readonly Manifest[], problems: PolicyProblem[]): ClassicException[] {
  return documents
    .filter(({ object }) => classicKind(object) === 'exception')
    .flatMap((manifest) => {
      const reading = readException(manifest);
      problems.push(...reading.problems.map((problem) => toPolicyProblem(manifest, problem)));
      return reading.problems.length === 0 ? (reading.exception ?? []) : [];
    });
}

function readPolicies(documents: readonly Manifest[], problems: PolicyProblem[]) {
  return documents
    .filter(({ object }) => classicKind(object) === 'policy')
    .flatMap((manifest): { policy: ClassicPolicy; isSound: boolean }[] => {
      const reading = readPolicy(manifest);
      problems.push(...reading.problems.map((problem) => toPolicyProblem(manifest, problem)));
      return reading.policy === undefined ? [] : [{ policy: reading.policy, isSound: reading.problems.length === 0 }];
    });
}

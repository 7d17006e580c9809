import { child, type FieldProblem } from '../problem.ts';
import type { PolicySpec, Rule } from '../rule.ts';

/** What is known of the policy around a rule. */
export interface PolicyFrame {
  readonly spec: PolicySpec;
  readonly isNamespaced: boolean;
  readonly namespace: string;
  /** Whether the policy also looks at what is in the cluster already. */
  readonly runsInBackground: boolean;
}

/** A check on one rule. Paths begin at the document. */
export type RuleCheck = (rule: Rule, path: string, frame: PolicyFrame) => readonly FieldProblem[];

/** One problem when a condition holds, else none. */
export function problemIf(condition: boolean, path: string, message: string): FieldProblem[] {
  return condition ? [{ path, message }] : [];
}

export { child, type FieldProblem };

import type { Manifest } from '../../model/manifest.ts';
import type { PolicyProblem, UserInfo } from '../types.ts';
import { type Answer, ask, askAboutPayload, askAboutTarget, type SuiteEngine } from './ask.ts';
import { compareRow, type Evaluated, policyOf, type RowResult } from './compare-rows.ts';
import { describePolicy, judgesPayloads, type SuitePolicy } from './policies.ts';
import { type SuiteResource, withoutDuplicates } from './resources.ts';
import type { ExpectedRow, RowOperation, Suite } from './suite.ts';
import type { SuiteValues } from './values.ts';

/** A suite with everything that its files hold. */
export interface LoadedSuite {
  readonly suite: Suite;
  /** Policies with their bindings, without exceptions. */
  readonly policies: readonly Manifest[];
  readonly resources: readonly SuiteResource[];
  /** What is in the cluster already. */
  readonly targets: readonly SuiteResource[];
  /** JSON that is no object of Kubernetes, by the name of its file. */
  readonly payloads?: readonly SuiteResource[];
  readonly values: SuiteValues;
  readonly user: UserInfo | undefined;
  /** The objects in a file that a row names, or why there are none. */
  readonly readExpected: (path: string) => readonly SuiteResource[] | string;
}

/** Results of all rows of a suite, in the order of the rows. */
export function runSuite(
  { suite, policies: documents, resources, targets, payloads = [], values, user, readExpected }: LoadedSuite,
  engine: SuiteEngine,
  problems: readonly PolicyProblem[],
): readonly RowResult[] {
  const policies = documents.flatMap(({ object }) => describePolicy(object) ?? []);
  const context = { engine, policies, values, user };
  const evaluated = withoutDuplicates(resources).map((resource): Evaluated => {
    const known = new Map<RowOperation | undefined, readonly Answer[]>();
    return {
      resource,
      answers: (operation) => {
        const answers = known.get(operation) ?? ask(resource, operation, context);
        known.set(operation, answers);
        return answers;
      },
    };
  });
  const judging = documents.filter(({ object }) => judgesPayloads(object));
  const ofPayloads = { ...context, policies: judging.flatMap(({ object }) => describePolicy(object) ?? []) };
  const judged = payloads.map((resource): Evaluated => {
    const answers = askAboutPayload(resource, ofPayloads);
    return { resource, answers: () => answers };
  });
  const existing = targets.flatMap((resource): readonly Evaluated[] => {
    const answers = askAboutTarget(resource, context);
    return answers.length === 0 ? [] : [{ resource, answers: () => answers }];
  });
  const invalid = new Map(
    problems.map(
      ({ policy, path, message }) => [nameOf(policy), path === '' ? message : `${path}: ${message}`] as const,
    ),
  );
  const comparing = {
    evaluated: [...evaluated, ...judged],
    targets: existing,
    readExpected,
    invalid,
    unsupported: (row: ExpectedRow) => missingFor(row, suite, policies),
  };
  return suite.rows.flatMap((row) => {
    const policy = policies.find(({ name }) => name === policyOf(row));
    if (policy !== undefined && targets.length > 0 && leavesTargets(policy, existing)) return [leftAlone(row)];
    return compareRow(row, comparing);
  });
}

/** Whether a policy in CEL would change what is in the cluster already, and did not. */
function leavesTargets(policy: SuitePolicy, targets: readonly Evaluated[]): boolean {
  if (!policy.mutatesExisting || !policy.hasNoRules) return false;
  return !targets.some(({ answers }) => answers(undefined).some((answer) => answer.policy === policy));
}

function leftAlone({ policy, rule }: ExpectedRow): RowResult {
  const reason = 'Not supported: targetMatchConstraints';
  return { policy, rule, resource: undefined, outcome: 'unsupported', reason, message: '' };
}

/** Problems name the kind, too. */
function nameOf(policy: string): string {
  return policy.slice(Math.max(policy.lastIndexOf(' '), policy.lastIndexOf('/')) + 1);
}

/** What a row needs that is not looked at here, so that nothing answers it. */
function missingFor(row: ExpectedRow, { unsupported }: Suite, policies: readonly SuitePolicy[]): string | undefined {
  const policy = policies.find(({ name }) => name === policyOf(row));
  if (policy?.phases.length === 0) return policy.hasNoRules ? policy.kind : 'generate';
  return unsupported.length === 0 ? undefined : unsupported.join(', ');
}

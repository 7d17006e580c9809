import type { GlobalEntrySource } from '../lookups/global-entries.ts';
import type { SuiteResponse } from '../lookups/suite-lookups.ts';
import type { RuleStatus } from '../types.ts';

/**
 * A suite of Kyverno's CLI: policies, resources, and what the policies have to say of them. Whatever schema it was written in.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/apis/v1alpha1/test.go; until 1.11 .../test/api/types.go
 */
export interface Suite {
  /** May be empty. */
  readonly name: string;
  /** Where it is written; a file may hold several. */
  readonly file: string;
  readonly line: number;
  /** Paths relative to the file, of files or directories. */
  readonly policies: readonly string[];
  readonly resources: readonly string[];
  /** What policies that mutate existing resources find in the cluster. */
  readonly targetResources: readonly string[];
  readonly exceptions: readonly string[];
  /** Parameters of ValidatingAdmissionPolicies. */
  readonly paramResources: readonly string[];
  /** File with values; not read where there are values in the suite itself. */
  readonly valuesFile: string | undefined;
  /** The values in the suite itself, as they stand there. */
  readonly values: unknown;
  readonly userInfoFile: string | undefined;
  /** File with what policies in CEL find when they look something up. */
  readonly contextFile: string | undefined;
  /** Files with what is in the cluster; there is one where there is any. */
  readonly clusterResourceFiles: readonly string[];
  /** What is answered to requests of policies. */
  readonly responses: readonly SuiteResponse[];
  readonly globalEntries: readonly SuiteGlobalEntry[];
  /** Files with JSON that policies of the mode JSON judge. */
  readonly payloadFiles: readonly string[];
  /** Fields with other payloads, which are not looked at here. */
  readonly unsupported: readonly string[];
  readonly rows: readonly ExpectedRow[];
}

/** A GlobalContextEntry whose objects may be in files. */
export interface SuiteGlobalEntry extends GlobalEntrySource {
  /** Files with the objects, relative to the suite; empty where the data is in the suite. */
  readonly files: readonly string[];
}

/** What a policy has to say of some resources. */
export interface ExpectedRow {
  /** Field that says so: `results[2]`. */
  readonly path: string;
  /** `name`, or `namespace/name`, of which the name alone counts. */
  readonly policy: string;
  /** Empty for all rules. */
  readonly rule: string;
  readonly result: RuleStatus;
  /** `name` or `namespace/name`; undefined for all resources. */
  readonly resources: readonly string[] | undefined;
  readonly resourceSpecs: readonly ResourceSpec[];
  /** Undefined for what the values say, else CREATE. */
  readonly operation: RowOperation | undefined;
  /** File with what mutations have to make of the resources. */
  readonly patchedResources: string | undefined;
  /** Files with what has to be generated. */
  readonly generatedResources: readonly string[];
  /** Whether a resource that has no document in these files is a difference. */
  readonly failsOnMissing: boolean;
}

export type RowOperation = 'CREATE' | 'UPDATE' | 'DELETE';

export interface ResourceSpec {
  readonly group: string;
  readonly version: string;
  readonly namespace: string;
  readonly name: string;
}

/** Something in a file of a suite that is not as it has to be. */
export interface SuiteProblem {
  /** Field at fault; empty for the document. */
  readonly path: string;
  readonly message: string;
}

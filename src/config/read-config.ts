import type { z } from 'zod';
import { type FieldPath, formatPath } from '../model/field-path.ts';
import { type Config, DEFAULT_CONFIG } from './config.ts';
import { orderByPlace } from './order.ts';
import { type CheckPath, createSchema } from './schema.ts';

/** Something that a configuration file gets wrong. */
export interface ConfigProblem {
  /** Field, for example `workloads[0].kind`; empty for the file as a whole. */
  readonly path: string;
  /** What came and what is allowed. */
  readonly message: string;
}

/**
 * Reads a parsed configuration file, or names everything that is wrong with it, in the order of the file; the
 * configuration is the default one then.
 */
export function readConfig(
  value: unknown,
  checkPath: CheckPath,
): { readonly config: Config; readonly problems: readonly ConfigProblem[] } {
  const { data, error } = createSchema(checkPath).safeParse(value, { reportInput: true });
  if (error === undefined) return { config: data, problems: [] };
  const problems = orderByPlace(
    error.issues.flatMap((issue) => problemsOf(issue)),
    value,
  );
  return {
    config: DEFAULT_CONFIG,
    problems: problems.map(({ path, message }) => ({ path: formatPath(path.map(shorten)), message })),
  };
}

interface Problem {
  readonly path: FieldPath;
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

function problemsOf(issue: Issue, above: FieldPath = []): Problem[] {
  const path = [...above, ...(issue.path as FieldPath)];
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({ path: [...path, key], message: messages[index] ?? '' }));
  }
  const meant = issue.code === 'invalid_union' ? issue.errors.find((branch) => !branch.some(isOfOtherType)) : undefined;
  return meant?.flatMap((inner) => problemsOf(inner, path)) ?? [{ path, message: issue.message }];
}

/** Whether a branch of a union is for values of another type than the one that came. */
function isOfOtherType({ code, path, input }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || (code === 'invalid_value' && typeof input !== 'string'));
}

/** Keys are the author's; a message is one line of some length. */
function shorten(step: string | number): string | number {
  return typeof step === 'string' && step.length > 80 ? `${step.slice(0, 80)}…` : step;
}

import { type Fields, field, isAbsent } from '../fields.ts';
import type { Params } from '../run.ts';

/** Types of generators, in the order in which Argo CD evaluates several of one entry. */
export const GENERATOR_TYPES = [
  'list',
  'clusters',
  'git',
  'scmProvider',
  'clusterDecisionResource',
  'pullRequest',
  'matrix',
  'merge',
  'plugin',
] as const;

export type GeneratorType = (typeof GENERATOR_TYPES)[number];

/** Types that an entry names; more than one is unusual. */
export function typesOf(entry: Fields): GeneratorType[] {
  return GENERATOR_TYPES.filter((type) => !isAbsent(field(entry, type)));
}

/** What those generators ask that cannot be asked from here. */
export const REMOTE_SOURCES: Readonly<Partial<Record<GeneratorType, string>>> = {
  scmProvider: 'the API of a source code host',
  clusterDecisionResource: 'a resource in the cluster',
  pullRequest: 'the API of a source code host',
  plugin: 'a plugin',
};

/** Evaluates a generator that stands in another one. */
export type GenerateChild = (entry: unknown, path: string) => Promise<Params[]>;

/** A line of `directories` or `files`. */
export interface GitItem {
  readonly path: string;
  readonly exclude: boolean;
}

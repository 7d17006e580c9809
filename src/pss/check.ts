import type { FieldPath } from '../model/field-path.ts';
import type { Level } from './levels.ts';
import type { ContainerList, Pod, PodContainer } from './pod.ts';

/** One control of the Pod Security Standards: its rule in every version, and what people need to know of it. */
export interface Check {
  /** Upstream's spelling; the same in findings, documents, SARIF and policy reports. */
  readonly id: string;
  /** The level that asks for it first. */
  readonly level: Exclude<Level, 'privileged'>;
  /** Row of the Pod Security Standards page. */
  readonly control: string;
  /** What must hold, in a sentence. */
  readonly summary: string;
  readonly fields: readonly string[];
  readonly allowed: string;
  /** What an author does about it, in a sentence. */
  readonly remediation: string;
  /** Oldest first. Before the first, the check does not exist. */
  readonly versions: readonly CheckVersion[];
}

/** The rule of a check from one version of the standard on. */
export interface CheckVersion {
  /** `v1.x` */
  readonly since: string;
  /** What this version changed; nothing for the first. */
  readonly change?: string;
  readonly evaluate: EvaluatePod;
  /** Ids of baseline checks that the restricted level drops because this one covers them. */
  readonly overrides?: readonly string[];
}

/** Judges a decoded pod. Never throws; all containers are visited before it answers. */
export type EvaluatePod = (pod: Pod) => Forbidden | undefined;

/** Verdict of one check. */
export interface CheckResult {
  readonly id: string;
  readonly allowed: boolean;
  /** A few words; empty when allowed. */
  readonly reason: string;
  /** Names and values; may be empty. */
  readonly detail: string;
}

/** Why a pod breaks a control. */
export interface Forbidden {
  /** A few words, upstream's ForbiddenReason. */
  readonly reason: string;
  /** Names and values, upstream's ForbiddenDetail. May be empty. */
  readonly detail: string;
  /** The fields to change. Made on demand, for verdicts alone do not need them. */
  readonly violations: () => Violation[];
}

/** One field that breaks a control. */
export interface Violation {
  /** Absent when the pod, not a container, breaks the control. */
  readonly container?: { readonly list: ContainerList; readonly index: number; readonly name: string };
  /** From the pod, for example `spec`, `containers`, 0, `securityContext`, `privileged`. */
  readonly path: FieldPath;
  /** The value as it stands in the manifest; null when the field is not set. */
  readonly found: unknown;
  readonly allowed: string;
}

/** Returns its argument; declares that it is a check. */
export function defineCheck(check: Check): Check {
  return check;
}

/** A violation of the pod itself. */
export function podViolation(path: FieldPath, found: unknown, allowed: string): Violation {
  return { path: ['spec', ...path], found: found ?? null, allowed };
}

/** A violation of a container; `path` starts there. */
export function containerViolation(
  { list, index, name }: PodContainer,
  path: FieldPath,
  found: unknown,
  allowed: string,
): Violation {
  return { container: { list, index, name }, path: ['spec', list, index, ...path], found: found ?? null, allowed };
}

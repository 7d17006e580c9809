import type { FieldPath } from './field-path.ts';
import type { Manifest } from './manifest.ts';

/** A pod that an object is, or will make. */
export interface Workload {
  readonly manifest: Manifest;
  /** `metadata` and `spec` as in JSON; their types are not checked yet. */
  readonly pod: unknown;
  /** Tells where in the object a field of the pod is written; the last rule that fits wins. */
  readonly paths: readonly PathRule[];
}

/** Fields of the pod below `pod` are written below `object`. */
export interface PathRule {
  readonly pod: FieldPath;
  readonly object: FieldPath;
}

/** Something in an object that looks like a pod, or changes one, and that is not judged. */
export interface Unjudged {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  readonly message: string;
}

/** A kind of object that holds pods: built in, or named by the user. */
export interface WorkloadKind {
  /** API group; empty for the core group. Versions of a group do not differ in where the pod is. */
  readonly group: string;
  readonly kind: string;
  /**
   * Where pod templates (or pod specs, told apart by their fields) are: `spec.template`, `spec.tasks[*].template`,
   * `spec.replicaSpecs.*.template`.
   */
  readonly paths: readonly string[];
}

/** Where a field of a workload's pod is written in its object. */
export function objectPath({ paths }: Workload, path: FieldPath): FieldPath {
  const rule = paths.findLast(({ pod }) => pod.every((step, index) => path[index] === step));
  return rule === undefined ? path : [...rule.object, ...path.slice(rule.pod.length)];
}

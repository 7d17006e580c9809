import type { KubernetesObject } from '../model/manifest.ts';
import type { PolicyInfo, PolicyRequest, PolicyResponse } from './types.ts';

/** A policy that is ready to be asked, of whatever kind. Asking never throws: what cannot be judged is a response with `error`. */
export interface CompiledPolicy {
  readonly info: PolicyInfo;
  /**
   * Whether objects of this kind may match. Cheap, and asked once for each kind: a policy that does not match a kind costs nothing.
   */
  concerns(apiVersion: string, kind: string): boolean;
  /** @returns nothing when none of its rules applies */
  validate(request: PolicyRequest): PolicyResponse | undefined;
  /** @returns nothing when none of its rules applies */
  mutate(request: PolicyRequest): MutationResponse | undefined;
}

/** What the mutations of a policy make of an object. */
export interface MutationResponse extends PolicyResponse {
  /** The object after all of them; the one of the request where nothing changed. */
  readonly object: KubernetesObject;
}

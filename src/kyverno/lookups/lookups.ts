import type { CelLookups, LookupResult } from '../../cel/lookups.ts';

export type { LookupResult } from '../../cel/lookups.ts';

/** Answers what policies ask a cluster, a registry or a network, from what files hold. */
export interface PolicyLookups extends CelLookups {
  /** For entries in the `context` of classic policies. */
  readonly entries: EntryLookups;
}

/** What entries are looked up for; those that are missing are not looked up at all. */
export interface EntryLookups {
  readonly getConfigMap?: (namespace: string, name: string) => LookupResult;
  /** What the API server answers at a path: `/api/v1/namespaces/default/pods`. */
  readonly getPath?: (path: string) => LookupResult;
  /** As in `imageRegistry` entries. */
  readonly getImageData?: (reference: string) => LookupResult;
  /** @param projection empty for the whole entry */
  readonly getGlobalReference?: (name: string, projection: string) => LookupResult;
  /** A recorded answer; nothing where there is none. */
  readonly findResponse?: (method: string, url: string) => RecordedResponse | undefined;
}

export interface RecordedResponse {
  readonly statusCode: number;
  readonly body: unknown;
}

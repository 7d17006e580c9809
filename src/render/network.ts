import type { Sandbox } from './sandbox.ts';

/** What our user lets be fetched. By default that is nothing. */
export interface Network {
  /** Whether a URL may be asked for. */
  allows(url: string): boolean;
  /**
   * Lets work start a child in a sandbox of its own, from which allowed hosts can be reached.
   *
   * @throws RenderError of the work, with the hosts that it was not let to
   */
  run<Result>(work: (sandbox: Sandbox) => Promise<Result>): Promise<Result>;
}

/** For what is called only when something may be fetched. */
export function requireNetwork({ network }: { readonly network?: Network | undefined }): Network {
  if (network === undefined) throw new Error('nothing may be fetched');
  return network;
}

/** What a command may know of the process it runs in. Tests hand in their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly stdout: { readonly isTerminal: boolean; write(text: string): Promise<void> };
  readonly stderr: { readonly isTerminal: boolean; write(text: string): void };
  /** All of it, or a little more than `maxBytes` when it is longer. */
  readStandardInput(maxBytes: number): Promise<Uint8Array>;
  /** Aborted when the user or the system asks the process to end. */
  readonly signal: AbortSignal;
}

import { execa } from 'execa';

/**
 * Starts programs. The only place that may: what a child sees, how long it lives and how much it may say is decided here.
 */
export interface ProcessRequest {
  /** Absolute path of the program, or a name that is looked for in the PATH of `env`. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the child; nothing is inherited, so that no token reaches it. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** The child is killed when it prints more. */
  readonly maxOutputBytes: number;
  /** What it reads on standard input; nothing when not given. */
  readonly input?: string | Uint8Array;
  /** Kills the child when aborted. */
  readonly signal?: AbortSignal;
}

/** What a program printed before it ended with exit code 0. */
export interface ProcessOutput {
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/** Why a child did not do what it was asked. */
export type ProcessFailure = 'exit' | 'timeout' | 'output' | 'killed' | 'start';

export class ProcessError extends Error {
  override name = 'ProcessError';
  readonly failure: ProcessFailure;
  readonly stderr: string;
  /** Of a child that ended by itself. */
  readonly exitCode: number | undefined;

  constructor(failure: ProcessFailure, message: string, stderr: string, exitCode?: number) {
    super(message);
    this.failure = failure;
    this.stderr = stderr;
    this.exitCode = exitCode;
  }
}

/**
 * Runs a program to its end and returns what it printed as text.
 *
 * @throws ProcessError on any end but exit code 0
 */
export async function runProcess(request: ProcessRequest): Promise<string> {
  const { stdout } = await runForBytes(request);
  return toText(stdout);
}

/**
 * Runs a program to its end and returns what it printed.
 *
 * It gets a process group of its own, which is killed as a whole, so that nothing it started survives it.
 *
 * @throws ProcessError on any end but exit code 0
 */
export async function runForBytes(request: ProcessRequest): Promise<ProcessOutput> {
  const { file, args, cwd, env, timeoutMs, maxOutputBytes, input, signal } = request;
  if (signal?.aborted) throw new ProcessError('killed', 'interrupted', '');
  const child = execa(file, args, {
    cwd,
    env,
    extendEnv: false,
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
    encoding: 'buffer',
    detached: true,
    reject: false,
    maxBuffer: maxOutputBytes,
    stripFinalNewline: false,
    windowsHide: true,
  });
  let timedOut = false;
  let printed = 0;
  const kill = () => killGroup(child.pid);
  // execa closes its end at maxBuffer and waits; a child that ignores the closed pipe would run on.
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.length;
      if (printed > maxOutputBytes) kill();
    });
  }
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, timeoutMs);
  signal?.addEventListener('abort', kill, { once: true });
  try {
    const result = await child;
    const stderr = toText(result.stderr);
    if (timedOut) throw new ProcessError('timeout', `no answer after ${timeoutMs / 1000} s`, stderr);
    if (result.isMaxBuffer || printed > maxOutputBytes) {
      throw new ProcessError('output', `printed more than ${Math.round(maxOutputBytes / 1024 / 1024)} MB`, '');
    }
    if (!result.failed) return { stdout: result.stdout, stderr };
    if (result.signal !== undefined) throw new ProcessError('killed', `killed by ${result.signal}`, stderr);
    if (result.exitCode === undefined)
      throw new ProcessError('start', result.originalMessage ?? 'cannot be started', '');
    throw new ProcessError('exit', `exit code ${result.exitCode}`, stderr, result.exitCode);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
  }
}

/** Nothing was read of a program that could not be started. */
function toText(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

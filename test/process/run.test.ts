import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ProcessError, type ProcessRequest, runForBytes, runProcess } from '../../src/process/run.ts';

/** Runs JavaScript in a child. */
function request(script: string, changes: Partial<ProcessRequest> = {}): ProcessRequest {
  return {
    file: process.execPath,
    args: ['-e', script],
    cwd: tmpdir(),
    env: {},
    timeoutMs: 30_000,
    maxOutputBytes: 1_000_000,
    ...changes,
  };
}

async function failureOf(run: Promise<string>): Promise<ProcessError> {
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProcessError)) throw new Error(`expected a ProcessError, got ${String(error)}`);
  return error;
}

describe('runProcess', () => {
  it('returns what the program printed, to the last byte', async () => {
    expect(await runProcess(request('process.stdout.write("a\\n\\n")'))).toBe('a\n\n');
  });

  it('hands over the given environment and nothing else', async () => {
    process.env.PSS_GATE_TEST_SECRET = 'hidden';
    const printed = await runProcess(request('console.log(JSON.stringify(process.env))', { env: { ONLY: 'this' } }));
    expect(JSON.parse(printed)).toEqual({ ONLY: 'this' });
  });

  it('gives the input that it got, and bytes as they are printed', async () => {
    const input = Uint8Array.of(0xff, 0x00, 0x0a, 0x61);
    const script = 'console.error("said"); process.stdin.pipe(process.stdout)';
    const { stdout, stderr } = await runForBytes(request(script, { input }));
    expect([[...stdout], stderr]).toEqual([[...input], 'said\n']);
  });

  it('does not mind a program that ends without reading its input', async () => {
    expect(await runProcess(request('console.log("end")', { input: 'x'.repeat(1_000_000) }))).toBe('end\n');
  });

  it('keeps a byte order mark and what is not UTF-8 as text', async () => {
    const script = 'process.stdout.write(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff))';
    expect(await runProcess(request(script))).toBe('\uFEFFa\uFFFD');
  });

  it('gives no input', async () => {
    expect(await runProcess(request('process.stdin.on("data", () => {}).on("end", () => console.log("end"))'))).toBe(
      'end\n',
    );
  });

  it('fails with the exit code and what was said', async () => {
    const error = await failureOf(runProcess(request('console.error("no"); process.exit(3)')));
    expect([error.failure, error.message, error.stderr, error.exitCode]).toEqual(['exit', 'exit code 3', 'no\n', 3]);
  });

  it('fails when there is no such program', async () => {
    expect((await failureOf(runProcess(request('', { file: '/no/such/program' })))).failure).toBe('start');
  });

  it('ends a program that prints too much', async () => {
    const error = await failureOf(
      runProcess(request('for (;;) process.stdout.write("x".repeat(65536))', { maxOutputBytes: 100_000 })),
    );
    expect(error.failure).toBe('output');
  });

  it('ends a program that takes too long, with everything it started', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'pss-gate-test-')), 'pid');
    const script = `
      const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      require('fs').writeFileSync(${JSON.stringify(file)}, String(child.pid));
      setInterval(() => {}, 1000);`;
    await writeFile(file, '');
    const error = await failureOf(runProcess(request(script, { timeoutMs: 2500 })));
    expect([error.failure, error.message]).toEqual(['timeout', 'no answer after 2.5 s']);
    await expectGone(Number(await readFile(file, 'utf8')));
  });

  it('ends a program when the run is interrupted, and starts none afterwards', async () => {
    const interruption = new AbortController();
    const running = runProcess(request('setInterval(() => {}, 1000)', { signal: interruption.signal }));
    setTimeout(() => interruption.abort(), 300);
    expect((await failureOf(running)).failure).toBe('killed');
    expect((await failureOf(runProcess(request('', { signal: interruption.signal })))).failure).toBe('killed');
  });
});

/** A killed process may take a moment until the system has forgotten it. */
async function expectGone(pid: number): Promise<void> {
  expect(pid).toBeGreaterThan(0);
  await expect
    .poll(async () => {
      const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      return state === '' || state.split(') ')[1]?.startsWith('Z') === true;
    })
    .toBe(true);
}

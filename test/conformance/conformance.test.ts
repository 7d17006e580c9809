import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/commands/main.ts';
import { SEARCH_PATH } from '../commands/run-cli.ts';
import { sayWhySkipped } from '../skipped.ts';

/** See README.md for what lies in the directory of a case. */
const CASES = fileURLToPath(new URL('.', import.meta.url));

const names = readdirSync(CASES, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

describe('what Argo CD would apply', () => {
  for (const name of names) {
    const pending = read(name, 'pending.txt');
    if (pending !== undefined) sayWhySkipped(`conformance of ${name}`, pending.trim());
    it.skipIf(pending !== undefined)(name, async () => {
      const printed = await render(await checkOut(name));
      const error = read(name, 'expected-error.txt');
      if (error === undefined)
        expect(printed).toEqual({ code: 0, stdout: uncommented(name, 'expected.yaml'), stderr: '' });
      else expect(printed).toMatchObject({ code: 3, stderr: uncommented(name, 'expected-error.txt') });
    });
  }

  it('is expected of every case', () => {
    for (const name of names) {
      const expected = ['expected.yaml', 'expected-error.txt'].filter((file) => read(name, file) !== undefined);
      expect(expected, name).toHaveLength(1);
      expect(read(name, expected[0] as string), 'says what it comes from').toMatch(/^# \d\.\d/);
    }
  });
});

function read(name: string, file: string): string | undefined {
  const path = join(CASES, name, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** A file without the comment at its head. */
function uncommented(name: string, file: string): string {
  return (read(name, file) ?? '').replace(/^(?:#.*\n)+/, '');
}

/** A copy of the repository of a case, with its links. */
async function checkOut(name: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'pss-gate-conformance-'));
  await cp(join(CASES, name, 'repo'), root, { recursive: true });
  await mkdir(join(root, '.git'));
  for (const line of (read(name, 'links.txt') ?? '').split('\n').filter((each) => each !== '')) {
    const [path, target] = line.split(' -> ') as [string, string];
    await mkdir(dirname(join(root, path)), { recursive: true });
    await symlink(target, join(root, path));
  }
  return root;
}

/** What `pss-gate render` prints for the Applications of a repository, and its exit code. */
async function render(root: string): Promise<{ code: number; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  const code = await main(['render', '.', '--no-unowned', '--no-cache', '--allow-empty'], {
    env: { PATH: SEARCH_PATH },
    workingDirectory: root,
    stdout: {
      isTerminal: false,
      write: async (text) => {
        stdout += text;
      },
    },
    stderr: {
      isTerminal: false,
      write: (text) => {
        stderr += text;
      },
    },
    readStandardInput: async () => new Uint8Array(),
    signal: new AbortController().signal,
  });
  return { code, stdout, stderr };
}

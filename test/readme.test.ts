import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];

describe('the documents', () => {
  it('show a report that the command prints', () => {
    const shown = [...read('README.md').matchAll(/```text\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    expect(shown).toHaveLength(1);
    for (const part of shown) expect(read('test/golden/sample/check.text')).toContain(part);
  });

  it.each(DOCUMENTS)('link only to files that are there: %s', (document) => {
    const links = [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(new URL(link, ROOT)))).toEqual([]);
  });

  it('name every option of check, and no other', () => {
    const options = [...read('src/commands/options.ts').matchAll(/option\(\s*'(?:-o, )?(--[a-z-]+)/g)].map(
      (match) => match[1] ?? '',
    );
    const table = read('README.md').split('Options of `check`')[1]?.split('### Exit codes')[0] ?? '';
    const named = [...table.matchAll(/`(?:-o, )?(--[a-z-]+)/g)].map((match) => match[1] ?? '');
    expect([...new Set(named)].sort()).toEqual([...new Set(options)].sort());
  });

  it('name every option of test, and no other', () => {
    const options = [...read('src/commands/test-options.ts').matchAll(/ption\(\s*'(?:-\w, )?(--[a-z-]+)/g)].map(
      (match) => match[1] ?? '',
    );
    const table = read('README.md').split("### Run Kyverno's tests")[1]?.split('\n### ')[0] ?? '';
    const named = [...table.matchAll(/^\| `(?:-\w, )?(--[a-z-]+)/gm)].map((match) => match[1] ?? '');
    expect(options.length).toBeGreaterThan(4);
    expect(named.sort()).toEqual(options.sort());
  });

  it('name only rooms that exist, and all of them', () => {
    const rooms = [...read('ARCHITECTURE.md').matchAll(/^\| `([a-z]+)(?:\/|\.ts)` \|/gm)].map(
      (match) => match[1] ?? '',
    );
    const missing = rooms.filter(
      (room) => !existsSync(new URL(`src/${room}/`, ROOT)) && !existsSync(new URL(`src/${room}.ts`, ROOT)),
    );
    expect(missing).toEqual([]);
    expect(rooms.length).toBeGreaterThan(14);
  });
});

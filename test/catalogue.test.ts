import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STANDARD } from '../src/pss/registry.ts';

const ids = STANDARD.checks.map(({ id }) => id).sort();
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the catalogue of checks', () => {
  it('has a row in the README for each check, and no other', () => {
    const table = /<!-- begin controls -->([\s\S]*)<!-- end controls -->/.exec(readme)?.[1] ?? '';
    const rows = [...table.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
    expect(rows.sort()).toEqual(ids);
  });

  it('has a file for each check: source, test, fixtures', () => {
    const stem = (id: string) =>
      id
        .replace('appArmor', 'apparmor')
        .replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
        .replaceAll('_', '-');
    const names = (folder: string, ending: string) =>
      readdirSync(new URL(folder, import.meta.url)).flatMap((name) =>
        name.endsWith(ending) ? [name.slice(0, -ending.length)] : [],
      );
    const expected = ids.map(stem);
    expect(
      names('../src/pss/checks/', '.ts')
        .filter((name) => name !== 'index')
        .sort(),
    ).toEqual(expected.sort());
    expect(names('./pss/checks/', '.test.ts').sort()).toEqual(expected);
    expect(readdirSync(new URL('./checks/', import.meta.url)).sort()).toEqual(ids);
  });

  it.each(STANDARD.checks.map((check) => [check.id, check] as const))('tells all about %s', (_, check) => {
    for (const text of [check.control, check.summary, check.allowed, check.remediation])
      expect(text.trim()).not.toBe('');
    expect(check.summary).toMatch(/\.$/);
    expect(check.remediation).toMatch(/\.$/);
    expect(check.fields.length).toBeGreaterThan(0);
    expect(check.versions.slice(1).every(({ change }) => change !== undefined)).toBe(true);
  });
});

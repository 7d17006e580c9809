import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { evaluatePod } from '../../src/pss/evaluate.ts';
import type { PodObject } from '../../src/pss/index.ts';
import { STANDARD } from '../../src/pss/registry.ts';
import { parseStandard } from './judge.ts';

const ROOT = new URL('../checks/', import.meta.url);
const FILE_NAME = /^(pass|fail)\.[a-z0-9.-]+\.yaml$/;
const FIRST_LINE = /^# (\S+:\S+)\n/;

const folders = readdirSync(ROOT);
const ids = STANDARD.checks.map(({ id }) => id);
const filesOf = (folder: string) => readdirSync(new URL(`${folder}/`, ROOT));

describe('test/checks', () => {
  it('has a folder for every check, and no other', () => {
    expect([...folders].sort()).toEqual([...ids].sort());
  });

  it.each(ids)('%s has a pod that passes and one that fails', (id) => {
    const kinds = filesOf(id).map((file) => file.split('.')[0]);
    expect(kinds).toContain('pass');
    expect(kinds).toContain('fail');
  });

  const files = folders.flatMap((folder) => filesOf(folder).map((file) => [folder, file] as const));

  it.each(files)('%s/%s', (id, file) => {
    const kind = FILE_NAME.exec(file)?.[1];
    expect(kind, 'a file is named pass.<what>.yaml or fail.<what>.yaml').toBeDefined();
    const text = readFileSync(new URL(`${id}/${file}`, ROOT), 'utf8');
    const standard = FIRST_LINE.exec(text)?.[1] ?? '';
    const { level, version } = parseStandard(standard);

    const manifest = load(text) as PodObject & { readonly kind: string };
    expect(manifest.kind).toBe('Pod');
    const { allowed, checks } = evaluatePod({ level, version: version.text }, manifest);

    expect(
      checks.map((check) => check.id),
      `${id} is in force at ${standard}`,
    ).toContain(id);
    expect(checks.filter((check) => !check.allowed).map((check) => check.id)).toEqual(kind === 'fail' ? [id] : []);
    expect(allowed).toBe(kind === 'pass');
  });
});

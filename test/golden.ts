import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';

const ROOT = new URL('./golden/', import.meta.url).pathname;
const isUpdate = process.env.UPDATE_GOLDEN === '1';

/** Compares text with a file below test/golden, or writes it when UPDATE_GOLDEN=1. */
export function expectGolden(name: string, actual: string): void {
  const file = join(ROOT, name);
  if (isUpdate) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  expect(existsSync(file), `test/golden/${name} is missing; UPDATE_GOLDEN=1 npm test writes it`).toBe(true);
  expect(actual).toBe(readFileSync(file, 'utf8'));
}

/** Fails for files below a folder of test/golden that no test wrote. */
export function expectNoOthers(folder: string, names: readonly string[]): void {
  const found = readdirSync(join(ROOT, folder));
  const others = found.filter((name) => !names.includes(name));
  if (isUpdate) for (const name of others) rmSync(join(ROOT, folder, name));
  else expect(others, 'left over in test/golden').toEqual([]);
}

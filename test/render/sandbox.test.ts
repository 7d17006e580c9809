import { existsSync, readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSandbox } from '../../src/render/sandbox.ts';

describe('createSandbox', () => {
  it('is private, has no programs on its PATH, and leaves nothing behind', async () => {
    const { env, dispose } = await createSandbox();
    const home = env.HOME ?? '';
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(readdirSync(env.PATH ?? '')).toEqual([]);
    await dispose();
    expect(existsSync(home)).toBe(false);
  });

  it('takes nothing from the environment of this process', async () => {
    process.env.GITHUB_TOKEN = 'ghs_secret';
    const { env, dispose } = await createSandbox();
    expect(JSON.stringify(env)).not.toContain('ghs_secret');
    await dispose();
    delete process.env.GITHUB_TOKEN;
  });
});

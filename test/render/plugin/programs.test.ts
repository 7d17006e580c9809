import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { choosePlugin, findPluginProgram, type PluginProgram } from '../../../src/render/plugin/programs.ts';

const directory = mkdtempSync(join(tmpdir(), 'pss-gate-test-'));
const file = join(directory, 'render');
writeFileSync(file, '#!/bin/sh\n');
chmodSync(file, 0o755);
writeFileSync(join(directory, 'text'), '');

describe('findPluginProgram', () => {
  it('takes a name on PATH or an absolute path, and arguments', () => {
    expect(findPluginProgram('a', ' render  --x y', `:.:${directory}`)).toEqual({
      name: 'a',
      file,
      args: ['--x', 'y'],
    });
    expect(findPluginProgram('a', file, '')).toEqual({ name: 'a', file, args: [] });
  });

  it.each([
    ['./render', 'a: got ./render, allowed: an absolute path, or the name of a program on PATH'],
    ['bin/render x', 'allowed: an absolute path'],
    ['gone x', 'a: there is no gone on PATH'],
    ['text', 'there is no text on PATH'],
    [join(directory, 'text'), 'is not an executable file'],
  ])('refuses %s', (command, message) => {
    expect(() => findPluginProgram('a', command, directory)).toThrow(message);
  });
});

describe('choosePlugin', () => {
  const programs = ['kasane', 'kasane-v2.0', 'my-plugin-2', '*'].map(
    (name): PluginProgram => ({ name, file: `/${name}`, args: [] }),
  );

  it.each([
    ['kasane', 'kasane'],
    ['kasane-v1.0', 'kasane'],
    ['kasane-v2.0', 'kasane-v2.0'],
    ['my-plugin-2', 'my-plugin-2'],
    ['my-plugin-2-1.4.0-rc1', 'my-plugin-2'],
    ['other', '*'],
    ['', '*'],
  ])('%j is rendered by %s', (name, expected) => {
    expect(choosePlugin(name, programs)?.name).toBe(expected);
  });

  it('takes no program that is not named', () => {
    const programs: readonly PluginProgram[] = [{ name: 'a', file: '/1', args: [] }];
    expect(['b', '', 'ab', 'a-b', 'a-v'].map((name) => choosePlugin(name, programs))).toEqual(Array(5).fill(undefined));
  });
});

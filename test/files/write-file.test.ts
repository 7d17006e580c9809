import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFileAtomically } from '../../src/files/write-file.ts';
import { temporaryDirectory } from './temporary-directory.ts';

describe('writeFileAtomically', () => {
  it.each<[name: string, content: string | Uint8Array, bytes: number[]]>([
    ['text', 'é\n', [0xc3, 0xa9, 0x0a]],
    ['bytes', Uint8Array.of(0xff, 0x00), [0xff, 0x00]],
    ['nothing', '', []],
  ])('writes %s, and leaves nothing else', async (_, content, bytes) => {
    const root = temporaryDirectory();
    await writeFileAtomically(join(root, 'report'), content);
    expect([...readFileSync(join(root, 'report'))]).toEqual(bytes);
    expect(readdirSync(root)).toEqual(['report']);
  });

  it('makes the directories on the way', async () => {
    const root = temporaryDirectory();
    await writeFileAtomically(join(root, 'a/b/c.json'), '{}');
    expect(readFileSync(join(root, 'a/b/c.json'), 'utf8')).toBe('{}');
  });

  it('replaces what was there', async () => {
    const root = temporaryDirectory({ report: 'a longer text than the new one' });
    await writeFileAtomically(join(root, 'report'), 'new');
    expect(readFileSync(join(root, 'report'), 'utf8')).toBe('new');
    expect(readdirSync(root)).toEqual(['report']);
  });

  it('replaces a link, not the file that it leads to', async () => {
    const root = temporaryDirectory({ target: 'old' });
    symlinkSync('target', join(root, 'link'));
    await writeFileAtomically(join(root, 'link'), 'new');
    expect(readFileSync(join(root, 'target'), 'utf8')).toBe('old');
    expect(readFileSync(join(root, 'link'), 'utf8')).toBe('new');
  });

  it.each([
    [undefined, 0o644],
    [0o600, 0o600],
    [0o400, 0o400],
  ])('with mode %o gives the file mode %o', async (mode, expected) => {
    const path = join(temporaryDirectory(), 'report');
    await writeFileAtomically(path, 'x', mode);
    expect(statSync(path).mode & 0o777).toBe(expected & ~process.umask());
  });

  it('fails where a directory is in the way, and leaves nothing behind', async () => {
    const root = temporaryDirectory();
    mkdirSync(join(root, 'report/inner'), { recursive: true });
    await expect(writeFileAtomically(join(root, 'report'), 'x')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readdirSync(root)).toEqual(['report']);
    expect(readdirSync(join(root, 'report'))).toEqual(['inner']);
  });

  it('fails where a file stands for a directory', async () => {
    const root = temporaryDirectory({ file: 'x' });
    await expect(writeFileAtomically(join(root, 'file/report'), 'x')).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('x');
  });

  it('never shows a reader half a file', async () => {
    const path = join(temporaryDirectory(), 'report');
    const contents = ['a', 'b', 'c'].map((letter) => letter.repeat(1_000_000));
    writeFileSync(path, contents[0] as string);
    const writes = Promise.all(
      Array.from({ length: 12 }, (_, index) => writeFileAtomically(path, contents[index % 3] as string)),
    );
    let isDone = false;
    const watch = async () => {
      let reads = 0;
      for (; !isDone; reads++) {
        const seen = readFileSync(path, 'utf8');
        expect(contents.includes(seen)).toBe(true);
        await new Promise(setImmediate);
      }
      return reads;
    };
    const watched = watch();
    await writes;
    isDone = true;
    expect(await watched).toBeGreaterThan(0);
    expect(readdirSync(join(path, '..'))).toEqual(['report']);
  });
});

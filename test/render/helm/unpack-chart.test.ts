import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpackChart } from '../../../src/render/helm/unpack-chart.ts';
import { temporaryDirectory } from '../../files/temporary-directory.ts';
import { tarOf } from './tar.ts';

async function unpack(archive: Uint8Array): Promise<Record<string, string>> {
  const directory = temporaryDirectory();
  const [file, target] = [join(directory, 'x.tgz'), join(directory, 'out')];
  writeFileSync(file, archive);
  mkdirSync(target);
  await unpackChart(file, target);
  expect(readdirSync(directory).sort()).toEqual(['out', 'x.tgz']);
  const found = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = found.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(files.map((each) => [each.slice(target.length + 1), readFileSync(each, 'utf8')]));
}

const pack = (files: Parameters<typeof tarOf>[0]) => gzipSync(tarOf(files));

describe('a chart', () => {
  it('is unpacked without the directory around it', async () => {
    const files = { 'web/Chart.yaml': 'name: web\n', './web/templates/a.yaml': 'é'.repeat(700), 'web/empty': '' };
    expect(await unpack(pack(files))).toEqual({
      'Chart.yaml': 'name: web\n',
      'templates/a.yaml': 'é'.repeat(700),
      empty: '',
    });
  });

  it.each(['ustar', 'gnu', 'pax'])('is read as tar writes it, with long names: %s', async (format) => {
    const directory = temporaryDirectory();
    const long = `web/${'d'.repeat(90)}/${format === 'ustar' ? 'f' : 'f'.repeat(120)}.yaml`;
    mkdirSync(dirname(join(directory, long)), { recursive: true });
    writeFileSync(join(directory, long), 'x');
    const archive = execFileSync('tar', ['-cz', `--format=${format}`, '-f', '-', 'web'], { cwd: directory });
    expect(await unpack(archive)).toEqual({ [long.slice(4)]: 'x' });
  });

  it.each([
    ['a path that leads out', { 'web/../../x': '' }, 'the chart holds the path "web/../../x"'],
    ['an absolute path', { '/web/x': '' }, 'the chart holds the path'],
    ['a path of Windows', { 'web\\..\\x': '' }, 'the chart holds the path'],
    ['a file beside the chart', { 'x.yaml': '' }, 'the chart holds the path "x.yaml"'],
    [
      'a file that is a directory too',
      { 'web/x': '', 'web/x/y': '' },
      'the chart holds web/x/y, which cannot stand beside the rest',
    ],
    ['one file twice', { 'web/x': '1', './web/x': '2' }, 'the chart holds ./web/x, which cannot stand beside the rest'],
    ['a bomb', { 'web/x': '0'.repeat(20 * 1024 * 1024) }, 'is larger than 8388608 bytes when unpacked'],
    [
      'too many files',
      Object.fromEntries(Array.from({ length: 20_001 }, (_, index) => [`web/${index}`, ''])),
      'the chart holds more than 20000 files',
    ],
  ])('is refused with %s', async (_, files, message) => {
    await expect(unpack(pack(files as Record<string, string>))).rejects.toThrow(message);
  });

  it('is refused with a link', async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'web'));
    symlinkSync('/etc', join(directory, 'web/link'));
    const archive = execFileSync('tar', ['-cz', '-f', '-', 'web'], { cwd: directory });
    await expect(unpack(archive)).rejects.toThrow('the chart holds web/link, which is no regular file');
  });

  it.each([
    ['no gzip file', Buffer.from('<html>'), 'the chart is no gzip file'],
    ['no tar archive', gzipSync('x'.repeat(2000)), 'the chart is no tar archive'],
    ['cut off', gzipSync(tarOf({ 'web/x': 'y'.repeat(3000) }).subarray(0, 1024)), 'the chart is cut off'],
  ])('is refused when it is %s', async (_, archive, message) => {
    await expect(unpack(archive)).rejects.toThrow(message);
  });
});

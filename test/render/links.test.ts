import { describe, expect, it } from 'vitest';
import { RenderError } from '../../src/model/errors.ts';
import { followPath } from '../../src/render/links.ts';
import { useCheckouts, writeFiles } from './kustomize/checkout.ts';

useCheckouts();

const FILES = {
  'repo/base/v2/file.yaml': 'text',
  'repo/base/current': '-> v2',
  'repo/app/base': '-> ../base/current',
  'repo/app/up': '-> ..',
  'repo/app/dangling': '-> nowhere',
  'repo/app/absolute': '-> /etc',
  'repo/app/out': '-> ../../outside',
  'repo/app/out-and-back': '-> ../../repo/base',
  'repo/app/circle': '-> circle',
};

describe('followPath', () => {
  it.each([
    ['.', '.', 'directory', []],
    ['base/v2/file.yaml', 'base/v2/file.yaml', 'file', []],
    ['app/base/file.yaml', 'base/v2/file.yaml', 'file', ['app/base', 'base/current']],
    ['app/base/../v2', 'base/v2', 'directory', ['app/base', 'base/current']],
    ['app/up/app', 'app', 'directory', ['app/up']],
    ['app/none/x', 'app/none/x', 'missing', []],
    ['app/dangling', 'app/nowhere', 'missing', ['app/dangling']],
  ] as const)('follows %s', async (path, expected, type, through) => {
    const links = new Map<string, string>();
    const root = `${await writeFiles(FILES)}/repo`;
    expect(await followPath(root, path, links)).toMatchObject({ path: expected, type });
    expect([...links.keys()]).toEqual(through);
  });

  it.each([
    ['app/absolute/hostname', 'app/absolute is an absolute link'],
    ['app/out', 'app/out is a link that leaves the repository'],
    ['app/out-and-back', 'app/out-and-back is a link that leaves the repository'],
    ['app/circle', 'app/circle has too many links'],
  ])('refuses %s', async (path, message) => {
    const followed = followPath(`${await writeFiles(FILES)}/repo`, path, new Map());
    await expect(followed).rejects.toThrow(RenderError);
    await expect(followed).rejects.toThrow(message);
  });
});

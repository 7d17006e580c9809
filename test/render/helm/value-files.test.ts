import { relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { RenderError } from '../../../src/model/errors.ts';
import { readOptions } from '../../../src/render/helm/options.ts';
import { findValueFiles } from '../../../src/render/helm/value-files.ts';
import type { SourceRequest } from '../../../src/render/source-request.ts';
import { checkout, request } from './checkout.ts';

let root: string;
let other: string;
let bad: string;
beforeAll(async () => {
  root = await checkout({
    'app/a.yaml': '',
    'app/b.yaml': '',
    'app/team_web.yaml': '',
    'app/env/prod.yaml': '',
    'app/env/test/prod.yaml': '',
    'app/env-2/prod.yaml': '',
    'app/x[1].yaml': '',
    'app/link.yaml': { link: 'b.yaml' },
    'app/linked': { link: 'env' },
    'app/dangling.yaml': { link: 'nowhere.yaml' },
    'circles/a.yaml': { link: 'a.yaml' },
    'shared/common.yaml': '',
    'shared/.hidden.yaml': '',
    'values.yaml': '',
    ...Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`chain/${n + 1}.yaml`, { link: `${n}.yaml` }])),
    'chain/0.yaml': '',
  });
  other = await checkout({ 'values/prod.yaml': '', 'values/team_web.yaml': '' });
  bad = await checkout({
    'app/a.yaml': '',
    'app/out.yaml': { link: '../../secret.yaml' },
    'app/back.yaml': { link: '../../x/../app/a.yaml' },
    'app/absolute.yaml': { link: '/etc/hostname' },
    'app/outside': { link: '../..' },
    'app/some/1.yaml': '',
    'app/some/2.yaml': { link: '../../../etc/hostname' },
  });
});

async function find(valueFiles: readonly string[], options: object = {}, changes: Partial<SourceRequest> = {}) {
  const files = await findValueFiles(readOptions({ valueFiles, ...options }), request(root, changes), ['https']);
  return files.map((file) => {
    if ('url' in file) return file.url;
    return `${file.root === root ? '' : 'other:'}${relative(root, `${root}/${file.path}`)}`;
  });
}

describe('findValueFiles', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['relative to the app', ['a.yaml', './env/prod.yaml'], ['app/a.yaml', 'app/env/prod.yaml']],
    ['above it', ['../shared/common.yaml'], ['shared/common.yaml']],
    ['from the root', ['/shared/common.yaml', '//values.yaml/'], ['shared/common.yaml', 'values.yaml']],
    ['by variables', ['$ARGOCD_APP_NAME.yaml', '$UNKNOWN/values.yaml'], ['app/team_web.yaml', 'values.yaml']],
    ['a URL of a scheme that is allowed', ['HTTPS://x.example/[a]*.yaml'], ['HTTPS://x.example/[a]*.yaml']],
    ['by a link', ['link.yaml', 'linked/prod.yaml'], ['app/b.yaml', 'app/linked/prod.yaml']],
    ['by ten links', ['/chain/10.yaml'], ['chain/0.yaml']],
    ['once, where they come first', ['b.yaml', 'a.yaml', 'b.yaml', 'link.yaml'], ['app/b.yaml', 'app/a.yaml']],
    ['by a pattern', ['[ab].yaml'], ['app/a.yaml', 'app/b.yaml']],
    ['by a pattern, links as they are', ['l*.yaml'], ['app/link.yaml']],
    ['by a pattern, but explicit ones at their place', ['?.yaml', 'a.yaml'], ['app/b.yaml', 'app/a.yaml']],
    ['by two patterns', ['[b].yaml', '[ab].yaml'], ['app/b.yaml', 'app/a.yaml']],
    [
      'by a pattern for any directories',
      ['**/prod.yaml'],
      [
        'app/env/prod.yaml',
        'app/env/test/prod.yaml',
        'app/env-2/prod.yaml',
        'app/linked/prod.yaml',
        'app/linked/test/prod.yaml',
      ],
    ],
    ['by a pattern with alternatives', ['{b,a}?yaml'], ['app/a.yaml', 'app/b.yaml']],
    ['that are hidden', ['/shared/*'], ['shared/.hidden.yaml', 'shared/common.yaml']],
    ['by escapes in a pattern', ['x\\[1].y*'], ['app/x[1].yaml']],
  ])('finds files %s', async (_, valueFiles, found) => {
    expect(await find(valueFiles)).toEqual(found);
  });

  it.each<[string, readonly string[], string]>([
    ['do not exist', ['a.yaml', 'c.yaml'], 'helm.valueFiles[1]: c.yaml: there is no app/c.yaml'],
    ['are dangling links', ['dangling.yaml'], 'helm.valueFiles[0]: dangling.yaml: there is no app/nowhere.yaml'],
    ['match no files', ['c*.nothing'], 'helm.valueFiles[0]: no files match c*.nothing'],
    ['lead out', ['../../x.yaml'], 'helm.valueFiles[0]: ../../x.yaml leads out of the repository'],
    ['lead out from the root', ['/../x.yaml'], 'helm.valueFiles[0]: /../x.yaml leads out of the repository'],
    [
      'are a link to itself',
      ['/circles/a.yaml'],
      'helm.valueFiles[0]: /circles/a.yaml is a chain of more than 10 links',
    ],
    ['are eleven links', ['/chain/11.yaml'], 'helm.valueFiles[0]: /chain/11.yaml is a chain of more than 10 links'],
    ['are the root', ['/'], 'helm.valueFiles[0]: / is the root of the repository and no file'],
    ['are a directory', ['env'], 'helm.valueFiles[0]: env is not a file'],
    ['match a directory', ['env*'], 'helm.valueFiles[0]: env* matches app/env, which is not a file'],
    [
      'are no pattern',
      ['[a'],
      'helm.valueFiles[0]: [a is no pattern: a class without its end, or a backslash before nothing',
    ],
    ['would be fetched', ['http://x.example/a'], 'helm.valueFiles[0]: http://x.example/a is a URL: nothing is fetched'],
    ['have a scheme', ['file:///etc/passwd'], 'helm.valueFiles[0]: file:///etc/passwd is a URL: nothing is fetched'],
    [
      'have a comma',
      ['a.yaml,b.yaml'],
      'helm.valueFiles[0]: a.yaml,b.yaml: app/a.yaml,b.yaml has a comma or a quote, with which helm reads other files',
    ],
  ])('refuses files that %s', async (_, valueFiles, message) => {
    const error = await find(valueFiles).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(RenderError);
    expect(error.message).toBe(message);
  });

  it.each<[string, readonly string[], string]>([
    ['lead out by a link', ['out.yaml'], 'helm.valueFiles[0]: out.yaml leads out of the repository'],
    ['lead out and back', ['back.yaml'], 'helm.valueFiles[0]: back.yaml leads out of the repository'],
    [
      'are absolute links',
      ['absolute.yaml'],
      'helm.valueFiles[0]: absolute.yaml is an absolute link, which Argo CD refuses',
    ],
    [
      'lead out by a directory',
      ['outside/x.yaml'],
      'helm.valueFiles[0]: outside/x.yaml: app/outside/x.yaml is a link that leaves the repository',
    ],
    [
      'match a link that leads out',
      ['some/*'],
      'helm.valueFiles[0]: some/*: app/some/2.yaml is a link that leaves the repository',
    ],
  ])('refuses links that Argo CD would refuse, which %s', async (_, valueFiles, message) => {
    await expect(find(valueFiles, {}, { root: bad })).rejects.toThrow(new RenderError(message));
  });

  it('leaves out missing ones when told to', async () => {
    const options = { ignoreMissingValueFiles: true };
    expect(await find(['c.yaml', 'a.yaml', 'c*.nothing', 'dangling.yaml'], options)).toEqual(['app/a.yaml']);
    await expect(find(['../../x.yaml'], options)).rejects.toThrow('leads out of the repository');
    await expect(find(['env'], options)).rejects.toThrow('is not a file');
  });
});

describe('findValueFiles with other sources', () => {
  const refs = () =>
    new Map<string, string | { readonly missing: string }>([
      ['values', other],
      ['gone', { missing: 'it is in another repository' }],
    ]);

  it.each<[string, string, string]>([
    ['from its root', '$values/values/prod.yaml', 'other:values/prod.yaml'],
    ['with variables behind it', '$values/values/$ARGOCD_APP_NAME.yaml', 'other:values/team_web.yaml'],
    ['by a pattern', '$values/*/p*.yaml', 'other:values/prod.yaml'],
    ['by any directories', '$values/**/p*.yaml', 'other:values/prod.yaml'],
  ])('finds files of one %s', async (_, text, found) => {
    expect(await find([text], {}, { refs: refs(), isMultiSource: true })).toEqual([found]);
  });

  it.each<[string, string, string]>([
    [
      'is none',
      '$ARGOCD_APP_NAME.yaml',
      '$ARGOCD_APP_NAME.yaml is no source of the Application: there are values, gone',
    ],
    ['is not at hand', '$gone/a.yaml', '$gone/a.yaml: it is in another repository'],
    ['is left', '$values/../x.yaml', '$values/../x.yaml leads out of the repository'],
    ['is all that is named', '$values', '$values is the root of the repository and no file'],
  ])('refuses one that %s', async (_, text, message) => {
    await expect(find([text], {}, { refs: refs(), isMultiSource: true })).rejects.toThrow(
      new RenderError(`helm.valueFiles[0]: ${message}`),
    );
  });

  it('does not know them in an Application with one source', async () => {
    expect(await find(['$values/values.yaml'], {}, { refs: refs() })).toEqual(['values.yaml']);
  });

  it('says when there are none', async () => {
    await expect(find(['$values/a.yaml'], {}, { isMultiSource: true })).rejects.toThrow("no source has a 'ref'");
  });
});

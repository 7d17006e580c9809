import { describe, expect, it } from 'vitest';
import { RenderError } from '../../../src/model/errors.ts';
import { readBuildOptions } from '../../../src/render/kustomize/build-options.ts';

const NONE = { args: [], helmArgs: [], isHelmEnabled: false, isUnrestricted: false };

describe('readBuildOptions', () => {
  it.each([
    ['', NONE],
    ['  --as-current-user \t  --stack-trace\n', NONE],
    ['--enable-helm', { ...NONE, isHelmEnabled: true }],
    ['--enable-helm=false', NONE],
    ['--enable-helm --enable-helm=F', NONE],
    [
      '--helm-kube-version 1.30 --helm-api-versions=a/v1 --helm-api-versions b/v1',
      { ...NONE, helmArgs: ['--helm-kube-version=1.30', '--helm-api-versions=a/v1', '--helm-api-versions=b/v1'] },
    ],
    [
      '--load-restrictor LoadRestrictionsNone',
      { ...NONE, args: ['--load-restrictor=LoadRestrictionsNone'], isUnrestricted: true },
    ],
    [
      '--load-restrictor=LoadRestrictionsNone --load-restrictor LoadRestrictionsRootOnly',
      { ...NONE, args: ['--load-restrictor=LoadRestrictionsNone', '--load-restrictor=LoadRestrictionsRootOnly'] },
    ],
    ['--reorder none', { ...NONE, args: ['--reorder=none'] }],
  ])('reads %j', (text, expected) => {
    expect(readBuildOptions(text.split(' '))).toEqual(expected);
  });

  it.each([
    ['--enable-alpha-plugins', '--enable-alpha-plugins is refused: it lets a repository run programs'],
    ['--enable-exec=true', '--enable-exec=true is refused: it lets a repository run programs'],
    ['--network', '--network is refused: functions never run here'],
    ['--mount type=bind', '--mount is refused: functions never run here'],
    ['-e TOKEN', '-e is refused: functions never run here'],
    ['-eTOKEN', '-eTOKEN is refused: it is not known to be harmless'],
    ['--helm-command=/tmp/x', '--helm-command=/tmp/x is refused: helm is chosen by --helm'],
    ['--helm-debug', '--helm-debug is refused'],
    ['-o /tmp/x', '-o is refused: nothing is written'],
    ['--output=/tmp/x', '--output=/tmp/x is refused: nothing is written'],
    ['--kubeconfig=x', '--kubeconfig=x is refused: it is not known to be harmless'],
    ['../other', '../other is refused: it is not known to be harmless'],
    ['--', '-- is refused: it is not known to be harmless'],
    ['--enable-helm false', 'false is refused: it is not known to be harmless'],
    ['--load-restrictor', '--load-restrictor has no value'],
  ])('refuses %j', (text, message) => {
    expect(() => readBuildOptions(text.split(' '))).toThrow(RenderError);
    expect(() => readBuildOptions(text.split(' '))).toThrow(`build option ${message}`);
  });
});

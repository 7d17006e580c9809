import { describe, expect, it } from 'vitest';
import { RenderError } from '../../../src/model/errors.ts';
import { readYaml } from '../../../src/parse/yaml/read.ts';
import { cleanKubeVersion } from '../../../src/render/helm/kube-version.ts';
import { readOptions } from '../../../src/render/helm/options.ts';
import { escapeCommas, setParameters, warnOfOverlaps } from '../../../src/render/helm/parameters.ts';
import { templateArguments } from '../../../src/render/helm/template-arguments.ts';
import { toYaml } from '../../../src/render/helm/values-file.ts';
import { request } from './checkout.ts';

describe('setParameters', () => {
  it('takes the last of each name, plain ones and strings apart', () => {
    const parameters = [
      { name: 'a', value: '1', forceString: false },
      { name: 'b', value: '$X', forceString: false },
      { name: '$X', value: '3', forceString: true },
      { name: 'a', value: '4', forceString: true },
      { name: 'a', value: '5,6', forceString: false },
    ];
    expect(setParameters(parameters, { X: 'x,y' })).toEqual({
      args: ['--set=b=x\\,y', '--set=a=5\\,6', '--set-string=$X=3', '--set-string=a=4'],
      warnings: [],
    });
  });

  it.each([
    ['a,b', 'a\\,b'],
    ['a\\,b', 'a\\,b'],
    [',,', '\\,\\,'],
    ['{a,b}', '{a,b}'],
    ['{a},b', '{a}\\,b'],
    ['{', '{'],
    ['', ''],
  ])('escapes commas of %j: %j', (value, escaped) => {
    expect(escapeCommas(value)).toBe(escaped);
  });

  it.each<[string, readonly string[], number]>([
    ['nothing in common', ['a.b', 'a.c', 'ab', 'b[0]', 'b[1]'], 0],
    ['a map and its field', ['a', 'a.b'], 1],
    ['a field and its map', ['a.b.c', 'a'], 1],
    ['a list and its item', ['a[0].b', 'a'], 1],
    ['an item and its field', ['a[0].b', 'a[0]'], 1],
    ['a dot in a name', ['a', 'a\\.b'], 0],
  ])('warns of names with %s', (_, names, count) => {
    expect(warnOfOverlaps(names)).toHaveLength(count);
  });
});

describe('cleanKubeVersion', () => {
  it.each([
    ['1.30', '1.30'],
    ['v1.30.2', '1.30.2'],
    ['1.30.11+IKS', '1.30.11'],
    ['v1.31.0-gke.100', '1.31.0'],
    [' v1.30', '1.30'],
    ['1.030', '1.30'],
    ['1.2.3.4', '1.2.3.4'],
    ['0.9', '0.9'],
  ])('makes of %j %j', (text, version) => {
    expect(cleanKubeVersion(text)).toBe(version);
  });

  it.each(['1', 'latest', '01.30', '', '>=1.30', '1.30\n', '1.99999999999999999999'])('refuses %j', (text) => {
    expect(() => cleanKubeVersion(text)).toThrow(RenderError);
  });
});

describe('templateArguments', () => {
  const build = (options = {}, changes = {}) =>
    templateArguments(request('/repo', changes), {
      options: readOptions(options),
      sets: ['--set=a=1'],
      valueFiles: [{ root: '/repo', path: 'app/v.yaml' }, { url: 'https://x.example/v' }],
      ownValues: '/tmp/x/helm.values',
    });

  it('go in the order of Argo CD', () => {
    const options = { kubeVersion: 'v1.30', apiVersions: ['a/v1'], skipSchemaValidation: true, skipTests: true };
    expect(build(options)).toEqual([
      ...['template', '.', '--name-template=web', '--namespace=shop', '--kube-version=1.30', '--set=a=1'],
      ...['--values=/repo/app/v.yaml', '--values=https://x.example/v', '--values=/tmp/x/helm.values'],
      ...['--api-versions=a/v1', '--include-crds', '--skip-schema-validation', '--skip-tests'],
    ]);
  });

  it('leave out a namespace that is empty, and CRDs', () => {
    const args = build({ skipCrds: true }, { namespace: '' });
    expect(args.filter((arg) => /namespace|crds|skip/.test(arg))).toEqual([]);
  });

  it('hold no line breaks', () => {
    expect(() => build({}, { namespace: 'a\nb' })).toThrow(RenderError);
    expect(() => build({}, { apiVersions: ['a/v1\0'] })).toThrow(RenderError);
  });
});

describe('toYaml', () => {
  it.each([
    [{}],
    [{ a: 'yes', b: '0777', c: '~', d: '', e: ' x ', f: '# no comment', g: '- a', '<<': { h: 1 } }],
    [{ a: '\u0085\u2028\u2029\u007f\ufeff\uffff', '\u2028': ['\t\n\\"/'] }],
    [{ a: [null, true, -1.5, 1e21, { b: [] }] }],
  ])('is read as what it was: %j', (values) => {
    expect(toYaml(values)).toMatch(/^[^\u007f-\u009f\u2028\u2029\ufeff\uffff]*$/);
    expect(JSON.parse(toYaml(values))).toEqual(values);
    if (!('<<' in values)) expect(readYaml(toYaml(values))).toEqual(values);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RenderError } from '../../../src/model/errors.ts';
import { isRecord } from '../../../src/model/manifest.ts';
import { readYaml } from '../../../src/parse/yaml/read.ts';
import { applySteps } from '../../../src/render/kustomize/edit-copy.ts';
import { readOptions } from '../../../src/render/kustomize/options.ts';
import { planSteps } from '../../../src/render/kustomize/steps.ts';

/** What kustomize 5.8.1 made of a file, or its error. How they were recorded: vectors/README.md. */
interface Vector {
  readonly name: string;
  readonly kustomization: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly commands: readonly (readonly string[])[];
  readonly result?: string;
  readonly error?: string;
}

const VECTORS = JSON.parse(readFileSync(new URL('vectors/edit.json', import.meta.url), 'utf8')) as readonly Vector[];

const NO_COMPONENTS = { named: [], addTo: () => ({}) };

function plan(options: Readonly<Record<string, unknown>>, environment: Readonly<Record<string, string>> = {}) {
  return planSteps(readOptions(options), environment, NO_COMPONENTS);
}

/** Without fields that are not set, which Go leaves out. */
function withoutUnset(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUnset);
  if (!isRecord(value)) return value;
  const set = Object.entries(value).filter(([, field]) => field !== null && field !== '' && field !== false);
  return Object.fromEntries(set.map(([name, field]) => [name, withoutUnset(field)]));
}

describe('edits without kustomize', () => {
  it.each(VECTORS.filter(({ result }) => result !== undefined).map((vector) => [vector.name, vector] as const))(
    'make the same of a kustomization: %s',
    (_, { kustomization, options, commands, result = '' }) => {
      const steps = plan(options);
      expect(steps.map(({ command }) => command)).toEqual(commands);
      const edited = applySteps(readYaml(kustomization), steps, 'kustomization.yaml');
      expect(withoutUnset(edited)).toEqual(withoutUnset(readYaml(result)));
    },
  );

  it.each(VECTORS.filter(({ error }) => error !== undefined).map((vector) => [vector.name, vector] as const))(
    'fail where kustomize does: %s',
    (_, { kustomization, options, error = '' }) => {
      const edit = () => applySteps(readYaml(kustomization), plan(options), 'kustomization.yaml');
      expect(edit).toThrow(RenderError);
      const isTyped = error.startsWith('invalid Kustomization') || error.startsWith('panic');
      if (!isTyped) expect(edit).toThrow(error.replace(/, use one of the following options:$/, ''));
    },
  );
});

describe('planSteps', () => {
  const environment = { ARGOCD_APP_NAME: 'web', ARGOCD_APP_REVISION: 'abc' };

  it('goes in the order of Argo CD', () => {
    const steps = plan({
      ...{ components: [], patches: [{ patch: 'x' }], namespace: 'n', commonAnnotations: { a: 'b' } },
      ...{ commonLabels: { a: 'b' }, replicas: [{ name: 'web', count: 1 }], images: ['a:1'] },
      ...{ nameSuffix: '-s', namePrefix: 'p-' },
    });
    expect(steps.map(({ command }) => command?.slice(0, 2).join(' ') ?? 'patches')).toEqual([
      ...['set nameprefix', 'set namesuffix', 'set image', 'set replicas', 'add label', 'add annotation'],
      ...['set namespace', 'patches'],
    ]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['images', { images: ['web:$ARGOCD_APP_REVISION'] }, ['set', 'image', 'web:abc']],
    ['labels', { commonLabels: { app: '$ARGOCD_APP_NAME' } }, ['add', 'label', 'app:web']],
    ['no keys of labels', { commonLabels: { $ARGOCD_APP_NAME: 'x' } }, ['add', 'label', '$ARGOCD_APP_NAME:x']],
    ['no annotations', { commonAnnotations: { a: '$ARGOCD_APP_NAME' } }, ['add', 'annotation', 'a:$ARGOCD_APP_NAME']],
    [
      'annotations when asked to',
      { commonAnnotations: { a: '$ARGOCD_APP_NAME' }, commonAnnotationsEnvsubst: true },
      ['add', 'annotation', 'a:web'],
    ],
    ['no prefix', { namePrefix: '$ARGOCD_APP_NAME-' }, ['set', 'nameprefix', '--', '$ARGOCD_APP_NAME-']],
  ])('substitutes variables in %s', (_, options, command) => {
    expect(plan(options, environment).map((step) => step.command)).toEqual([command]);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['images', { images: ['--help'] }],
    ['images that a variable turns into one', { images: ['$ARGOCD_APP_NAME-h'] }],
    ['replicas', { replicas: [{ name: '-h', count: 1 }] }],
    ['labels', { commonLabels: { '--force': 'x' } }],
    ['annotations', { commonAnnotations: { '-f': '' } }],
  ])('refuses what kustomize would take for an option: %s', (_, options) => {
    expect(() => plan(options, { ARGOCD_APP_NAME: '' })).toThrow(/begins with a dash/);
  });
});

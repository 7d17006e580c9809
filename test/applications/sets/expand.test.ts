import { describe, expect, it } from 'vitest';
import { expandNames, expandObject, expandSpec, nameOf, type SetTest } from './sets.ts';

const LIST = 'generators: [{list: {elements: [{a: x, b: z}]}}]';

/** The first Application of a spec. */
async function first(spec: string, test?: SetTest) {
  const { applications, problems } = await expandSpec(spec, test);
  expect(problems).toEqual([]);
  return applications[0];
}

/** Problems of a spec that makes no Application. */
async function problemsOf(spec: string, test?: SetTest): Promise<readonly string[]> {
  const { applications, problems } = await expandSpec(spec, test);
  expect(applications).toEqual([]);
  return problems;
}

describe('an Application', () => {
  it('is the template with parameters, in the namespace of the set, with a finalizer', async () => {
    const application = await first(`
${LIST}
template:
  metadata: {name: "n-{{a}}", namespace: other, labels: {"l-{{a}}": "{{b}}"}, annotations: {t: u}, ownerReferences: [{}]}
  spec:
    project: default
    source: {repoURL: r, path: "p/{{a}}", helm: {valuesObject: {"k{{a}}": ["{{b}}", 1, null], none: null}}}
    syncPolicy: {automated: {prune: true}}
`);
    expect(application).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: 'n-x',
        namespace: 'argocd',
        labels: { 'l-x': 'z' },
        annotations: { t: 'u' },
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
      spec: {
        project: 'default',
        source: { repoURL: 'r', path: 'p/x', helm: { valuesObject: { kx: ['z', 1, null] } } },
        syncPolicy: { automated: { prune: true } },
      },
    });
  });

  it.each([
    ['its own finalizers', 'metadata: {name: app, finalizers: [mine]}', '', ['mine']],
    [
      'none when resources are to be preserved',
      'metadata: {name: app}',
      'syncPolicy: {preserveResourcesOnDeletion: true}',
      undefined,
    ],
    [
      'one when other policies are set',
      'metadata: {name: app, finalizers: []}',
      'syncPolicy: {applicationsSync: create-only}',
      ['resources-finalizer.argocd.argoproj.io'],
    ],
  ])('has %s', async (_, template, policy, finalizers) => {
    const application = await first(`${LIST}\ntemplate: {${template}, spec: {}}\n${policy}`);
    expect(application?.metadata).toMatchObject(finalizers === undefined ? {} : { finalizers });
    expect(Object.keys(application?.metadata as object).includes('finalizers')).toBe(finalizers !== undefined);
  });

  it('is the template as it stands when there are no parameters', async () => {
    const application = await first(
      'generators: [{list: {elements: [{}]}}]\ntemplate: {metadata: {name: "{{a}}"}, spec: {x: null}}',
    );
    expect(application?.metadata).toEqual({ name: '{{a}}', namespace: 'argocd' });
    expect(application?.spec).toEqual({ x: null });
  });

  it('has no namespace when the set has none', async () => {
    const { applications } = await expandObject({
      kind: 'ApplicationSet',
      spec: {
        generators: [{ list: { elements: [{ a: 'x' }] } }],
        template: { metadata: { name: 'n', namespace: 'm' } },
      },
    });
    expect(applications[0]?.metadata).not.toHaveProperty('namespace');
  });
});

describe('a generator’s own template', () => {
  it('is filled up from that of the set', async () => {
    const application = await first(`
generators:
  - list:
      elements: [{a: x}]
      template:
        metadata: {labels: {own: "1"}}
        spec: {project: own, source: {path: own, helm: {valuesObject: {own: 1}}}, syncPolicy: {syncOptions: [own], automated: {prune: false}}}
template:
  metadata: {name: "{{a}}", labels: {own: base, base: "2"}}
  spec: {project: base, source: {path: base, repoURL: base, helm: {valuesObject: {base: 1}, values: base}}, syncPolicy: {syncOptions: [base], automated: {prune: true}}}
`);
    expect(application).toMatchObject({ metadata: { name: 'x', labels: { own: '1', base: '2' } } });
    expect(application?.spec).toEqual({
      project: 'own',
      source: { path: 'own', repoURL: 'base', helm: { valuesObject: { own: 1 }, values: 'base' } },
      syncPolicy: { syncOptions: ['own'], automated: { prune: true } },
    });
  });

  it('means nothing in a child', async () => {
    const application = await first(`
generators:
  - matrix: {generators: [{list: {elements: [{a: x}]}}, {list: {elements: [{b: z}], template: {metadata: {name: child}}}}]}
template: {metadata: {name: "{{a}}{{b}}"}, spec: {}}
`);
    expect(application && nameOf(application)).toBe('xz');
  });
});

describe('templatePatch', () => {
  const template =
    'template: {metadata: {name: "{{a}}", labels: {k: v, l: v}}, spec: {project: p, sources: [{path: a}, {path: b}], syncPolicy: {syncOptions: [one]}}}';
  const patch = async (text: string) =>
    first(`${LIST}\n${template}\ntemplatePatch: |\n  ${text.replaceAll('\n', '\n  ')}`);

  it('merges mappings, replaces lists, and removes by null', async () => {
    const application = await patch(
      'metadata: {labels: {k: null, m: "{{b}}"}}\nspec: {sources: [{path: c}], syncPolicy: {automated: {prune: true, selfHeal: null}}}',
    );
    expect(application).toMatchObject({ metadata: { labels: { l: 'v', m: 'z' } } });
    expect(application).not.toHaveProperty('metadata.labels.k');
    expect(application?.spec).toEqual({
      project: 'p',
      sources: [{ path: 'c' }],
      syncPolicy: { syncOptions: ['one'], automated: { prune: true } },
    });
  });

  it('adds to finalizers', async () => {
    expect((await patch('metadata: {finalizers: [mine]}'))?.metadata).toMatchObject({
      finalizers: ['resources-finalizer.argocd.argoproj.io', 'mine'],
    });
  });

  it('cannot change the project or the namespace', async () => {
    const application = await patch('metadata: {namespace: kube-system}\nspec: {project: admin}');
    expect(application).toMatchObject({ metadata: { namespace: 'argocd' }, spec: { project: 'p' } });
  });

  it('may be JSON, and replace a mapping', async () => {
    const application = await patch('{"spec": {"syncPolicy": {"$patch": "replace", "retry": {"limit": 1}}}}');
    expect(application?.spec).toMatchObject({ syncPolicy: { retry: { limit: 1 } } });
    expect(application).not.toHaveProperty('spec.syncPolicy.syncOptions');
  });

  it.each([
    ['is no mapping', 'text', 'spec.templatePatch: does not make a mapping'],
    ['is nothing', '# nothing', 'spec.templatePatch: does not make a mapping'],
    ['is no YAML', '{', expect.stringMatching(/^spec.generators\[0\].list: spec.templatePatch: does not make YAML/)],
    ['has other directives', 'spec: {$retainKeys: [a]}', 'spec.$retainKeys: this patch directive is not evaluated'],
    ['makes another type', 'metadata: []', 'template.metadata: has to be a mapping, got a list'],
  ])('is a problem when it %s', async (_, text, problem) => {
    const { problems } = await expandSpec(`${LIST}\n${template}\ntemplatePatch: |\n  ${text}`);
    expect(problems).toEqual([typeof problem === 'string' ? `spec.generators[0].list: ${problem}` : problem]);
  });

  it('cannot reach into valuesObject', async () => {
    const spec = `${LIST}\ntemplate: {metadata: {name: app}, spec: {source: {helm: {valuesObject: {a: {b: 1}, c: 1}}}}}\ntemplatePatch: `;
    const of = (values: string) => expandSpec(`${spec}'{"spec": {"source": {"helm": {"valuesObject": ${values}}}}}'`);
    expect((await of('{"c": 2, "d": {"e": 1}}')).applications[0]?.spec).toEqual({
      source: { helm: { valuesObject: { a: { b: 1 }, c: 2, d: { e: 1 } } } },
    });
    expect((await of('{"a": {"b": 2}}')).problems).toEqual([
      'spec.generators[0].list: spec.source.helm.valuesObject.a: Argo CD cannot patch what is inside of valuesObject',
    ]);
  });
});

describe('names', () => {
  it('are unique: of those that share one none is applied', async () => {
    const elements = '[{a: x}, {a: w}, {a: z}, {a: x}]';
    expect(await expandNames(`[{list: {elements: ${elements}}}, {list: {elements: [{a: z}]}}]`, '{{a}}')).toEqual([
      'w',
      '! ApplicationSet s contains applications with duplicate name: x',
      '! ApplicationSet s contains applications with duplicate name: z',
    ]);
  });

  it('are needed', async () => {
    expect(await problemsOf(`${LIST}\ntemplate: {metadata: {}, spec: {}}`)).toEqual([
      'spec.generators[0].list: makes an Application without a name',
    ]);
  });
});

describe('what is mistyped is a problem', () => {
  it.each([
    ['5', 'spec: has to be a mapping, got number'],
    ['generators: {}', 'spec.generators: has to be a list, got a mapping'],
    ['generators: [x]', 'spec.generators[0]: has to be a mapping, got string'],
    ['goTemplate: "yes"', 'spec.goTemplate: has to be true or false, got string'],
    [
      'goTemplateOptions: [missingkey=fail]',
      'spec.goTemplateOptions[0]: Go templates have no option "missingkey=fail"',
    ],
    ['goTemplateOptions: missingkey=error', 'spec.goTemplateOptions: has to be a list, got string'],
    ['template: []', 'spec.template: has to be a mapping, got a list'],
    ['templatePatch: {}', 'spec.templatePatch: has to be a text, got a mapping'],
    [
      'syncPolicy: {preserveResourcesOnDeletion: 1}',
      'spec.syncPolicy.preserveResourcesOnDeletion: has to be true or false, got number',
    ],
    ['generators: [{list: 5}]', 'spec.generators[0].list: has to be a mapping, got number'],
    ['generators: [{list: {template: 5}}]', 'spec.generators[0].list.template: has to be a mapping, got number'],
    ['generators: [{list: {}, selector: []}]', 'spec.generators[0].selector: has to be a mapping, got a list'],
    [
      `${LIST}\ntemplate: {metadata: 5}`,
      'spec.generators[0].list: spec.template.metadata: has to be a mapping, got number',
    ],
    [
      `${LIST}\ntemplate: {metadata: {name: 5}}`,
      'spec.generators[0].list: template.metadata.name: has to be a text, got number',
    ],
    [`${LIST}\ntemplate: {spec: 5}`, 'spec.generators[0].list: spec.template.spec: has to be a mapping, got number'],
  ])('%s', async (spec, problem) => {
    expect(await problemsOf(spec)).toEqual([problem]);
  });

  it('an ApplicationSet without a spec', async () => {
    expect(await expandObject({ kind: 'ApplicationSet' })).toEqual({ applications: [], problems: [] });
  });
});

describe('Go templates', () => {
  it('name the field in which they fail, and leave other Applications alone', async () => {
    const spec = `
goTemplate: true
goTemplateOptions: [missingkey=error]
generators: [{list: {elements: [{a: x}, {a: z, b: {c: w}}]}}]
template: {metadata: {name: "{{.a}}"}, spec: {source: {path: "{{.b.c}}"}}}
`;
    const { applications, problems } = await expandSpec(spec);
    expect(applications.map(nameOf)).toEqual(['z']);
    expect(problems).toEqual(['spec.generators[0].list: spec.template.spec.source.path: map has no entry for key "b"']);
  });

  it('go to the evaluator together, and each of them once', async () => {
    const calls: number[] = [];
    const spec = `
goTemplate: true
generators: [{list: {elements: [{a: x}, {a: z}]}}]
template: {metadata: {name: "{{.a}}", labels: {a: "{{.a}}", b: "{{.a}}", c: text}}, spec: {path: "p{{.a}}"}}
`;
    await expandSpec(spec, {
      renderTemplates: async (jobs) => {
        calls.push(jobs.length);
        return jobs.map(({ params }) => ({ text: JSON.stringify(params) }));
      },
    });
    expect(calls).toEqual([4]);
  });

  it('know which maps hold texts only', async () => {
    const seen: unknown[] = [];
    await expandSpec(
      'goTemplate: true\ngenerators: [{clusters: {values: {v: "{{.name}}"}, flatList: true}}]\ntemplate: {metadata: {name: "{{.n}}"}}',
      {
        hasInventory: true,
        clusters: [{ name: 'c', server: 's', labels: {}, annotations: { a: 'b' } }],
        renderTemplates: async (jobs) => {
          seen.push(...jobs.map(({ textMaps }) => textMaps));
          return jobs.map(() => ({ text: 'x' }));
        },
      },
    );
    expect(seen.at(-1)).toEqual([
      ['clusters', 0, 'metadata', 'annotations'],
      ['clusters', 0, 'metadata', 'labels'],
      ['clusters', 0, 'values'],
      ['clusters', 1, 'values'],
    ]);
  });

  it('that nobody answers are a problem', async () => {
    const spec = `goTemplate: true\n${LIST}\ntemplate: {metadata: {name: "{{.a}}"}}`;
    expect(await problemsOf(spec, { renderTemplates: async () => [] })).toEqual([
      'spec.generators[0].list: spec.template.metadata.name: was not evaluated',
    ]);
  });
});

describe('limits', () => {
  const elements = (count: number) =>
    JSON.stringify(Array.from({ length: count }, (_, index) => ({ a: String(index) })));

  it('of Applications', async () => {
    const { applications, problems } = await expandSpec(
      `{generators: [{list: {elements: ${elements(20_001)}}}, {list: {elements: [{a: last}]}}], template: {metadata: {name: "{{a}}"}}}`,
    );
    expect(applications).toHaveLength(20_000);
    expect(problems).toEqual([
      'spec.generators[0].list: makes 20001 Applications; only the first 20000 of a set are evaluated',
      'spec.generators[1].list: makes 1 Applications; only the first 20000 of a set are evaluated',
    ]);
  });

  it('of problems', async () => {
    const list = Array.from({ length: 500 }, () => '{lists: {}}').join(',');
    const problems = await problemsOf(`{generators: [${list}]}`);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toBe('and more like these');
  });

  it('of values that a template makes', async () => {
    const labels = JSON.stringify(
      Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`k${index}`, index === 0 ? '{{a}}' : 'v'])),
    );
    const { problems } = await expandSpec(
      `{generators: [{list: {elements: ${elements(6000)}}}], template: {metadata: {name: "{{a}}", labels: ${labels}}}}`,
    );
    expect(problems.at(-1)).toMatch(/make more than 10000000 values/);
  });
});

describe('names of prototypes', () => {
  it('are data', async () => {
    const spec = JSON.parse(`{
      "generators": [{"list": {"elements": [{"__proto__": "p", "constructor": "c", "a": "x"}]}}],
      "template": {"metadata": {"name": "{{a}}", "labels": {"__proto__": "{{__proto__}}", "k": "{{constructor}}{{toString}}"}}}
    }`) as unknown;
    const { applications, problems } = await expandObject({ kind: 'ApplicationSet', spec });
    expect(problems).toEqual([]);
    expect(JSON.stringify(applications[0]?.metadata)).toContain('"labels":{"__proto__":"p","k":"c{{toString}}"}');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('do no harm in patches, files and merges', async () => {
    const evil = '{"__proto__": {"polluted": "1"}, "k": "a", "constructor": {"prototype": {"polluted": "1"}}}';
    const git = '{git: {repoURL: "https://github.com/org/repo", files: [{path: e.json}]}}';
    const { applications, problems } = await expandSpec(
      `{goTemplate: true, generators: [{matrix: {generators: [${git}, ${git}]}}, {merge: {mergeKeys: [k], generators: [${git}, ${git}], template: {metadata: {name: merged}, spec: ${evil}}}}], template: {metadata: {name: "{{.k}}"}, spec: ${evil}}, templatePatch: '{"spec": ${evil}}'}`,
      { files: { 'e.json': evil } },
    );
    expect([applications.map(nameOf), problems]).toEqual([['a', 'merged'], []]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

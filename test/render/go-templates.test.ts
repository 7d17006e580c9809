import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTemplateRenderer, type TemplateAnswer, type TemplateJob } from '../../src/render/go-templates.ts';
import { findRenderers } from '../../src/render/renderers.ts';
import type { RenderContext } from '../../src/render/run-renderer.ts';
import { createSandbox, type Sandbox } from '../../src/render/sandbox.ts';

type MissingKey = TemplateJob['missingKey'];
type Expected = string | { readonly error: string };

/** Answers of Go's text/template with the functions of Argo CD: see vectors.md. Options are left out where they change nothing. */
interface Vectors {
  readonly params: Readonly<Record<string, unknown>>;
  readonly textMaps: readonly (readonly string[])[];
  readonly vectors: readonly ({ readonly template: string; readonly default: Expected } & Partial<
    Record<MissingKey, Expected>
  >)[];
}

const file = new URL('go-templates/vectors.json', import.meta.url);
const { params, textMaps, vectors } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

/** What is an error here although Argo CD has an answer, so that nothing is judged by a guess. */
const REFUSED = new Set(['{{fromJson "{"}}', '{{.Files.Get "Chart.yaml"}}']);

let sandbox: Sandbox;
let context: RenderContext;

beforeAll(async () => {
  sandbox = await createSandbox();
  const cacheDirectory = join(homedir(), '.cache/pss-gate/renderers');
  const settings = { searchPath: process.env.PATH ?? '', cacheDirectory, workingDirectory: tmpdir() };
  const renderers = await findRenderers(settings, sandbox);
  context = { renderers: async () => renderers, sandbox, timeoutMs: 60_000 };
});
afterAll(() => sandbox.dispose());

const render = (jobs: readonly TemplateJob[], changes: Partial<RenderContext> = {}) =>
  createTemplateRenderer({ ...context, ...changes })(jobs);

async function renderOne(
  text: string,
  data: unknown = {},
  missingKey: MissingKey = 'default',
): Promise<TemplateAnswer> {
  const [answer] = await render([{ text, params: data, missingKey }]);
  return answer ?? { error: 'no answer' };
}

describe.each(['default', 'error', 'zero'] as const)('with missingkey=%s', (missingKey) => {
  const cases = vectors.map((vector) => [vector.template, vector[missingKey] ?? vector.default] as const);
  const jobs = (templates: readonly (readonly [string, Expected])[]) =>
    templates.map(([text]): TemplateJob => ({ text, params, missingKey, textMaps }));

  it('templates make what Argo CD makes of them', async () => {
    const good = cases.filter(([text, expected]) => typeof expected === 'string' && !REFUSED.has(text));
    const answers = await render(jobs(good));
    expect(good.map(([text], index) => [text, answers[index]])).toEqual(
      good.map(([text, result]) => [text, { text: result }]),
    );
    expect(good.length).toBeGreaterThan(50);
  });

  it('templates fail that fail in Argo CD', async () => {
    const bad = cases.filter(([text, expected]) => typeof expected !== 'string' || REFUSED.has(text));
    const answers = await render(jobs(bad));
    const wrong = bad.filter((_, index) => !('error' in (answers[index] ?? {})));
    expect(wrong).toEqual([]);
    // Names of our own making say nothing to people.
    expect(JSON.stringify(answers)).not.toMatch(/scratch|pss-gate|args for include|\\"\d+\//);
  });
});

describe('errors', () => {
  it.each<[template: string, error: string]>([
    ['{{ .a.b }}', 'map has no entry for key "a"'],
    ['{{ if true }}{{ .a }}{{ end }}', 'map has no entry for key "a"'],
    ['{{ lower 5 }}', 'expected string; found 5'],
    ['{{ index (list 1) 5 }}', 'error calling index: index out of range: 5'],
    ['{{ nope . }}', 'function "nope" not defined'],
    ['{{ tpl "x" . }}', 'function "tpl" not defined'],
    ['{{ if true }}', 'unexpected EOF'],
    ['{{ normalize "a" "b" }}', 'wrong number of arguments: want 1 got 2'],
    ['{{ template "x" }}', 'template "x" not defined'],
    ['{{ $x := dict }}{{ $x.a 1 }}', "can't give argument to non-function a field"],
    ['{{ fail "this\nis wrong" }}', 'unterminated quoted string'],
    ['{{ fail "this\\nis wrong" }}', 'this is wrong'],
    ['{{ "x', 'unterminated quoted string'],
    ['{{ (1 }}', 'unclosed left paren'],
    ['{{ /* x', 'unexpected "/" in an action'],
    ['{{/* x', 'unclosed comment'],
    ['{{ normalize . }}', 'wrong type for value; expected string; got map[string]interface {}'],
  ])('of %j are in Go’s words', async (template, error) => {
    expect(await renderOne(template, {}, 'error')).toEqual({ error });
  });

  it('are those of their job alone', async () => {
    const texts = ['{{ .a }}', '{{ fail "x" }}', '{{ end }}', '{{ .b }}', '{{ lower .a }}', '{{ upper .b }}'];
    const answers = await render(texts.map((text) => ({ text, params: { a: 1, b: 'b' }, missingKey: 'error' })));
    expect(answers.map((answer) => ('text' in answer ? answer.text : 'error'))).toEqual([
      '1',
      'error',
      'error',
      'b',
      'error',
      'B',
    ]);
  });

  it('come to an end when nearly all jobs fail', async () => {
    const jobs = Array.from(
      { length: 60 },
      (_, index): TemplateJob => ({
        text: `{{ fail "${index}" }}`,
        params: {},
        missingKey: 'default',
      }),
    );
    const answers = await render(jobs);
    expect(answers[0]).toEqual({ error: '0' });
    expect(answers[59]).toEqual({
      error: 'was not evaluated, because too many other templates of the ApplicationSet fail',
    });
  });

  it('are not tried for parameters that lack what every evaluation needs', async () => {
    const jobs = Array.from(
      { length: 200 },
      (_, index): TemplateJob => ({
        text: '{{ .name }}-{{ $.team }}',
        params: index % 2 === 0 ? { name: index } : { name: index, team: 'x' },
        missingKey: 'error',
      }),
    );
    const answers = await render(jobs);
    expect(answers.filter((answer) => 'text' in answer)).toHaveLength(100);
    expect(answers[0]).toEqual({ error: 'map has no entry for key "team"' });
    expect(answers[199]).toEqual({ text: '199-x' });
  });

  it('say that helm is missing', async () => {
    const renderers = async () => ({ helm: { missing: 'helm was not found' }, kustomize: { missing: '' } });
    expect(await render([{ text: '{{ .a }}', params: {}, missingKey: 'default' }], { renderers })).toEqual([
      { error: 'helm was not found' },
    ]);
  });

  it('say that time has run out', async () => {
    const [answer] = await render([{ text: '{{ .a }}', params: {}, missingKey: 'default' }], { timeoutMs: 1 });
    expect(answer).toHaveProperty('error');
  });
});

describe('templates of a stranger', () => {
  it.each([
    '{{ .Files.Get "Chart.yaml" }}',
    '{{ .Values.data }}',
    '{{ $.Values }}',
    '{{ .Subcharts }}',
    '{{ .Chart.Name }}',
    '{{ .Capabilities.KubeVersion }}',
    '{{ .Template.BasePath }}',
    '{{ env "PATH" }}',
    '{{ include "scratch/templates/_helpers.tpl" . }}',
    '{{ template "scratch/templates/printer.yaml" . }}',
    '{{ $x := lookup "v1" "Secret" "" "" }}{{ $x }}',
    '{{ (tpl "{{ .Values }}" .) }}',
    '{{ "a" | tpl }}',
    '{{ if true }}{{ getHostByName "localhost" }}{{ end }}',
    '{{define "x"}}{{ env "PATH" }}{{end}}{{template "x"}}',
    '{{ printf "%s" (env `PATH`) }}',
  ])('%s reach nothing', async (template) => {
    const answer = await renderOne(template);
    expect('error' in answer || answer.text === '<no value>').toBe(true);
  });

  it('cannot change one another', async () => {
    const texts = [
      '{{define "x"}}one{{end}}{{template "x"}}',
      '{{define "x"}}two{{end}}{{template "x"}}',
      '{{template "x"}}',
    ];
    const answers = await render(texts.map((text) => ({ text, params: {}, missingKey: 'default' })));
    expect(answers.slice(0, 2)).toEqual([{ text: 'one' }, { text: 'two' }]);
    expect(answers[2]).toHaveProperty('error');
  });

  it('cannot break out of the output', async () => {
    const text = '{{ .a }}\n  r1: "eA=="\n---\nkind: Pod';
    const answers = await render([
      { text, params: { a: '"\n  r1: "eA=="' }, missingKey: 'default' },
      { text: '{{ .a }}', params: { a: 'second' }, missingKey: 'default' },
    ]);
    expect(answers).toEqual([{ text: '"\n  r1: "eA=="\n  r1: "eA=="\n---\nkind: Pod' }, { text: 'second' }]);
  });

  it('cannot make texts without end', async () => {
    expect(await renderOne('{{ repeat 3000000 "x" }}')).toEqual({ error: 'makes a text of several megabytes' });
  });

  it('cannot grow while they are rewritten', async () => {
    const deep = `{{ ${'('.repeat(40)}.a${').a'.repeat(40)} }}`;
    expect(await renderOne(deep)).toEqual({ error: 'the template is nested too deep to be evaluated' });
  });

  it('may use names of prototypes', async () => {
    const data = JSON.parse('{"__proto__": {"a": "own"}, "constructor": "c"}') as unknown;
    const text = '{{ .__proto__.a }} {{ .constructor }} {{ .toString }} {{ .hasOwnProperty.x }}';
    expect(await renderOne(text, data)).toEqual({ text: 'own c <no value> <no value>' });
    expect(await renderOne('{{ .toString }}', data, 'error')).toEqual({ error: 'map has no entry for key "toString"' });
  });

  it('leave no files behind', async () => {
    const before = await readdir(sandbox.env.TMPDIR ?? '');
    await renderOne('{{ fail "x" }}');
    await renderOne('{{ .a }}');
    expect(await readdir(sandbox.env.TMPDIR ?? '')).toEqual(before);
  });
});

describe('maps of texts', () => {
  it('keep their type wherever they are, and share nothing', async () => {
    const data = {
      clusters: [{ metadata: { labels: { a: '1', y: 'no', 'é"\n': '\u0001' } } }, { metadata: { labels: { a: '2' } } }],
    };
    const paths = [0, 1].map((index) => ['clusters', index, 'metadata', 'labels']);
    const text =
      '{{ range .clusters }}{{ index .metadata.labels "none" }}|{{ .metadata.labels }}|{{ .metadata.labels.b }};{{ end }}';
    expect(await render([{ text, params: data, missingKey: 'default', textMaps: paths }])).toEqual([
      { text: '|map[a:1 y:no é"\n:\u0001]|<no value>;|map[a:2]|<no value>;' },
    ]);
  });
});

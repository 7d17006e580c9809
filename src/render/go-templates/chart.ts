import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Helpers, writeHelpers } from './helpers.ts';
import type { TemplateJob } from './job.ts';

/** A job whose template is rewritten. */
export interface PreparedJob {
  readonly job: TemplateJob;
  /** Number of the template. */
  readonly template: number;
  /** Whether the template may change its parameters, which no other one may see. */
  readonly mutates: boolean;
}

/** A chart that prints, line by line, what jobs make. */
export interface ScratchChart {
  readonly directory: string;
  readonly valuesFile: string;
  /** The job at a line of the template that prints, from 1. */
  jobAt(line: number): number | undefined;
}

const NAME = 'scratch';
const PRINTER = 'printer.yaml';
const JOBS_BEGIN = 'data:';

/** Name of the file that holds a template, as helm knows it. */
function templateName(template: number): string {
  return `${NAME}/templates/_template-${template}.tpl`;
}

/**
 * Writes a chart whose templates are the rewritten ones, each in a file of its own, and one that prints each job's result as
 * base64, so that nothing in it can be taken for something else. Parameters come as one JSON text: helm would drop nulls of values.
 *
 * Go's `map[string]string` behaves otherwise than a map of anything. The annotations of a chart are one; every such map among the
 * parameters becomes those of a subchart and is put in its place before jobs run.
 */
export async function writeChart(
  root: string,
  jobs: readonly PreparedJob[],
  templates: ReadonlyMap<number, string>,
  helpers: Helpers,
): Promise<ScratchChart> {
  const directory = join(root, NAME);
  const valuesFile = join(root, 'values.json');
  const data = collectData(jobs);
  await mkdir(join(directory, 'templates'), { recursive: true, mode: 0o700 });
  await Promise.all([
    writeFile(valuesFile, JSON.stringify({ data: JSON.stringify(data.params) })),
    writeFile(join(directory, 'Chart.yaml'), chartYaml(NAME)),
    writeFile(join(directory, 'templates', '_helpers.tpl'), writeHelpers(helpers)),
    ...[...templates].map(([number, text]) => writeFile(join(directory, 'templates', `_template-${number}.tpl`), text)),
    ...data.textMaps.map(async (textMap, index) => {
      await mkdir(join(directory, 'charts', `m${index}`), { recursive: true, mode: 0o700 });
      await writeFile(join(directory, 'charts', `m${index}`, 'Chart.yaml'), chartYaml(`m${index}`, textMap));
    }),
  ]);
  const header = [
    '{{- $params := mustFromJson .Values.data -}}',
    ...data.placements,
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata: {name: results}',
    JOBS_BEGIN,
  ];
  const lines = jobs.map(
    ({ template }, index) =>
      `  r${index}: {{ include ${JSON.stringify(templateName(template))} (index $params ${data.indexes[index]}) | b64enc | quote }}`,
  );
  await writeFile(join(directory, 'templates', PRINTER), [...header, ...lines, ''].join('\n'));
  return {
    directory,
    valuesFile,
    jobAt: (line) =>
      line > header.length && line <= header.length + jobs.length ? line - header.length - 1 : undefined,
  };
}

/** JSON is YAML that every reader understands. */
function chartYaml(name: string, annotations: unknown = {}): string {
  return JSON.stringify({ apiVersion: 'v2', name, version: '0.0.0', annotations });
}

interface Data {
  /** Sets of parameters, as a rule each of them once, and the index for each job. */
  readonly params: readonly unknown[];
  readonly indexes: readonly number[];
  readonly textMaps: readonly unknown[];
  /** Lines that put maps of texts in their places. */
  readonly placements: readonly string[];
}

function collectData(jobs: readonly PreparedJob[]): Data {
  const params: unknown[] = [];
  const shared = new Map<unknown, number>();
  const textMaps = new Map<string, number>();
  const placements: string[] = [];
  const indexes = jobs.map(({ job, mutates }) => {
    const known = mutates ? undefined : shared.get(job.params);
    if (known !== undefined) return known;
    const index = params.push(job.params) - 1;
    if (!mutates) shared.set(job.params, index);
    for (const path of job.textMaps ?? []) {
      const text = JSON.stringify(path.reduce<unknown>(step, job.params));
      const number = textMaps.get(text) ?? textMaps.size;
      textMaps.set(text, number);
      placements.push(placement(index, path, number));
    }
    return index;
  });
  return {
    params,
    indexes,
    textMaps: [...textMaps.keys()].map((text): unknown => JSON.parse(text)),
    placements,
  };
}

function step(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : {};
}

/** Numbers and names are literals of Go as they are of JSON. */
function placement(index: number, path: readonly (string | number)[], textMap: number): string {
  const steps = path.map((key) => JSON.stringify(key));
  const parent = ['index', '$params', index, ...steps.slice(0, -1)].join(' ');
  return `{{- $_ := set (${parent}) ${steps.at(-1)} (index .Subcharts "m${textMap}").Chart.Annotations -}}`;
}

const RESULT = /^ {2}r(\d+): "([A-Za-z0-9+/=]*)"$/gm;

/** Results by job. */
export function readResults(output: string): Map<number, string> {
  return new Map(
    [...output.matchAll(RESULT)].map(([, index, text = '']) => [
      Number(index),
      Buffer.from(text, 'base64').toString('utf8'),
    ]),
  );
}

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RenderError } from '../model/errors.ts';
import { ProcessError } from '../process/run.ts';
import { type PreparedJob, readResults, writeChart } from './go-templates/chart.ts';
import { type HelmFailure, readFailure } from './go-templates/failure.ts';
import { nameHelpers } from './go-templates/helpers.ts';
import { findMissing, type TemplateAnswer, type TemplateJob } from './go-templates/job.ts';
import { TemplateError } from './go-templates/lexer.ts';
import { type Rewritten, rewriteTemplate } from './go-templates/rewrite.ts';
import { type RenderContext, runRenderer } from './run-renderer.ts';

export type { TemplateAnswer, TemplateJob } from './go-templates/job.ts';

/** Jobs of one process. */
const MAX_JOBS = 20_000;
/** helm stops at the first job that fails and is started again without it, as often as this in one call. */
const MAX_RUNS = 50;
/** No field of an Application is as long; the API server takes 1.5 MB in all. */
const MAX_RESULT_LENGTH = 2 * 1024 * 1024;

/**
 * Evaluates Go templates of ApplicationSets as Argo CD would, with helm's engine, in which the same library of functions is built
 * in. What is otherwise there, templates are rewritten for: see `rewriteTemplate`.
 *
 * Templates come from repositories. They see their parameters and nothing else: `.Files`, `.Values` and helm's own functions are
 * out of reach.
 *
 * Source: argo-cd applicationset/utils/utils.go, Replace
 * @returns a function that gives one answer for each job
 */
export function createTemplateRenderer(context: RenderContext) {
  return async (jobs: readonly TemplateJob[]): Promise<readonly TemplateAnswer[]> => {
    const answers: TemplateAnswer[] = [];
    for (let start = 0; start < jobs.length; start += MAX_JOBS) {
      answers.push(...(await new Batch(jobs.slice(start, start + MAX_JOBS), context).render()));
    }
    return answers;
  };
}

class Batch {
  private readonly answers: (TemplateAnswer | undefined)[];
  private readonly templates = new Map<number, string>();
  private readonly helpers = nameHelpers(`pss-gate-${randomBytes(8).toString('hex')}`);
  private readonly context: RenderContext;
  /** Jobs without an answer, by their index. */
  private readonly open = new Map<number, PreparedJob>();

  constructor(jobs: readonly TemplateJob[], context: RenderContext) {
    this.context = context;
    this.answers = jobs.map(() => undefined);
    this.prepare(jobs);
  }

  async render(): Promise<TemplateAnswer[]> {
    for (let runs = 0; this.open.size > 0 && runs < MAX_RUNS; runs++) await this.run();
    return this.answers.map(
      (answer) => answer ?? { error: 'was not evaluated, because too many other templates of the ApplicationSet fail' },
    );
  }

  private prepare(jobs: readonly TemplateJob[]): void {
    const known = new Map<string, { readonly number: number; readonly rewritten: Rewritten | TemplateError }>();
    for (const [index, job] of jobs.entries()) {
      const key = `${job.missingKey} ${job.text}`;
      const template = known.get(key) ?? { number: known.size, rewritten: this.rewrite(job, known.size) };
      known.set(key, template);
      const { number, rewritten } = template;
      const error = rewritten instanceof TemplateError ? rewritten.message : missingIn(rewritten, job);
      if (error !== undefined) this.answers[index] = { error };
      else this.open.set(index, { job, template: number, mutates: isMutating(rewritten) });
    }
  }

  private rewrite(job: TemplateJob, number: number): Rewritten | TemplateError {
    try {
      const definitions = `${number}/`;
      const rewritten = rewriteTemplate(job.text, { helpers: this.helpers, missingKey: job.missingKey, definitions });
      this.templates.set(number, rewritten.text);
      return rewritten;
    } catch (error) {
      if (error instanceof TemplateError) return error;
      throw error;
    }
  }

  /** Answers all open jobs, or the one that fails. */
  private async run(): Promise<void> {
    const indexes = [...this.open.keys()];
    const jobs = [...this.open.values()];
    const root = await mkdtemp(join(this.context.sandbox.env.TMPDIR ?? '', 'templates-'));
    try {
      const used = new Set(jobs.map(({ template }) => template));
      const templates = new Map([...this.templates].filter(([number]) => used.has(number)));
      const chart = await writeChart(root, jobs, templates, this.helpers);
      const output = await this.runHelm(root, chart.directory, chart.valuesFile);
      if (typeof output === 'string') this.take(indexes, readResults(output));
      else {
        const failed = output.line === undefined ? undefined : chart.jobAt(output.line);
        this.fail(output, indexes, failed);
      }
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  }

  private async runHelm(root: string, chart: string, values: string): Promise<string | HelmFailure> {
    const args = ['template', 'scratch', chart, `--values=${values}`];
    try {
      return await runRenderer({ program: 'helm', args, cwd: root, roots: [root] }, this.context);
    } catch (error) {
      if (!(error instanceof RenderError)) throw error;
      const { cause } = error;
      // Without helm, or when it runs out of time, no job has an answer.
      return cause instanceof ProcessError && cause.failure === 'exit'
        ? readFailure(cause.stderr)
        : { reason: error.message };
    }
  }

  private take(indexes: readonly number[], results: ReadonlyMap<number, string>): void {
    for (const [position, index] of indexes.entries()) {
      const text = results.get(position);
      if (text === undefined) this.answers[index] = { error: 'helm printed no result for it' };
      else if (text.length > MAX_RESULT_LENGTH) this.answers[index] = { error: 'makes a text of several megabytes' };
      else this.answers[index] = { text };
    }
    this.open.clear();
  }

  /** Jobs of a template that does not parse fail together, and all of them when nobody knows which one it is. */
  private fail({ reason, template }: HelmFailure, indexes: readonly number[], failed: number | undefined): void {
    const isUnknown = template === undefined && failed === undefined;
    for (const [position, index] of indexes.entries()) {
      if (!isUnknown && position !== failed && this.open.get(index)?.template !== template) continue;
      this.answers[index] = { error: reason };
      this.open.delete(index);
    }
  }
}

function isMutating(rewritten: Rewritten | TemplateError): boolean {
  return !(rewritten instanceof TemplateError) && rewritten.mutates;
}

/** Most templates that fail lack a parameter, in one set of parameters after the other: those need not be tried. */
function missingIn({ certain }: Rewritten, job: TemplateJob): string | undefined {
  const missing = job.missingKey === 'error' ? findMissing(certain, job.params) : undefined;
  return missing === undefined ? undefined : `map has no entry for key ${JSON.stringify(missing)}`;
}

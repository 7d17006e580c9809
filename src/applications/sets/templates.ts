import { type CompiledTemplate, compileTemplate } from './compile-template.ts';
import { renderFastTemplate } from './fast-template.ts';
import type { Fields } from './fields.ts';
import type { Budget } from './limits.ts';
import { SetProblem } from './set-problem.ts';
import { findTextMaps } from './typed-values.ts';

/** A Go template to evaluate. */
export interface TemplateJob {
  readonly text: string;
  readonly params: unknown;
  /** Of `goTemplateOptions`. */
  readonly missingKey: MissingKey;
  /** Where in the parameters there are maps that Go holds as `map[string]string`; none when absent. */
  readonly textMaps?: readonly (readonly (string | number)[])[];
}

export type MissingKey = 'default' | 'error' | 'zero';

/** Evaluates Go templates, all of one call in one process; each answer is its text or its error. */
export type RenderTemplates = (
  jobs: readonly TemplateJob[],
) => Promise<readonly ({ readonly text: string } | { readonly error: string })[]>;

/** How an ApplicationSet is templated. */
export interface TemplateOptions {
  readonly isGo: boolean;
  readonly missingKey: MissingKey;
}

type TextMapPaths = readonly (readonly (string | number)[])[];

interface Pending {
  readonly job: TemplateJob;
  readonly resolve: (text: string) => void;
  readonly reject: (error: SetProblem) => void;
}

/**
 * Renders the texts of one ApplicationSet with parameters. Go templates that are asked for at the same time go to the evaluator
 * together, each of them once, so that those who ask need not know of one another.
 */
export class Templates {
  readonly isGo: boolean;
  private readonly missingKey: MissingKey;
  private readonly renderTemplates: RenderTemplates;
  private readonly budget: Budget;
  private readonly known = new WeakMap<object, Map<string, Promise<string>>>();
  private readonly textMaps = new WeakMap<object, TextMapPaths>();
  private readonly compiled = new WeakMap<object, CompiledTemplate>();
  private pending: Pending[] = [];

  constructor(options: TemplateOptions, renderTemplates: RenderTemplates, budget: Budget) {
    this.isGo = options.isGo;
    this.missingKey = options.missingKey;
    this.renderTemplates = renderTemplates;
    this.budget = budget;
  }

  /** @throws SetProblem */
  async render(text: string, params: Fields, missingKey: MissingKey = this.missingKey): Promise<string> {
    if (!text.includes('{{')) return text;
    const rendered = this.isGo ? await this.renderGo(text, params, missingKey) : renderFastTemplate(text, params);
    this.budget.spendCharacters(rendered.length);
    return rendered;
  }

  /**
   * Renders every text in a value, keys of mappings too.
   *
   * @param path for messages
   * @throws SetProblem
   */
  async renderValue(value: unknown, params: Fields, path: string): Promise<unknown> {
    const { texts, build } = this.compile(value, path);
    const rendered = new Map<string, string>();
    const render = async ([text, place]: [string, string]) => {
      rendered.set(text, await inside(place, () => this.render(text, params)));
    };
    await Promise.all([...texts].map(render));
    return build(rendered, (values) => this.budget.spendValues(values));
  }

  private compile(value: unknown, path: string): CompiledTemplate {
    if (typeof value !== 'object' || value === null) return compileTemplate(value, path);
    const found = this.compiled.get(value) ?? compileTemplate(value, path);
    this.compiled.set(value, found);
    return found;
  }

  private renderGo(text: string, params: Fields, missingKey: MissingKey): Promise<string> {
    const key = `${missingKey} ${text}`;
    const texts = this.known.get(params) ?? new Map<string, Promise<string>>();
    this.known.set(params, texts);
    const found = texts.get(key) ?? this.enqueue({ text, params, missingKey, textMaps: this.textMapsOf(params) });
    texts.set(key, found);
    return found;
  }

  private textMapsOf(params: Fields): TextMapPaths {
    const found = this.textMaps.get(params) ?? findTextMaps(params);
    this.textMaps.set(params, found);
    return found;
  }

  private enqueue(job: TemplateJob): Promise<string> {
    // Whoever can ask without waiting for something else has asked when the first macrotask comes.
    if (this.pending.length === 0) setImmediate(() => void this.flush());
    return new Promise((resolve, reject) => {
      this.pending.push({ job, resolve, reject });
    });
  }

  private async flush(): Promise<void> {
    const batch = this.pending;
    this.pending = [];
    try {
      const answers = await this.renderTemplates(batch.map(({ job }) => job));
      batch.forEach(({ resolve, reject }, index) => {
        const answer = answers[index] ?? { error: 'was not evaluated' };
        if ('text' in answer) resolve(answer.text);
        else reject(new SetProblem('', answer.error));
      });
    } catch (error) {
      for (const { reject } of batch) reject(error as SetProblem);
    }
  }
}

/** Names the field in which something is wrong. */
async function inside<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SetProblem)) throw error;
    throw new SetProblem(path, error.message, error.isUnavailable);
  }
}

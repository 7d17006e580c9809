import { groupBy } from '../../model/group-by.ts';
import { type KubernetesObject, metadataText } from '../../model/manifest.ts';
import { buildApplication, readTemplate } from './build-application.ts';
import { inChunks } from './chunks.ts';
import type { SetContext } from './context.ts';
import { type Fields, field, fieldsOf } from './fields.ts';
import { generate } from './generators/generate.ts';
import { type GeneratorType, typesOf } from './generators/types.ts';
import { MAX_APPLICATIONS } from './limits.ts';
import { fillTemplate } from './merge-params.ts';
import { type ApplicationSet, readApplicationSet } from './read-set.ts';
import { type Params, type Run, startRun } from './run.ts';
import { SetProblem } from './set-problem.ts';

export type { InventoryCluster, SetContext } from './context.ts';
export type { RenderTemplates, TemplateJob } from './templates.ts';

/** The Applications that an ApplicationSet makes, as far as that can be known here. */
export interface ExpandedSet {
  readonly applications: readonly KubernetesObject[];
  /** For people: what was not evaluated and why, with the place of the generator. */
  readonly problems: readonly string[];
}

/**
 * Evaluates an ApplicationSet as Argo CD's controller would. The controller applies nothing at all once a generator fails; here
 * the rest is evaluated, so that it can be judged.
 *
 * Source: argo-cd v3.5.1 applicationset/controllers/template/template.go, GenerateApplications; for names
 * applicationset_controller.go, validateGeneratedApplications
 */
export async function expandApplicationSet(object: KubernetesObject, context: SetContext): Promise<ExpandedSet> {
  const problems = new Set<string>();
  const report = (problem: string) => void (problems.size <= MAX_PROBLEMS && problems.add(problem));
  const applications = await catchProblems(report, async () => {
    const set = readApplicationSet(object);
    return new Expansion(set, startRun(set, context, report)).expand();
  });
  return { applications: applications ?? [], problems: shorten([...problems]) };
}

/** One mistake in a template is one in each of thousands of Applications; nobody reads as many. */
const MAX_PROBLEMS = 100;

function shorten(problems: readonly string[]): readonly string[] {
  return problems.length <= MAX_PROBLEMS ? problems : [...problems.slice(0, MAX_PROBLEMS), 'and more like these'];
}

/** Parameters and the template that they go into. */
interface Generated {
  readonly params: readonly Params[];
  readonly template: Fields;
  readonly path: string;
}

class Expansion {
  private readonly set: ApplicationSet;
  private readonly run: Run;
  /** Taken by the first entry that cannot be evaluated. */
  private recorded: readonly Params[] | undefined;

  constructor(set: ApplicationSet, run: Run) {
    this.set = set;
    this.run = run;
    const { recorded } = run.context;
    this.recorded = recorded.get(`${set.namespace}/${set.name}`) ?? recorded.get(set.name);
  }

  async expand(): Promise<KubernetesObject[]> {
    const applications: KubernetesObject[] = [];
    for (const [index, entry] of this.set.generators.entries()) {
      for (const generated of await this.generateEntry(entry, `spec.generators[${index}]`)) {
        applications.push(...(await this.build(generated, MAX_APPLICATIONS - applications.length)));
      }
    }
    return this.withoutDuplicates(applications);
  }

  /** Argo CD applies none of the Applications that share a name: it keeps errors by name. */
  private withoutDuplicates(applications: readonly KubernetesObject[]): KubernetesObject[] {
    const byName = groupBy(applications, (application) => metadataText(application, 'name'));
    return [...byName].flatMap(([name, [application, ...others]]) => {
      if (application === undefined || others.length === 0) return application ?? [];
      this.run.report(`ApplicationSet ${this.set.name} contains applications with duplicate name: ${name}`);
      return [];
    });
  }

  private async generateEntry(entry: unknown, path: string): Promise<Generated[]> {
    const all = await catchProblems(this.run.report, async () => {
      const fields = fieldsOf(entry, path);
      const types = typesOf(fields);
      if (types.length === 0) throw new SetProblem(path, 'has no generator that Argo CD knows');
      const generated: Generated[] = [];
      for (const type of types) {
        const found = await catchProblems(this.run.report, () => this.generateType(type, fields, path));
        if (found !== undefined) generated.push(found);
      }
      return generated;
    });
    return all ?? [];
  }

  private async generateType(type: GeneratorType, entry: Fields, path: string): Promise<Generated> {
    const place = `${path}.${type}`;
    const own = fieldsOf(field(fieldsOf(field(entry, type), place), 'template'), `${place}.template`);
    const template = fillTemplate(own, this.set.template);
    try {
      return { params: await generate(type, entry, path, 0, this.run), template, path: place };
    } catch (error) {
      const isRecorded = error instanceof SetProblem && error.isUnavailable && this.recorded !== undefined;
      if (!isRecorded) throw error;
      const params = this.recorded ?? [];
      this.recorded = undefined;
      return { params, template, path: place };
    }
  }

  private async build({ params, template, path }: Generated, limit: number): Promise<KubernetesObject[]> {
    if (params.length > limit) {
      this.run.report(
        `${path}: makes ${params.length} Applications; only the first ${MAX_APPLICATIONS} of a set are evaluated`,
      );
    }
    const report = (problem: string) => this.run.report(`${path}: ${problem}`);
    const base = params.length === 0 ? {} : await catchProblems(report, async () => readTemplate(template));
    if (base === undefined) return [];
    const built = await inChunks(params.slice(0, limit), base, (each) =>
      catchProblems(report, () => buildApplication(base, each, this.set, this.run)),
    );
    return built.filter((application) => application !== undefined);
  }
}

async function catchProblems<Value>(
  report: (problem: string) => void,
  work: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SetProblem)) throw error;
    report(error.message);
    return undefined;
  }
}

import type { Rule } from '../read/rule.ts';
import { type AutoGen, CRON_JOB, findControllers } from './controllers.ts';
import { generateForControllers, generateForCronJob, isGeneratedName } from './generate-rule.ts';

/**
 * The rules of a policy, with those that Kyverno generates for controllers of Pods.
 *
 * Source: kyverno pkg/autogen/v1/autogen.go, computeRules
 */
export class EffectiveRules {
  readonly autoGen: AutoGen;
  readonly #rules: readonly Rule[];
  readonly #byController = new Map<string, readonly Rule[]>();
  #all: readonly Rule[] | undefined;

  constructor(rules: readonly Rule[], annotations: Readonly<Record<string, string>>) {
    this.#rules = rules;
    this.autoGen = findControllers(rules, annotations);
  }

  /** Rules that objects of a kind are validated by. */
  forKind(kind: string): readonly Rule[] {
    if (!this.autoGen.controllers.has(kind)) return this.#rules;
    const known = this.#byController.get(kind);
    if (known !== undefined) return known;
    const rules = this.#with([kind]);
    this.#byController.set(kind, rules);
    return rules;
  }

  /** Rules for all kinds at once, by which objects are mutated and which count. */
  all(): readonly Rule[] {
    const controllers = [...this.autoGen.controllers];
    this.#all ??=
      controllers.length === 0 || controllers.join() === 'none' ? this.#rules : this.#with(controllers.toSorted());
    return this.#all;
  }

  #with(controllers: readonly string[]): readonly Rule[] {
    const generated = this.#rules.flatMap((rule) => generate(rule, controllers));
    if (generated.length === 0) return this.#rules;
    return [...this.#rules.filter(({ name }) => !isGeneratedName(name)), ...generated];
  }
}

function generate(rule: Rule, controllers: readonly string[]): Rule[] {
  const others = controllers.filter((kind) => kind !== CRON_JOB);
  const forControllers = others.join(',') === '' ? undefined : generateForControllers(rule, others);
  const forCronJob = controllers.some((kind) => kind.includes(CRON_JOB) || kind.includes('all'))
    ? generateForCronJob(rule, controllers)
    : undefined;
  return [forControllers, forCronJob].filter((generated) => generated !== undefined);
}

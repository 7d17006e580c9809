import type { SetContext } from './context.ts';
import type { Fields } from './fields.ts';
import { Budget } from './limits.ts';
import type { ApplicationSet } from './read-set.ts';
import { Templates } from './templates.ts';
import { TreeIndex } from './tree-index.ts';

/** Parameters of one Application: in Go templates a tree, otherwise texts by name. */
export type Params = Fields;

/** The expansion of one ApplicationSet: what its generators share. */
export interface Run {
  readonly isGo: boolean;
  readonly context: SetContext;
  readonly templates: Templates;
  readonly budget: Budget;
  readonly tree: TreeIndex;
  /** Says that something is left out although the rest is evaluated. */
  readonly report: (problem: string) => void;
}

export function startRun(set: ApplicationSet, context: SetContext, report: (problem: string) => void): Run {
  const budget = new Budget();
  return {
    isGo: set.templating.isGo,
    context,
    budget,
    templates: new Templates(set.templating, context.renderTemplates, budget),
    tree: new TreeIndex(context.tree, budget),
    report,
  };
}

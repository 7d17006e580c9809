import { type Manifest, metadataText } from '../../model/manifest.ts';
import type { FieldProblem } from '../read/problem.ts';
import type { PolicyProblem } from '../types.ts';
import { checkBinding } from './admission-checks.ts';
import type { Binding } from './admission-enforcement.ts';
import { documentType } from './documents.ts';
import { checkException, isExpired, type PolicyException } from './exceptions.ts';
import { compileMatchResources } from './match-resources.ts';
import { nameDocument, readSpec } from './read-document.ts';
import { BINDING, CEL_EXCEPTION } from './shapes.ts';
import type { BindingSpec, ExceptionSpec } from './spec.ts';

/** Documents that say something about policies. */
export interface Supplements {
  readonly exceptions: readonly PolicyException[];
  readonly bindings: readonly Binding[];
  readonly problems: readonly PolicyProblem[];
  readonly notes: readonly string[];
}

interface SupplementSettings {
  readonly requiresBinding: boolean;
  readonly now?: number;
}

export function readSupplements(documents: readonly Manifest[], settings: SupplementSettings): Supplements {
  const exceptions = readExceptions(documents, settings.now);
  const bindings = readBindings(documents, settings.requiresBinding);
  return {
    exceptions: exceptions.found,
    bindings: bindings.found,
    problems: [...exceptions.problems, ...bindings.problems],
    notes: [...exceptions.notes, ...bindings.notes],
  };
}

interface Found<Item> {
  readonly found: readonly Item[];
  readonly problems: readonly PolicyProblem[];
  readonly notes: readonly string[];
}

function readExceptions(documents: readonly Manifest[], now: number | undefined): Found<PolicyException> {
  const found: PolicyException[] = [];
  const problems: PolicyProblem[] = [];
  const notes: string[] = [];
  for (const manifest of documents) {
    if (documentType(manifest.object) !== 'exception') continue;
    const read = readSpec<ExceptionSpec>(manifest, CEL_EXCEPTION, checkException);
    if (read.problems !== undefined) problems.push(...read.problems);
    else {
      const exception = { object: manifest.object, spec: read.spec };
      if (isExpired(exception, now)) notes.push(`${nameDocument(manifest)} has expired`);
      else found.push(exception);
    }
  }
  return { found, problems, notes };
}

function readBindings(documents: readonly Manifest[], requiresBinding: boolean): Found<Binding> {
  const found: Binding[] = [];
  const problems: PolicyProblem[] = [];
  const notes: string[] = [];
  const policies = new Set(
    documents
      .filter(({ object }) => documentType(object) === 'admission policy')
      .map(({ object }) => metadataText(object, 'name')),
  );
  for (const manifest of documents) {
    if (documentType(manifest.object) !== 'binding') continue;
    const read = readSpec<BindingSpec>(manifest, BINDING, (spec, wrong) => check(spec, requiresBinding, wrong));
    if (read.problems !== undefined) problems.push(...read.problems);
    else {
      found.push({ name: metadataText(manifest.object, 'name'), spec: read.spec });
      const { policyName } = read.spec;
      if (!policies.has(policyName))
        notes.push(`${nameDocument(manifest)} has no effect: there is no ValidatingAdmissionPolicy ${policyName}`);
    }
  }
  return { found, problems, notes };
}

function check(spec: BindingSpec, requiresBinding: boolean, problems: FieldProblem[]): void {
  if (requiresBinding) checkBinding(spec, problems);
  if (spec.matchResources !== undefined)
    compileMatchResources(spec.matchResources, requiresBinding, 'spec.matchResources', problems);
}

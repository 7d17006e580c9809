import type { CelLookups } from '../../cel/lookups.ts';
import { isRecord, type KubernetesObject, type Manifest, metadataText } from '../../model/manifest.ts';
import type { CompiledPolicy } from '../compiled-policy.ts';
import type { FieldProblem } from '../read/problem.ts';
import type { ObjectShape } from '../read/shape.ts';
import type { PolicyProblem } from '../types.ts';
import { checkAdmissionPolicy } from './admission-checks.ts';
import { compileAdmissionPolicy } from './admission-policy.ts';
import { isForPodsOnly, whyNotExtended } from './auto-gen.ts';
import { documentType } from './documents.ts';
import { type PolicyException, refersTo } from './exceptions.ts';
import { compileImagePolicy } from './image-policy.ts';
import { compileMutatingPolicy } from './mutate/mutating-policy.ts';
import { nameDocument, readSpec, toPolicyProblems } from './read-document.ts';
import { MATCHING_POLICY, MUTATING_POLICY, VALIDATING_ADMISSION_POLICY, VALIDATING_POLICY } from './shapes.ts';
import type { AdmissionPolicySpec, KyvernoSpec, MutatingPolicySpec, ValidatingPolicySpec } from './spec.ts';
import type { Supplements } from './supplements.ts';
import { compileValidatingPolicy } from './validating-policy.ts';

export interface DocumentSettings {
  readonly ignoresUnsupported: boolean;
  readonly requiresBinding: boolean;
  readonly params?: readonly KubernetesObject[];
  readonly lookups?: CelLookups | undefined;
}

/** What became of one document. */
export interface CompiledDocument {
  readonly policy?: CompiledPolicy | undefined;
  readonly problems: readonly PolicyProblem[];
  readonly notes: readonly string[];
}

const NOTHING: CompiledDocument = { problems: [], notes: [] };

export function compileDocument(
  manifest: Manifest,
  supplements: Supplements,
  settings: DocumentSettings,
): CompiledDocument {
  switch (documentType(manifest.object)) {
    case 'validating':
      return compileValidating(manifest, supplements, settings);
    case 'mutating':
      return compileMutating(manifest, supplements, settings);
    case 'image validating':
      return compileWith<KyvernoSpec>(manifest, MATCHING_POLICY, (spec, problems) => ({
        policy: compileImagePolicy(manifest, spec, settings.ignoresUnsupported, problems),
      }));
    case 'admission policy':
      return compileAdmission(manifest, supplements, settings);
    case 'no judge':
      return note(`${nameDocument(manifest)} judges no objects, and is passed over`);
    case 'mutating admission':
      return note(`${nameDocument(manifest)} is not supported, and is passed over`);
    default:
      return NOTHING;
  }
}

function note(text: string): CompiledDocument {
  return { problems: [], notes: [text] };
}

interface Compiled {
  readonly policy: CompiledPolicy;
  readonly notes?: readonly string[];
}

function compileWith<Spec>(
  manifest: Manifest,
  shape: ObjectShape,
  compile: (spec: Spec, problems: FieldProblem[]) => Compiled,
): CompiledDocument {
  const read = readSpec<Spec>(manifest, shape);
  if (read.problems !== undefined) return { problems: read.problems, notes: [] };
  const problems: FieldProblem[] = [];
  const { policy, notes = [] } = compile(read.spec, problems);
  if (problems.length > 0) return { problems: toPolicyProblems(manifest, problems), notes: [] };
  return { policy, problems: [], notes };
}

function compileValidating(manifest: Manifest, supplements: Supplements, settings: DocumentSettings): CompiledDocument {
  const mode = evaluationMode(manifest.object);
  // Only the Kyverno CLI gives objects to policies for JSON; those for HTTP and Envoy are for requests of other sorts altogether.
  if (mode === 'HTTP' || mode === 'Envoy' || (mode === 'JSON' && settings.requiresBinding))
    return note(`${nameDocument(manifest)} judges no Kubernetes objects: its evaluation.mode is ${mode}`);
  return compileWith<ValidatingPolicySpec>(manifest, VALIDATING_POLICY, (spec, problems) => {
    const ofPolicy = exceptionsOf(manifest, supplements);
    if (settings.requiresBinding) checkConstraints(spec, problems);
    return {
      policy: compileValidatingPolicy(
        manifest,
        spec,
        ofPolicy,
        settings.ignoresUnsupported,
        problems,
        settings.lookups,
      ),
      notes: noteAutoGen(manifest, spec),
    };
  });
}

function compileMutating(manifest: Manifest, supplements: Supplements, settings: DocumentSettings): CompiledDocument {
  return compileWith<MutatingPolicySpec>(manifest, MUTATING_POLICY, (spec, problems) => {
    const ofPolicy = exceptionsOf(manifest, supplements);
    if (settings.requiresBinding) checkConstraints(spec, problems);
    const policy = compileMutatingPolicy(
      manifest,
      spec,
      ofPolicy,
      settings.ignoresUnsupported,
      problems,
      settings.lookups,
    );
    const hasTargets = spec.targetMatchConstraints !== undefined && spec.evaluation?.mutateExisting?.enabled === true;
    const targets = hasTargets
      ? [
          `${nameDocument(manifest)}: what targetMatchConstraints matches is not changed, only what matchConstraints does`,
        ]
      : [];
    return { policy, notes: [...noteAutoGen(manifest, spec), ...targets] };
  });
}

function compileAdmission(manifest: Manifest, supplements: Supplements, settings: DocumentSettings): CompiledDocument {
  return compileWith<AdmissionPolicySpec>(manifest, VALIDATING_ADMISSION_POLICY, (spec, problems) => {
    const { requiresBinding, ignoresUnsupported, params = [] } = settings;
    if (requiresBinding) checkAdmissionPolicy(spec, problems);
    const name = metadataText(manifest.object, 'name');
    const bindings = supplements.bindings.filter((binding) => binding.spec.policyName === name);
    const policy = compileAdmissionPolicy(
      manifest,
      spec,
      bindings,
      { requiresBinding, ignoresUnsupported, params },
      problems,
    );
    const isInForce = bindings.length > 0 || !requiresBinding;
    return {
      policy,
      notes: isInForce
        ? []
        : [`${nameDocument(manifest)} is not in force: no ValidatingAdmissionPolicyBinding refers to it`],
    };
  });
}

/** What Kyverno takes in its CLI, and not in a cluster. Source: kyverno pkg/cel/policies/vpol/validate.go */
function checkConstraints({ matchConstraints }: KyvernoSpec, problems: FieldProblem[]): void {
  if ((matchConstraints?.resourceRules ?? []).length === 0)
    problems.push({
      path: 'spec.matchConstraints',
      message: 'a matchConstraints with at least one resource rule is required',
    });
}

function evaluationMode({ spec }: KubernetesObject): string {
  const evaluation = isRecord(spec) ? spec.evaluation : undefined;
  const mode = isRecord(evaluation) ? evaluation.mode : undefined;
  return typeof mode === 'string' && mode !== '' ? mode : 'Kubernetes';
}

function exceptionsOf({ object }: Manifest, { exceptions }: Supplements): readonly PolicyException[] {
  return exceptions.filter((exception) => refersTo(exception, object));
}

/** Says why a policy for pods is not extended to their controllers. */
function noteAutoGen(manifest: Manifest, { matchConstraints, autogen }: KyvernoSpec): readonly string[] {
  if (matchConstraints === undefined || !isForPodsOnly(matchConstraints)) return [];
  if (autogen?.podControllers?.controllers?.length === 0) return [];
  const reason = whyNotExtended(matchConstraints);
  return reason === undefined
    ? []
    : [`${nameDocument(manifest)}: auto-gen is off because of spec.matchConstraints.${reason}`];
}

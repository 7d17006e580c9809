import type { Manifest } from '../../model/manifest.ts';
import type { CompiledPolicy } from '../compiled-policy.ts';
import type { FieldProblem } from '../read/problem.ts';
import { answer, toRuleResponse } from './answer.ts';
import { controllersOf } from './auto-gen.ts';
import { compileMatchResources } from './match-resources.ts';
import { describePolicy } from './policy-info.ts';
import type { KyvernoSpec } from './spec.ts';
import { targetOf } from './target.ts';
import { limitToNamespace } from './within-namespace.ts';

/**
 * A policy about signatures of images, which only their registry knows. Whatever it matches gets an answer that says so.
 *
 * Source: https://kyverno.io/docs/policy-types/image-validating-policy/
 */
export function compileImagePolicy(
  manifest: Manifest,
  spec: KyvernoSpec,
  ignoresUnsupported: boolean,
  problems: FieldProblem[],
): CompiledPolicy {
  const info = describePolicy(manifest, 'KyvernoImageValidatingPolicy');
  const constraints = [
    spec.matchConstraints ?? [],
    ...controllersOf(spec).map((group) => group.matchConstraints),
  ].flat();
  const matchers = constraints.map((match, index) =>
    compileMatchResources(match, false, 'spec.matchConstraints', index === 0 ? problems : []),
  );
  const limit = limitToNamespace(info);
  const status = ignoresUnsupported ? 'skip' : 'error';
  const verdict = { ...answer('', status, `${info.kind} is not supported`), unsupported: info.kind };
  const responses = [toRuleResponse(verdict, 'verifyImages', 'background scan')];
  const response = { policy: info, responses, actionOf: () => 'enforce' as const };
  return {
    info,
    concerns: (apiVersion, kind) =>
      limit.concerns(apiVersion, kind) && matchers.some((matcher) => matcher.concerns(apiVersion, kind)),
    mutate: () => undefined,
    validate: (request) => {
      const target = targetOf(request);
      const matches = limit.includes(target) && matchers.some((matcher) => matcher.fit(target) !== 'not');
      return matches ? response : undefined;
    },
  };
}

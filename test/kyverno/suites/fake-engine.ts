import type { MutationResponse } from '../../../src/kyverno/compiled-policy.ts';
import type { SuiteEngine } from '../../../src/kyverno/suites/ask.ts';
import type { PolicyInfo, PolicyRequest, PolicyResponse, RuleResponse } from '../../../src/kyverno/types.ts';
import { isRecord, type KubernetesObject, metadataText } from '../../../src/model/manifest.ts';

/** What a policy answers to an object; nothing where it does not match. */
export type Answers = (object: KubernetesObject, request: PolicyRequest) => readonly RuleResponse[] | undefined;

/** How a policy changes an object. */
export type Mutation = (object: KubernetesObject, request: PolicyRequest) => KubernetesObject;

interface FakePolicy {
  /** `Kind name`, or `Kind namespace/name`. */
  readonly policy: string;
  readonly validates?: Answers;
  readonly mutates?: Mutation;
}

/** An engine that answers as it is told. */
export function createFakeEngine(
  policies: readonly FakePolicy[],
): SuiteEngine & { readonly requests: PolicyRequest[] } {
  const requests: PolicyRequest[] = [];
  return {
    requests,
    validate(request) {
      requests.push(request);
      return policies.flatMap(({ policy, validates }): PolicyResponse[] => {
        const responses = validates?.(request.object ?? (request.oldObject as KubernetesObject), request);
        return responses === undefined ? [] : [{ policy: infoOf(policy), responses, actionOf: () => 'enforce' }];
      });
    },
    mutate(request) {
      requests.push(request);
      let object = request.object as KubernetesObject;
      const responses = policies.flatMap(({ policy, mutates }): MutationResponse[] => {
        if (mutates === undefined) return [];
        const before = object;
        object = mutates(object, request);
        const status = object === before ? 'skip' : 'pass';
        const rule = respond(status, { rule: 'mutate', type: 'mutate' });
        return [{ policy: infoOf(policy), responses: [rule], actionOf: () => 'enforce', object }];
      });
      return { object, responses };
    },
  };
}

export function respond(status: RuleResponse['status'], changes: Partial<RuleResponse> = {}): RuleResponse {
  return { rule: 'check', type: 'validate', status, message: `it is ${status}`, properties: {}, ...changes };
}

/** Passes what has a label, fails what has not. */
export function requireLabel(label: string, rule = 'check'): Answers {
  return (object) => [respond(hasLabel(object, label) ? 'pass' : 'fail', { rule })];
}

export function hasLabel({ metadata }: KubernetesObject, label: string): boolean {
  return isRecord(metadata) && isRecord(metadata.labels) && Object.hasOwn(metadata.labels, label);
}

export function addLabel(label: string): Mutation {
  return (object) => {
    if (hasLabel(object, label)) return object;
    const metadata = isRecord(object.metadata) ? object.metadata : {};
    const labels = isRecord(metadata.labels) ? metadata.labels : {};
    return { ...object, metadata: { ...metadata, labels: { ...labels, [label]: 'yes' } } };
  };
}

export function nameOf(object: KubernetesObject): string {
  return metadataText(object, 'name');
}

function infoOf(policy: string): PolicyInfo {
  const [kind = '', key = ''] = policy.split(' ');
  const [namespace, name] = key.includes('/') ? (key.split('/') as [string, string]) : ['', key];
  return { kind, apiVersion: '', name, namespace, key, annotations: {}, labels: {}, source: '', file: '' };
}

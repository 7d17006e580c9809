import type { PolicyEngine } from '../kyverno/engine.ts';
import type { PolicyInfo } from '../kyverno/types.ts';
import { isRecord, type KubernetesObject } from '../model/manifest.ts';
import type { AssignedLabel, NamespaceDeclaration } from '../model/namespace.ts';
import { NAMESPACE_NAME_LABEL } from '../namespaces/rules.ts';

/**
 * Namespaces with the labels that policies assign when they are created. That is what they will have in the cluster; who assigns
 * each is remembered, so that it can be written to Git.
 */
export function assignByPolicy(
  declarations: readonly NamespaceDeclaration[],
  policies: PolicyEngine | undefined,
): readonly NamespaceDeclaration[] {
  if (policies === undefined || !policies.mutates('v1', 'Namespace')) return declarations;
  return declarations.map((declaration) => assign(declaration, policies));
}

function assign(declaration: NamespaceDeclaration, policies: PolicyEngine): NamespaceDeclaration {
  const { name, annotations } = declaration;
  const own = { ...declaration.labels, [NAMESPACE_NAME_LABEL]: name };
  const object: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: own, annotations },
  };
  const { responses } = policies.mutate({
    operation: 'CREATE',
    object,
    subresource: '',
    isNamespaced: false,
    namespace: '',
    namespaceLabels: own,
  });
  const assigned = new Map<string, AssignedLabel>();
  let labels: Readonly<Record<string, string>> = own;
  for (const { object: after, policy } of responses) {
    const now = labelsOf(after);
    for (const [key, value] of Object.entries(now)) {
      if (labels[key] !== value) assigned.set(key, { ...describePolicy(policy), ...foundIn(own, key), value });
    }
    labels = now;
  }
  return assigned.size === 0 ? declaration : withAssigned(declaration, labels, assigned);
}

function withAssigned(
  declaration: NamespaceDeclaration,
  { [NAMESPACE_NAME_LABEL]: _, ...labels }: Readonly<Record<string, string>>,
  assigned: ReadonlyMap<string, AssignedLabel>,
): NamespaceDeclaration {
  return {
    ...declaration,
    labels,
    assigned,
    locate: (key) => {
      const by = key === undefined ? undefined : assigned.get(key);
      return by === undefined ? declaration.locate(key) : by.location;
    },
  };
}

function describePolicy({ kind, key, file, line }: PolicyInfo): Pick<AssignedLabel, 'policy' | 'location'> {
  return { policy: `${kind} ${key}`, location: line === undefined ? { file } : { file, line } };
}

function foundIn(labels: Readonly<Record<string, string>>, key: string): Pick<AssignedLabel, 'found'> {
  const found = Object.hasOwn(labels, key) ? labels[key] : undefined;
  return found === undefined ? {} : { found };
}

function labelsOf({ metadata }: KubernetesObject): Readonly<Record<string, string>> {
  const labels = isRecord(metadata) && isRecord(metadata.labels) ? metadata.labels : {};
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)]));
}

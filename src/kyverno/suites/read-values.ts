import type { RuleValues } from '../types.ts';
import { FieldReader, readKind } from './fields.ts';
import type { SuiteProblem } from './suite.ts';
import type { PolicyValues, Subresource, SuiteValues, Values } from './values.ts';

/** Values, and what is wrong with them. */
export interface ReadValues {
  readonly values: SuiteValues;
  readonly problems: readonly SuiteProblem[];
}

/**
 * Reads a values file (`cli.kyverno.io/v1alpha1`, kind Values; until 1.11 without a kind), or the values in a suite.
 */
export function readValues(document: unknown): ReadValues {
  const problems: SuiteProblem[] = [];
  const reader = new FieldReader(document, [], problems);
  readKind(reader);
  reader.value('metadata');
  const global = reader.record('globalValues') ?? {};
  const operation = global[OPERATION];
  if (operation !== undefined && !OPERATIONS.includes(String(operation))) {
    problems.push({ path: `globalValues["${OPERATION}"]`, message: `allowed: ${OPERATIONS.join(', ')}` });
  }
  const namespaces = readNamespaces(reader);
  const annotations = namespaces.filter((namespace) => Object.keys(namespace.annotations).length > 0);
  const values: SuiteValues = {
    global,
    policies: readPolicies(reader),
    // Namespaces come last, so that they win over what a selector says.
    namespaceLabels: new Map([
      ...readSelectors(reader),
      ...namespaces.map(({ name, labels }) => [name, labels] as const),
    ]),
    ...(annotations.length === 0
      ? {}
      : { namespaceAnnotations: new Map(annotations.map((each) => [each.name, each.annotations])) }),
    subresources: reader.items('subresources').flatMap(readSubresource),
  };
  reader.refuseOthers();
  return { values, problems };
}

/** The value that says what happens to the resources. */
export const OPERATION = 'request.operation';

const OPERATIONS = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'];

function readPolicies(reader: FieldReader): ReadonlyMap<string, PolicyValues> {
  const policies = new Map<string, PolicyValues>();
  for (const policy of reader.items('policies')) {
    const name = policy.text('name');
    const earlier = policies.get(name);
    policies.set(name, {
      resources: mergeResources(earlier?.resources, policy.items('resources')),
      rules: new Map([...(earlier?.rules ?? []), ...policy.items('rules').map(readRule)]),
    });
    policy.refuseOthers();
  }
  return policies;
}

/** Several entries for a resource count together, the later ones more. */
function mergeResources(
  earlier: PolicyValues['resources'] | undefined,
  readers: readonly FieldReader[],
): PolicyValues['resources'] {
  const resources = new Map<string, Values>(earlier);
  for (const reader of readers) {
    const name = reader.text('name');
    resources.set(name, { ...resources.get(name), ...reader.record('values') });
    reader.refuseOthers();
  }
  return resources;
}

function readRule(reader: FieldReader): [string, RuleValues] {
  const name = reader.text('name');
  const values = reader.record('values') ?? {};
  const lists = Object.entries(reader.record('foreachValues') ?? {});
  for (const [key, list] of lists) {
    if (!Array.isArray(list)) reader.refuse('foreachValues', `expected a list for ${key}`);
  }
  const foreachValues = Object.fromEntries(
    lists.filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1])),
  );
  reader.refuseOthers();
  return [name, { values, foreachValues }];
}

function readSelectors(reader: FieldReader): [string, Readonly<Record<string, string>>][] {
  return reader.items('namespaceSelector').map((selector) => {
    const entry: [string, Readonly<Record<string, string>>] = [selector.text('name'), selector.textRecord('labels')];
    selector.refuseOthers();
    return entry;
  });
}

interface NamespaceValues {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Whole Namespaces, of which labels and annotations count. */
function readNamespaces(reader: FieldReader): readonly NamespaceValues[] {
  return reader.items('namespaces').map((namespace) => {
    const metadata = namespace.inner('metadata');
    return {
      name: metadata.text('name'),
      labels: metadata.textRecord('labels'),
      annotations: metadata.textRecord('annotations'),
    };
  });
}

function readSubresource(reader: FieldReader): readonly Subresource[] {
  const subresource = reader.inner('subresource');
  const path = subresource.text('name').split('/');
  const name = path[1];
  const own = readType(subresource);
  const parent = readType(reader.inner('parentResource'));
  if (name === undefined) {
    subresource.refuse('name', 'expected the names of the resource and the subresource: deployments/scale');
    return [];
  }
  return [{ ...own, name, parent }];
}

function readType(reader: FieldReader): { readonly apiVersion: string; readonly kind: string } {
  const [group, version] = [reader.text('group'), reader.text('version')];
  return { apiVersion: group === '' ? version : `${group}/${version}`, kind: reader.text('kind') };
}

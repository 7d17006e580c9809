import type { InventoryCluster } from '../context.ts';
import { type Fields, fieldsOf, flagOf, setField, textMapOf } from '../fields.ts';
import { compareBytes } from '../go-print.ts';
import { normalize } from '../normalize.ts';
import type { Params, Run } from '../run.ts';
import { readSelector } from '../selector.ts';
import { SetProblem } from '../set-problem.ts';
import { textMap, typedList } from '../typed-values.ts';
import { addValues } from '../values.ts';

const IN_CLUSTER = 'in-cluster';
const LOCAL_SERVER = 'https://kubernetes.default.svc';
/** Every Secret of a cluster has it, so that selectors may name it. */
const SECRET_LABEL = ['argocd.argoproj.io/secret-type', 'cluster'] as const;

/**
 * `clusters`: one set of parameters for each cluster of the inventory, by name. The local one comes last when nothing is selected
 * and no Secret describes it.
 *
 * Source: argo-cd applicationset/generators/cluster.go
 * @throws SetProblem
 */
export async function generateClusters(generator: Fields, path: string, run: Run): Promise<Params[]> {
  const values = textMapOf(generator.values, `${path}.values`);
  const isFlat = flagOf(generator.flatList, `${path}.flatList`);
  const selects = readSelector(generator.selector, `${path}.selector`);
  const { clusters, hasInventory } = run.context;
  if (!hasInventory) {
    throw new SetProblem(path, 'needs the clusters that Argo CD knows, and no inventory of clusters is given', true);
  }
  const selected = clusters.map(withSecretLabel).filter(({ labels }) => selects === undefined || selects(labels));
  const known = [...new Map(selected.map((cluster) => [cluster.name, cluster])).values()].sort((a, b) =>
    compareBytes(a.name, b.name),
  );
  const params = known.map((cluster) => clusterParams(cluster, run));
  if (!isSelective(generator.selector, path) && !known.some(({ server }) => server === LOCAL_SERVER)) {
    params.push({ name: IN_CLUSTER, nameNormalized: IN_CLUSTER, server: LOCAL_SERVER, project: '' });
  }
  run.budget.spendParameters(params.length);
  const all = await Promise.all(params.map((each) => addValues(values, each, run)));
  return isFlat ? [{ clusters: typedList(all) }] : all;
}

function withSecretLabel(cluster: InventoryCluster): InventoryCluster {
  return { ...cluster, labels: { ...cluster.labels, [SECRET_LABEL[0]]: SECRET_LABEL[1] } };
}

/** Secrets that are not selected do not count as describing the local cluster; with a selector it is never added. */
function isSelective(selector: unknown, path: string): boolean {
  const { matchLabels, matchExpressions } = fieldsOf(selector, `${path}.selector`);
  return [matchLabels, matchExpressions].some((value) => Object.keys(value ?? {}).length > 0);
}

function clusterParams({ name, server, project = '', labels, annotations }: InventoryCluster, { isGo }: Run): Params {
  const params: Record<string, unknown> = { name, nameNormalized: normalize(name), server, project };
  if (isGo) {
    const hasAnnotations = Object.keys(annotations).length > 0;
    params.metadata = { ...(hasAnnotations ? { annotations: textMap(annotations) } : {}), labels: textMap(labels) };
    return params;
  }
  for (const [key, value] of Object.entries(annotations)) setField(params, `metadata.annotations.${key}`, value);
  for (const [key, value] of Object.entries(labels)) setField(params, `metadata.labels.${key}`, value);
  return params;
}

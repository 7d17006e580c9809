import { isRecord, type KubernetesObject } from '../../model/manifest.ts';
import { prefixError, VariableError } from './errors.ts';
import { parseImageReference } from './image-reference.ts';
import { setField } from './jmespath/evaluation.ts';

const CONTROLLER = ['spec', 'template', 'spec'];

/** Where kinds keep the spec of their pods. Source: kyverno pkg/utils/api/image.go */
const POD_SPECS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', ['spec']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec']],
  ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'].map(
    (kind) => [kind, CONTROLLER] as const,
  ),
]);

const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'];

/**
 * The images of an object that has pods: kind of container → name of container → parts of the image and where it stands.
 *
 * @throws VariableError when a container has no name, or what it runs is no image
 */
export function imagesOf(object: KubernetesObject): Record<string, unknown> {
  const images: Record<string, unknown> = {};
  const path = POD_SPECS.get(object.kind);
  if (path === undefined) return images;
  for (const list of CONTAINER_LISTS) {
    const found = imagesOfList(object, [...path, list]);
    if (Object.keys(found).length > 0) images[list] = found;
  }
  return images;
}

function imagesOfList(object: KubernetesObject, path: readonly string[]): Readonly<Record<string, unknown>> {
  const images: Record<string, unknown> = {};
  for (const [index, container] of containersAt(object, path)) {
    const { name, image } = container;
    if (typeof name !== 'string') throw new VariableError('invalid key');
    if (typeof image !== 'string' || image.trim() === '') continue;
    setField(images, name, { ...readImage(image), jsonPointer: `/${path.join('/')}/${index}/image` });
  }
  return images;
}

type Container = Readonly<Record<string, unknown>>;

/** What is not there is no container; what is there has to be a map, or a list of maps. */
function containersAt(
  object: KubernetesObject,
  path: readonly string[],
): readonly (readonly [index: string, Container])[] {
  let value: unknown = object;
  for (const step of path) {
    if (value === null || value === undefined) return [];
    if (!isRecord(value)) throw new VariableError('invalid image config');
    value = value[step];
  }
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') throw new VariableError('invalid image config');
  return Object.entries(value).filter((entry): entry is [string, Container] => isRecord(entry[1]));
}

/** Parts that are empty are left out, as Kyverno's context has it. */
function readImage(image: string): Readonly<Record<string, string>> {
  try {
    const { name, path, ...others } = parseImageReference(image);
    return { name, path, ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== '')) };
  } catch (error) {
    if (error instanceof VariableError) throw prefixError(error, `invalid image '${image}' (`, ')');
    throw error;
  }
}

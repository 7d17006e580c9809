import type { KubernetesObject } from '../../model/manifest.ts';
import { type ApiPath, parseApiPath } from './api-path.ts';
import { describeImage, type ImageData } from './image-data.ts';
import type { LookupResult, PolicyLookups } from './lookups.ts';
import { describeObject } from './messages.ts';
import { ObjectLookups } from './object-lookups.ts';
import { ResourceIndex } from './resource-index.ts';

/** What files say of a cluster and its registries. */
export interface PolicyContext {
  readonly objects: readonly KubernetesObject[];
  readonly images: readonly ImageData[];
}

/**
 * Answers as the cluster would that files describe. They are taken to hold all objects of a kind, or none: of kinds that are not in
 * them nothing is known.
 */
export function fileLookups({ objects, images }: PolicyContext): PolicyLookups {
  const cluster = new ObjectLookups(new ResourceIndex(objects), unknownKind);
  const imageData = new Map(images.map((data) => [data.image, data]));
  const ofImage = <Data>(image: string, describe: (data: ImageData) => Data): LookupResult => {
    const data = imageData.get(image);
    return data === undefined ? { unknown: `no data of the image ${image} is given` } : { value: describe(data) };
  };
  return {
    getResource: (...asked) => cluster.get(...asked),
    listResources: (...asked) => cluster.list(...asked),
    getImageData: (image) => ofImage(image, (data) => data.fields),
    getGlobalReference: unknownEntry,
    request: (method, url) => ({ unknown: `${method} ${url}` }),
    entries: {
      getConfigMap: (namespace, name) => cluster.at({ apiVersion: 'v1', resource: 'configmaps', namespace, name }),
      getPath: (path) => {
        const asked = parseApiPath(path);
        return asked === undefined ? { unknown: path } : cluster.at(asked);
      },
      getImageData: (reference) => ofImage(reference, describeImage),
      getGlobalReference: unknownEntry,
    },
  };
}

function unknownKind({ apiVersion, resource, namespace, name }: ApiPath): LookupResult {
  const asked = describeObject(apiVersion, resource, namespace, name);
  return { unknown: `${asked}, and no ${resource} of ${apiVersion} are given` };
}

function unknownEntry(name: string): LookupResult {
  return { unknown: `the GlobalContextEntry ${name}` };
}

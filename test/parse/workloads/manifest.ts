import { formatPath } from '../../../src/model/field-path.ts';
import type { Manifest } from '../../../src/model/manifest.ts';
import { objectPath, type Workload } from '../../../src/model/workload.ts';
import { parseManifests } from '../../../src/parse/manifests.ts';
import { sourceOfFile } from '../../../src/parse/sources.ts';

/** The only object of a text. */
export function manifestOf(text: string): Manifest {
  const { manifests, errors } = parseManifests(text, sourceOfFile('manifest.yaml'));
  const [manifest] = manifests;
  if (manifest === undefined || manifests.length > 1 || errors.length > 0) throw new Error(`not one object: ${text}`);
  return manifest;
}

/** Where in the object a field of the pod is, as people read it. */
export function placeOf(workload: Workload | undefined, ...path: (string | number)[]): string {
  if (workload === undefined) throw new Error('no such workload');
  return formatPath(objectPath(workload, path));
}

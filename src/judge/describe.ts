import { type FieldPath, formatPath } from '../model/field-path.ts';
import { type Manifest, metadataText } from '../model/manifest.ts';
import type { FindingField, Location, Resource } from '../model/report.ts';

/** Policy of findings that say what could not be judged. */
export const OWN_POLICY = 'pss-gate';

export function describeResource({ object }: Manifest, namespace: string): Resource {
  const generateName = metadataText(object, 'generateName');
  return {
    apiVersion: typeof object.apiVersion === 'string' ? object.apiVersion : '',
    kind: object.kind,
    namespace,
    name: metadataText(object, 'name') || (generateName === '' ? '' : `${generateName}*`),
  };
}

export function locate({ source }: Manifest, path: FieldPath): Location {
  const line = source.lineOf(path);
  return line === undefined ? { file: source.file } : { file: source.file, line };
}

export function describeField({ source }: Manifest, path: FieldPath, found: unknown, allowed: string): FindingField {
  const line = source.lineOf(path);
  return { path: formatPath(path), found: printable(found), allowed, ...(line === undefined ? {} : { line }) };
}

const MAX_VALUE_LENGTH = 200;

/** A value as a report may show it: nothing long. */
function printable(value: unknown): unknown {
  const text = JSON.stringify(value) ?? 'null';
  return text.length <= MAX_VALUE_LENGTH ? value : `${text.slice(0, MAX_VALUE_LENGTH)}…`;
}

/** A path without positions in lists, which unrelated edits move. */
export function stable(path: FieldPath): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('/');
}

import { isRecord } from '../../model/manifest.ts';
import type { FieldReader } from './fields.ts';
import type { SuiteGlobalEntry } from './suite.ts';

const SOURCES = ['data', 'resources', 'resourceFiles'] as const;

/**
 * Reads `globalContextEntries` of a suite.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/apis/v1alpha1/test.go, ValidateGlobalContextEntries
 */
export function readGlobalEntries(suite: FieldReader): readonly SuiteGlobalEntry[] {
  const seen = new Set<string>();
  return suite.items('globalContextEntries').map((reader) => {
    const entry = readEntry(reader);
    if (entry.name === '') reader.refuse('name', 'is missing');
    if (seen.has(entry.name)) reader.refuse('name', `${entry.name} is there twice`);
    seen.add(entry.name);
    reader.refuseOthers();
    return entry;
  });
}

function readEntry(reader: FieldReader): SuiteGlobalEntry {
  const [source, ...others] = SOURCES.filter((field) => reader.value(field) !== undefined);
  if (source === undefined || others.length > 0)
    reader.refuse('data', 'exactly one of data, resources and resourceFiles is required');
  return {
    name: reader.text('name').trim(),
    data: source === 'resources' ? readResources(reader) : readData(reader),
    files: source === 'resourceFiles' ? (reader.texts('resourceFiles') ?? []) : [],
    fieldPath: reader.text('fieldPath'),
    projections: reader.items('projections').map(readProjection),
  };
}

function readData(reader: FieldReader): unknown {
  const data = reader.value('data');
  if (data !== undefined && !isRecord(data)) reader.refuse('data', 'expected an object');
  return data;
}

function readResources(reader: FieldReader): readonly unknown[] {
  const list = reader.value('resources');
  if (Array.isArray(list) && list.every(isRecord)) return list;
  reader.refuse('resources', 'expected a list of objects');
  return [];
}

function readProjection(reader: FieldReader): { readonly name: string; readonly path: string } {
  const projection = { name: reader.text('name'), path: reader.text('path') };
  for (const field of ['name', 'path'] as const)
    if (projection[field].trim() === '') reader.refuse(field, 'is missing');
  reader.refuseOthers();
  return projection;
}

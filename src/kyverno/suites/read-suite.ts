import { FieldReader, readKind } from './fields.ts';
import { readGlobalEntries } from './read-global-entries.ts';
import { readResponses } from './read-responses.ts';
import type { ExpectedRow, ResourceSpec, RowOperation, Suite, SuiteProblem } from './suite.ts';

/** What a document of a suite file says, and what is wrong with it. A suite with problems must not be run. */
export interface ReadSuite {
  readonly suite: Suite;
  readonly problems: readonly SuiteProblem[];
}

/**
 * Reads a suite in the schema of today (`cli.kyverno.io/v1alpha1`, kind Test), or in the one of Kyverno until 1.11, which has no
 * kind: `name` at the top, one `resource` a row with its `namespace`, `status`, `patchedResource`, `auto_generated_rule`.
 */
export function readSuite(document: unknown, place: { readonly file: string; readonly line: number }): ReadSuite {
  const problems: SuiteProblem[] = [];
  const reader = new FieldReader(document, [], problems);
  readKind(reader);
  const metadata = reader.inner('metadata');
  const name = metadata.text('name');
  const oldName = reader.text('name');
  const suite: Suite = {
    ...place,
    name: name === '' ? oldName : name,
    policies: distinct(reader.texts('policies')),
    resources: distinct(reader.texts('resources')),
    targetResources: reader.texts('targetResources') ?? [],
    exceptions: reader.texts('exceptions') ?? [],
    paramResources: reader.texts('paramResources') ?? [],
    valuesFile: optional(reader.text('variables')),
    values: reader.value('values'),
    userInfoFile: optional(reader.text('userinfo')),
    contextFile: optional(reader.text('context')),
    clusterResourceFiles: reader.texts('clusterResources') ?? [],
    responses: readResponses(reader),
    globalEntries: readGlobalEntries(reader),
    payloadFiles: reader.texts('jsonPayloads') ?? [],
    unsupported: UNSUPPORTED.filter((field) => !isEmpty(reader.value(field))),
    rows: reader.items('results').map(readRow),
  };
  reader.refuseOthers();
  return { suite, problems };
}

const UNSUPPORTED = ['jsonPayload', 'httpPayloads', 'envoyPayloads'];

const RESULTS = ['pass', 'fail', 'warn', 'error', 'skip'] as const;
const OPERATIONS: readonly RowOperation[] = ['CREATE', 'UPDATE', 'DELETE'];

/** Say which kind of policy it is, which its document says anyway; the kind of resource, which counts for nothing. */
const IGNORED = [
  ...['kind', 'isValidatingPolicy', 'isValidatingAdmissionPolicy', 'isMutatingPolicy', 'isMutatingAdmissionPolicy'],
  ...['isGeneratingPolicy', 'isDeletingPolicy', 'isImageValidatingPolicy', 'cloneSourceResource'],
];

function readRow(reader: FieldReader): ExpectedRow {
  for (const field of IGNORED) reader.value(field);
  const policy = reader.text('policy');
  if (policy === '') reader.refuse('policy', 'is missing');
  const row: ExpectedRow = {
    path: reader.place,
    policy,
    rule: readRule(reader),
    result: readResult(reader),
    resources: readResources(reader),
    resourceSpecs: reader.items('resourceSpecs').map(readSpec),
    operation: readOperation(reader),
    patchedResources: optional(reader.text('patchedResources') || reader.text('patchedResource')),
    generatedResources: readGenerated(reader),
    failsOnMissing: reader.flag('failOnMissingResources'),
  };
  reader.refuseOthers();
  return row;
}

/** The old schema names the prefix of a generated rule for itself: `autogen`, `autogen-cronjob`. */
function readRule(reader: FieldReader): string {
  const rule = reader.text('rule');
  const generated = reader.text('auto_generated_rule');
  return generated === '' || generated.endsWith(rule) ? generated || rule : `${generated}-${rule}`;
}

function readResult(reader: FieldReader): ExpectedRow['result'] {
  const result = reader.text('result') || reader.text('status');
  const known = RESULTS.find((each) => each === result);
  if (known === undefined) reader.refuse('result', `${given(result)}, allowed: ${RESULTS.join(', ')}`);
  return known ?? 'error';
}

function readResources(reader: FieldReader): readonly string[] | undefined {
  const several = reader.texts('resources');
  const single = reader.text('resource');
  const namespace = reader.text('namespace');
  if (single === '') return several;
  return [namespace === '' ? single : `${namespace}/${single}`, ...(several ?? [])];
}

function readSpec(reader: FieldReader): ResourceSpec {
  // Neither is compared.
  for (const field of ['kind', 'subresource', 'resource']) reader.value(field);
  const spec = {
    group: reader.text('group'),
    version: reader.text('version'),
    namespace: reader.text('namespace'),
    name: reader.text('name'),
  };
  reader.refuseOthers();
  return spec;
}

function readOperation(reader: FieldReader): RowOperation | undefined {
  const operation = reader.text('operation');
  if (operation === '') return undefined;
  const known = OPERATIONS.find((each) => each === operation);
  if (known === undefined) reader.refuse('operation', `${given(operation)}, allowed: ${OPERATIONS.join(', ')}`);
  return known;
}

function readGenerated(reader: FieldReader): readonly string[] {
  const single = reader.text('generatedResource');
  return [...(single === '' ? [] : [single]), ...(reader.texts('generatedResources') ?? [])];
}

function given(text: string): string {
  return text === '' ? 'is missing' : `got "${text}"`;
}

function optional(text: string): string | undefined {
  return text === '' ? undefined : text;
}

function distinct(texts: readonly string[] | undefined): readonly string[] {
  return [...new Set(texts)];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

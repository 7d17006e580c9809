import { isRecord } from '../../model/manifest.ts';
import { YamlError } from '../../parse/yaml/construct.ts';
import { readYaml } from '../../parse/yaml/read.ts';
import { INVALID, MISSING } from './json-container.ts';
import { toJson, toNode } from './node.ts';
import { formatJson, PatchError } from './outcome.ts';

/** An operation of a JSON patch, checked. */
export interface Operation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  readonly path: string;
  /** Empty where the operation needs none. */
  readonly from: string;
  /** Undefined where it is missing. */
  readonly value?: unknown;
}

/**
 * Reads a JSON patch.
 *
 * Source: kyverno pkg/engine/mutate/patch/patchesUtils.go, github.com/evanphx/json-patch/v5 patch.go, DecodePatch
 *
 * @param patch a list of operations, or its text: JSON if it starts with `[`, else YAML
 * @throws PatchError
 */
export function readOperations(patch: unknown): readonly Operation[] {
  try {
    return toOperations(typeof patch === 'string' ? parse(patch) : patch);
  } catch (error) {
    if (error instanceof YamlError) {
      throw new PatchError(`failed to convert patchesJSON6902 to JSON: yaml: line ${error.line + 1}: ${error.message}`);
    }
    if (error instanceof PatchError) throw new PatchError(`failed to decode patches: ${error.message}`);
    throw error;
  }
}

function parse(text: string): unknown {
  // The order of keys in values counts, and YAML comes with sorted keys.
  if (!text.startsWith('[')) return toJson(toNode(readYaml(text), 'sorted'));
  try {
    return JSON.parse(text);
  } catch {
    throw new PatchError(INVALID);
  }
}

function toOperations(list: unknown): readonly Operation[] {
  if (list === null) return [];
  if (!Array.isArray(list)) {
    const type = typeof list === 'object' ? 'object' : typeof list === 'boolean' ? 'bool' : typeof list;
    throw new PatchError(`json: cannot unmarshal ${type} into Go value of type jsonpatch.Patch`);
  }
  return list.map(toOperation);
}

function toOperation(operation: unknown): Operation {
  const fields = isRecord(operation) ? operation : {};
  const fault = findFault(fields);
  if (fault !== undefined) throw new PatchError(`invalid operation ${formatJson(operation)}: ${fault}`);
  const { op, path, from } = fields;
  const checked = { op: op as Operation['op'], path: String(path), from: typeof from === 'string' ? from : '' };
  return Object.hasOwn(fields, 'value') ? { ...checked, value: fields.value } : checked;
}

function findFault(operation: Readonly<Record<string, unknown>>): string | undefined {
  switch (operation.op) {
    case 'add':
    case 'replace':
      if (!Object.hasOwn(operation, 'value')) {
        return `failed to decode 'value': operation, missing value field: ${MISSING}`;
      }
      break;
    case 'move':
    case 'copy':
      if (typeof operation.from !== 'string') {
        return `failed to decode 'from': operation, missing from field: ${MISSING}`;
      }
      break;
    case 'remove':
    case 'test':
      break;
    default:
      return 'unsupported operation';
  }
  return typeof operation.path === 'string'
    ? undefined
    : `failed to decode 'path': operation missing path field: ${MISSING}`;
}

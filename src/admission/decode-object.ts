import { YamlError } from '../parse/yaml/construct.ts';
import { readYaml } from '../parse/yaml/read.ts';
import { goQuote } from '../pss/text.ts';
import { AdmissionConfigurationError } from './configuration-error.ts';
import { type Decoded, decodeStrictly, describeTypeError, type Shape } from './json-decode.ts';
import { type JsonNode, parseJson, textOf } from './json-node.ts';
import { writeJson } from './json-text.ts';
import { findDuplicateKeys } from './yaml-duplicates.ts';

/** Kinds that a configuration file may hold. */
export interface Scheme {
  /** How messages name it: the file and line of upstream that makes it, in kube-apiserver v1.37. */
  readonly name: string;
  /** Shape by group, version and kind: `group/v1 Kind`. */
  readonly kinds: ReadonlyMap<string, Shape>;
  /** Go types of kinds that are known and not expected, by the same keys. */
  readonly others: ReadonlyMap<string, string>;
}

/** What a text says it is. */
interface ObjectType {
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * Decodes a configuration object strictly, from YAML, or from JSON when the text begins with a brace.
 *
 * Source: k8s.io/apimachinery/pkg/runtime/serializer/json, Serializer.Decode
 * @throws AdmissionConfigurationError; {@link UnknownObjectError} when it is not known what the text holds
 */
export function decodeObject(text: string, scheme: Scheme): Decoded {
  const isJson = JSON_START.test(text);
  const node = readNode(text);
  const shape = findShape(readType(node), scheme, text);
  const { value, strictErrors } = decodeStrictly(node, shape);
  const errors = [...(isJson ? [] : describeDuplicates(text)), ...strictErrors];
  if (errors.length > 0) throw new AdmissionConfigurationError(`strict decoding error: ${errors.join(', ')}`);
  return value;
}

/** A text that does not say what it holds, or that holds something unknown. */
export class UnknownObjectError extends AdmissionConfigurationError {}

/** The type that a text gives itself, as far as it can be told; empty where it cannot. */
export function peekType(text: string): ObjectType {
  try {
    return readType(readNode(text));
  } catch (error) {
    if (error instanceof AdmissionConfigurationError) return { apiVersion: '', kind: '' };
    throw error;
  }
}

/** White space as Go sees it, which a byte order mark is not, and a brace. */
const JSON_START = /^[^\S\ufeff]*\{/;

function readNode(text: string): JsonNode {
  const json = JSON_START.test(text) ? text : yamlToJson(text);
  return explainMeta(() => parseJson(json));
}

function yamlToJson(text: string): string {
  try {
    return writeJson(readYaml(text));
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    // Where go-yaml says the same it names no line. Of a text that is no YAML our parser complains in its own words.
    const place = GO_YAML.test(error.message) ? '' : `line ${error.line + 1}: `;
    throw new AdmissionConfigurationError(`yaml: ${place}${error.message}`);
  }
}

/** Errors of the reader that have go-yaml's words. */
const GO_YAML = /^(?:unknown anchor|anchor '|document contains excessive aliasing$)/;

function describeDuplicates(text: string): string[] {
  const duplicates = findDuplicateKeys(text);
  return duplicates.length === 0 ? [] : [`yaml: unmarshal errors:\n  ${duplicates.join('\n  ')}`];
}

function explainMeta<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AdmissionConfigurationError)) throw error;
    throw new AdmissionConfigurationError(`couldn't get version/kind; json parse error: ${error.message}`);
  }
}

const META = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

/** This one place is not particular about upper and lower case; the field is unknown a moment later. */
function readType(node: JsonNode): ObjectType {
  return explainMeta(() => {
    if (node.type === 'null') return { apiVersion: '', kind: '' };
    if (node.type !== 'object') throw typeError(node.type, META);
    const type = { apiVersion: '', kind: '' };
    let error: Error | undefined;
    for (const { key, value } of node.members) {
      const field = META_FIELDS.get(key.toUpperCase().toLowerCase());
      if (field === undefined || value.type === 'null') continue;
      if (value.type === 'string') type[field] = textOf(value);
      else error ??= typeError(value.type, 'string', field);
    }
    if (error !== undefined) throw error;
    return type;
  });
}

const META_FIELDS: ReadonlyMap<string, 'apiVersion' | 'kind'> = new Map([
  ['apiversion', 'apiVersion'],
  ['kind', 'kind'],
]);

function typeError(found: string, type: string, field?: string): AdmissionConfigurationError {
  const place = field === undefined ? { fields: [], owner: undefined } : { fields: [field], owner: '' };
  return new AdmissionConfigurationError(describeTypeError(found, type, place));
}

function findShape({ apiVersion, kind }: ObjectType, scheme: Scheme, text: string): Shape {
  const parts = apiVersion.split('/');
  if (parts.length > 2) throw new AdmissionConfigurationError(`unexpected GroupVersion string: ${apiVersion}`);
  if (kind === '') throw new UnknownObjectError(`Object 'Kind' is missing in '${text}'`);
  if (parts.at(-1) === '') throw new UnknownObjectError(`Object 'apiVersion' is missing in '${text}'`);
  // A version without a group may be written with its slash.
  const version = apiVersion.startsWith('/') ? apiVersion.slice(1) : apiVersion;
  const shape = scheme.kinds.get(`${version} ${kind}`);
  if (shape !== undefined) return shape;
  const other = scheme.others.get(`${version} ${kind}`);
  if (other !== undefined) throw new AdmissionConfigurationError(`unexpected type: *${other}`);
  const name = `${goQuote(kind)} is registered for version ${goQuote(version)} in scheme ${goQuote(scheme.name)}`;
  throw new UnknownObjectError(`no kind ${name}`);
}

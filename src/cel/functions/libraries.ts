import { FunctionTable } from '../typing/function-table.ts';
import type { Overload } from '../typing/overload.ts';
import { ADDRESSES } from './addresses.ts';
import { BASE64 } from './base64.ts';
import { CONDITIONALS, OR_VALUE_OF_ANYTHING } from './conditionals.ts';
import { CONVERSIONS } from './conversions.ts';
import { FORMATTING } from './formatting.ts';
import { JSON_PATCH } from './json-patch.ts';
import { HASHES } from './kyverno/hashes.ts';
import { IMAGES } from './kyverno/images.ts';
import { JSON_FUNCTIONS } from './kyverno/json.ts';
import { ROUNDING } from './kyverno/rounding.ts';
import { SERVICE_ACCOUNTS } from './kyverno/service-accounts.ts';
import { KYVERNO_TIMES } from './kyverno/times.ts';
import { TRANSFORM } from './kyverno/transform.ts';
import { yamlFunctions } from './kyverno/yaml.ts';
import { LISTS } from './lists.ts';
import { MATH } from './math.ts';
import { NAMED_FORMATS } from './named-formats.ts';
import { OPERATORS } from './operators.ts';
import { OPTIONALS } from './optionals.ts';
import { QUANTITIES } from './quantities.ts';
import { REGEX_EXTENSION, REGULAR_EXPRESSIONS } from './regular-expressions.ts';
import { SEMANTIC_VERSIONS } from './semantic-versions.ts';
import { SETS } from './sets.ts';
import { SIZES } from './sizes.ts';
import { STRINGS } from './strings.ts';
import { TIMES } from './times.ts';
import { AUTHORIZATION, DECISIONS, UNSUPPORTED_OF_KYVERNO } from './unsupported.ts';
import { URLS } from './urls.ts';

export interface Libraries {
  readonly kyverno: boolean;
  readonly objectTypes: boolean;
  readonly parseYaml: ((text: string) => unknown) | undefined;
  /** Kyverno's functions that look something up; without them they fail. */
  readonly lookups: readonly Overload[];
}

/**
 * What every policy may call.
 *
 * Source: k8s.io/apiserver/pkg/cel/environment/base.go
 */
const KUBERNETES: readonly Overload[] = [
  ...OPERATORS,
  ...CONDITIONALS,
  ...CONVERSIONS,
  ...SIZES,
  ...STRINGS,
  ...FORMATTING,
  ...REGULAR_EXPRESSIONS,
  ...TIMES,
  ...OPTIONALS,
  ...LISTS,
  ...SETS,
  ...URLS,
  ...QUANTITIES,
  ...SEMANTIC_VERSIONS,
  ...ADDRESSES,
  ...NAMED_FORMATS,
  ...AUTHORIZATION,
  ...DECISIONS,
];

/**
 * What only policies of Kyverno may call.
 *
 * Source: kyverno pkg/cel/compiler/env.go, pkg/cel/policies/vpol/compiler/compiler.go
 */
const KYVERNO: readonly Overload[] = [
  ...OR_VALUE_OF_ANYTHING,
  ...BASE64,
  ...MATH,
  ...ROUNDING,
  ...REGEX_EXTENSION,
  ...HASHES,
  ...IMAGES,
  ...JSON_FUNCTIONS,
  ...TRANSFORM,
  ...SERVICE_ACCOUNTS,
  ...KYVERNO_TIMES,
  ...UNSUPPORTED_OF_KYVERNO,
];

const TABLES = new Map<string, FunctionTable>();

/** The functions that there are. Tables are shared, unless there is a YAML parser, or something to look up in. */
export function functionsOf({ kyverno, objectTypes, parseYaml, lookups }: Libraries): FunctionTable {
  const overloads = [...KUBERNETES, ...(kyverno ? KYVERNO : []), ...(objectTypes ? JSON_PATCH : [])];
  if (parseYaml !== undefined || lookups.length > 0) {
    const yaml = parseYaml === undefined ? [] : yamlFunctions(parseYaml);
    return new FunctionTable([...replacing(overloads, lookups), ...yaml]);
  }
  const key = `${kyverno} ${objectTypes}`;
  const table = TABLES.get(key) ?? new FunctionTable(overloads);
  TABLES.set(key, table);
  return table;
}

/** Those that do something take the place of those that only fail. */
function replacing(overloads: readonly Overload[], others: readonly Overload[]): readonly Overload[] {
  const replaced = new Set(others.map(callOf));
  return [...overloads.filter((overload) => !replaced.has(callOf(overload))), ...others];
}

function callOf({ name, isMethod, parameters }: Overload): string {
  return `${name} ${isMethod} ${parameters.length}`;
}

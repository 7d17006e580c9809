import {
  checkLabel,
  checkLabel1035,
  checkLabelValue,
  checkQualifiedName,
  checkSubdomain,
} from '../../model/kubernetes-names.ts';
import { listOf, named, optionalOf, STRING } from '../typing/cel-type.ts';
import { globalFunction, method, type Overload } from '../typing/overload.ts';
import { parseUrl } from '../values/go-url.ts';
import { NamedValue } from '../values/named-value.ts';
import { NONE, Optional } from '../values/optional.ts';
import { isDate, isDateTime, isPaddedBase64, isUuid } from './formats/data-formats.ts';

const FORMAT = named('kubernetes.NamedFormat');

/** Finds what is wrong with a text. */
type Validate = (text: string) => readonly string[];

class NamedFormat extends NamedValue {
  readonly typeName = 'kubernetes.NamedFormat';
  readonly name: string;
  readonly validate: Validate;

  constructor(name: string, validate: Validate) {
    super();
    this.name = name;
    this.validate = validate;
  }

  override isSameAs(other: NamedValue): boolean {
    return other instanceof NamedFormat && this.name === other.name;
  }

  override toString(): string {
    return this.name;
  }
}

const FORMATS: ReadonlyMap<string, NamedFormat> = new Map(
  Object.entries<Validate>({
    dns1123Label: checkLabel,
    dns1123Subdomain: checkSubdomain,
    dns1035Label: checkLabel1035,
    qualifiedName: checkQualifiedName,
    dns1123LabelPrefix: (text) => checkLabel(withoutTrailingDash(text)),
    dns1123SubdomainPrefix: (text) => checkSubdomain(withoutTrailingDash(text)),
    dns1035LabelPrefix: (text) => checkLabel1035(withoutTrailingDash(text)),
    labelValue: checkLabelValue,
    uri: checkUri,
    uuid: (text) => (isUuid(text) ? [] : ['does not match the UUID format']),
    byte: (text) => (isPaddedBase64(text) ? [] : ['invalid base64']),
    date: (text) => (isDate(text) ? [] : ['invalid date']),
    datetime: (text) => (isDateTime(text) ? [] : ['invalid datetime']),
  }).map(([name, validate]) => [name, new NamedFormat(name, validate)]),
);

/**
 * Formats of names and of data, which say what is wrong.
 *
 * Source: k8s.io/apiserver/pkg/cel/library/format.go
 */
export const NAMED_FORMATS: readonly Overload[] = [
  ...Array.from(FORMATS, ([name, format]) => globalFunction(`format.${name}`, [], FORMAT, () => format)),
  globalFunction('format.named', [STRING], optionalOf(FORMAT), (name: string) => new Optional(FORMATS.get(name))),
  method('validate', [FORMAT, STRING], optionalOf(listOf(STRING)), (format: NamedFormat, text: string) => {
    const problems = format.validate(text);
    return problems.length === 0 ? NONE : new Optional(problems);
  }),
];

/** Names that something will be added to may end with a dash. */
function withoutTrailingDash(text: string): string {
  return text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text;
}

function checkUri(text: string): string[] {
  const url = parseUrl(text);
  return typeof url === 'string' ? [`parse ${JSON.stringify(text)}: ${url}`] : [];
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

const IS_LABEL = new RegExp(`^${LABEL}$`);
const IS_SUBDOMAIN = new RegExp(`^${SUBDOMAIN}$`);
const IS_LABEL_1035 = new RegExp(`^${LABEL_1035}$`);
const IS_KEY = new RegExp(`^${KEY}$`);

/**
 * What is wrong with the label of a name in DNS, in the words of Kubernetes.
 *
 * Source: k8s.io/apimachinery/pkg/util/validation/validation.go, pkg/api/validate/content/kube.go
 */
export function checkLabel(text: string): string[] {
  const problems = checkLength(text, 63, 'characters');
  if (IS_LABEL.test(text)) return problems;
  if (IS_SUBDOMAIN.test(text)) return [...problems, 'must not contain dots'];
  const rule =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  return [...problems, describe(rule, LABEL, 'my-name', '123-abc')];
}

export function checkSubdomain(text: string): string[] {
  const problems = checkLength(text, 253, 'characters');
  if (IS_SUBDOMAIN.test(text)) return problems;
  const rule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return [...problems, describe(rule, SUBDOMAIN, 'example.com')];
}

export function checkLabel1035(text: string): string[] {
  const problems = checkLength(text, 63, 'characters');
  if (IS_LABEL_1035.test(text)) return problems;
  const rule =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
  return [...problems, describe(rule, LABEL_1035, 'my-name', 'abc-123')];
}

const KEY_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** The key of a label. */
export function checkQualifiedName(text: string): string[] {
  const parts = text.split('/');
  const rule = describe(KEY_RULE, KEY, 'MyName', 'my.name', '123-abc');
  if (parts.length > 2) {
    return [`a valid label key ${rule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const name = parts.at(-1) ?? '';
  const lengths = name === '' ? ['must be non-empty'] : checkLength(name, 63, 'bytes');
  const problems = IS_KEY.test(name) ? lengths : [...lengths, rule];
  return [...checkPrefix(parts), ...problems.map((problem) => `name part ${problem}`)];
}

function checkPrefix([prefix = '', name]: readonly string[]): string[] {
  if (name === undefined) return [];
  const problems = prefix === '' ? ['must be non-empty'] : checkSubdomain(prefix);
  return problems.map((problem) => `prefix part ${problem}`);
}

export function checkLabelValue(text: string): string[] {
  const problems = checkLength(text, 63, 'bytes');
  if (text === '' || IS_KEY.test(text)) return problems;
  const rule = `a valid label must be an empty string or ${KEY_RULE.replace(/^must /, '')}`;
  return [...problems, describe(rule, `(${KEY})?`, 'MyValue', 'my_value', '12345')];
}

/** Upstream counts bytes, and calls them characters in some places. */
function checkLength(text: string, limit: number, unit: 'bytes' | 'characters'): string[] {
  return Buffer.byteLength(text) > limit ? [`must be no more than ${limit} ${unit}`] : [];
}

function describe(rule: string, expression: string, ...examples: readonly string[]): string {
  const list = examples.map((example) => `'${example}', `).join(' or ');
  return `${rule} (e.g. ${list}regex used for validation is '${expression}')`;
}

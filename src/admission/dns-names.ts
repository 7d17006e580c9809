const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const MAX_LABEL_BYTES = 63;
const MAX_SUBDOMAIN_BYTES = 253;

/**
 * What is wrong with a name that has to be an RFC 1123 label, as that of a namespace has; nothing when it is one.
 *
 * Source: k8s.io/apimachinery/pkg/util/validation, IsDNS1123Label (v0.37)
 */
export function validateLabelName(name: string): readonly string[] {
  const problems = tooLong(name, MAX_LABEL_BYTES);
  if (new RegExp(`^${LABEL}$`).test(name)) return problems;
  if (new RegExp(`^${SUBDOMAIN}$`).test(name)) return [...problems, 'must not contain dots'];
  return [...problems, `${LABEL_RULE} (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL}')`];
}

/**
 * What is wrong with a name that has to be an RFC 1123 subdomain, as that of a runtime class has.
 *
 * Source: k8s.io/apimachinery/pkg/util/validation, IsDNS1123Subdomain (v0.37)
 */
export function validateSubdomain(name: string): readonly string[] {
  const problems = tooLong(name, MAX_SUBDOMAIN_BYTES);
  if (new RegExp(`^${SUBDOMAIN}$`).test(name)) return problems;
  return [...problems, `${SUBDOMAIN_RULE} (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`];
}

const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
  'alphanumeric character';
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  'with an alphanumeric character';

/** Upstream counts bytes and says characters. */
function tooLong(name: string, max: number): readonly string[] {
  return new TextEncoder().encode(name).length > max ? [`must be no more than ${max} characters`] : [];
}

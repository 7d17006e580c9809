import { VariableError } from './errors.ts';

/** What Kyverno reads from the name of an image. Source: kyverno pkg/utils/image/infos.go */
export interface ImageReference {
  readonly registry: string;
  /** Repository with the last part of its name: `library/nginx`. */
  readonly path: string;
  readonly name: string;
  /** `latest` where there is neither tag nor digest; empty where there is only a digest. */
  readonly tag: string;
  readonly digest: string;
  readonly reference: string;
  readonly referenceWithTag: string;
}

const DEFAULT_REGISTRY = 'docker.io';

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const DOMAIN_COMPONENT = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)';
const DOMAIN = `(?:${DOMAIN_COMPONENT}(?:\\.${DOMAIN_COMPONENT})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
/** Source: github.com/distribution/reference, ReferenceRegexp */
const REFERENCE = new RegExp(`^(?:(${DOMAIN})/)?(${COMPONENT}(?:/${COMPONENT})*)(?::(${TAG}))?(?:@(${DIGEST}))?$`);

const MAX_PATH = 255;
/** Longer texts name no image. */
const MAX_LENGTH = 2000;

/** Hexadecimal digits of a digest, by algorithm. */
const DIGEST_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/** @throws VariableError for what names no image */
export function parseImageReference(image: string): ImageReference {
  const full = withRegistry(image);
  const [, registry = '', path = '', givenTag = '', digest = ''] = matchReference(full);
  const tag = givenTag === '' && digest === '' ? 'latest' : givenTag;
  const repository = registry === '' ? path : `${registry}/${path}`;
  return {
    registry,
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    tag,
    digest,
    reference: digest === '' ? `${repository}:${tag}` : `${repository}@${digest}`,
    referenceWithTag: `${repository}:${tag}`,
  };
}

/** @throws VariableError for what names no image */
export function normaliseImage(image: string): string {
  return parseImageReference(image).reference;
}

/** The first part is a registry if it looks like a host name, or has capital letters, which a repository cannot have. */
function withRegistry(image: string): string {
  const slash = image.indexOf('/');
  const first = image.slice(0, slash);
  const isRegistry = slash !== -1 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  return isRegistry ? image : `${DEFAULT_REGISTRY}/${image}`;
}

function matchReference(full: string): RegExpExecArray {
  const match = full.length > MAX_LENGTH ? null : REFERENCE.exec(full);
  if (match === null) {
    const isLower = full.length <= MAX_LENGTH && REFERENCE.test(full.toLowerCase());
    throw badImage(full, isLower ? 'repository name must be lowercase' : 'invalid reference format');
  }
  const [, , path = '', , digest] = match;
  if (path.length > MAX_PATH) throw badImage(full, `repository name must not be more than ${MAX_PATH} characters`);
  const problem = digest === undefined ? undefined : digestProblem(digest);
  if (problem !== undefined) throw badImage(full, problem);
  return match;
}

/** Source: github.com/opencontainers/go-digest, Validate */
function digestProblem(digest: string): string | undefined {
  const [algorithm = '', encoded = ''] = digest.split(':');
  const length = DIGEST_LENGTHS.get(algorithm);
  if (length === undefined) return 'unsupported digest algorithm';
  if (encoded.length !== length) return 'invalid checksum digest length';
  return /^[a-f0-9]+$/.test(encoded) ? undefined : 'invalid checksum digest format';
}

function badImage(full: string, problem: string): VariableError {
  const settings = `defaultRegistry: ${DEFAULT_REGISTRY}, enableDefaultRegistryMutation: true`;
  return new VariableError(`bad image: ${full}, ${settings}: ${problem}`);
}

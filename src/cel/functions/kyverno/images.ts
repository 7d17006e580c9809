import { CelError } from '../../types.ts';
import { BOOL, named, STRING } from '../../typing/cel-type.ts';
import { globalFunction, method, type Overload } from '../../typing/overload.ts';
import { NamedValue } from '../../values/named-value.ts';

const IMAGE = named('kyverno.image');

/**
 * Parts of image references.
 *
 * Source: github.com/kyverno/sdk/extensions/cel/libs/image; github.com/google/go-containerregistry/pkg/name
 */
export const IMAGES: readonly Overload[] = [
  globalFunction('image', [STRING], IMAGE, imageOf),
  globalFunction('parseImageReference', [STRING], IMAGE, imageOf),
  globalFunction('isImage', [STRING], BOOL, (text: string) => parse(text) !== undefined),
  method('containsDigest', [IMAGE], BOOL, (image: Image) => image.digest !== ''),
  method('registry', [IMAGE], STRING, (image: Image) => image.registry),
  method('repository', [IMAGE], STRING, (image: Image) => image.repository),
  method('tag', [IMAGE], STRING, (image: Image) => image.tag),
  method('digest', [IMAGE], STRING, (image: Image) => image.digest),
  method('identifier', [IMAGE], STRING, (image: Image) => [image.tag, image.digest].filter(Boolean).join('@')),
  method('identifierWithSeparator', [IMAGE], STRING, (image: Image) =>
    image.digest === '' ? `:${image.tag}` : `@${image.digest}`,
  ),
];

interface Reference {
  readonly registry: string;
  readonly repository: string;
  /** Empty when there is a digest and no tag. */
  readonly tag: string;
  /** Empty when there is none. */
  readonly digest: string;
}

class Image extends NamedValue implements Reference {
  readonly typeName = 'kyverno.image';
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  readonly #text: string;

  constructor(text: string, { registry, repository, tag, digest }: Reference) {
    super();
    this.#text = text;
    this.registry = registry;
    this.repository = repository;
    this.tag = tag;
    this.digest = digest;
  }

  /** As written: `a` is not the same as `a:latest`. */
  override isSameAs(other: NamedValue): boolean {
    return this.toString() === other.toString();
  }

  override toString(): string {
    return this.#text;
  }
}

const DEFAULT_REGISTRY = 'index.docker.io';
const REPOSITORY = /^[a-z0-9_\-./]{2,255}$/;
const TAG = /^[A-Za-z0-9_\-.]{1,128}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

function parse(text: string): Reference | undefined {
  return parseTagged(text) ?? parseDigested(text);
}

function parseTagged(text: string): Reference | undefined {
  const at = text.lastIndexOf(':');
  const hasTag = at >= 0 && !text.slice(at).includes('/');
  const tag = hasTag ? text.slice(at + 1) : 'latest';
  const location = parseLocation(hasTag ? text.slice(0, at) : text);
  return location !== undefined && TAG.test(tag) ? { ...location, tag, digest: '' } : undefined;
}

function parseDigested(text: string): Reference | undefined {
  const [base = '', digest = '', ...rest] = text.split('@');
  if (rest.length > 0 || !DIGEST.test(digest)) return undefined;
  const tagged = parseTagged(base);
  const location = tagged ?? parseLocation(base);
  if (location === undefined) return undefined;
  const hasTag = base.lastIndexOf(':') > base.lastIndexOf('/');
  return { ...location, tag: hasTag ? (tagged?.tag ?? '') : '', digest };
}

function parseLocation(text: string): { registry: string; repository: string } | undefined {
  const at = text.indexOf('/');
  const first = text.slice(0, Math.max(at, 0));
  const hasRegistry = /[.:]/.test(first) || first === 'localhost';
  const repository = hasRegistry ? text.slice(at + 1) : text;
  if (!REPOSITORY.test(repository)) return undefined;
  const registry = hasRegistry && first !== 'docker.io' ? first : DEFAULT_REGISTRY;
  if (hasRegistry && !isHost(first)) return undefined;
  const isOfficial = registry === DEFAULT_REGISTRY && !repository.includes('/');
  return { registry, repository: isOfficial ? `library/${repository}` : repository };
}

/** Whether a text is a host, with or without a port. */
function isHost(text: string): boolean {
  return /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9\-._~!$&'()*+,;=]*)(?::\d*)?$/.test(text);
}

function imageOf(text: string): Image {
  const reference = parse(text);
  if (reference === undefined) throw new CelError(`could not parse reference: ${text}`);
  return new Image(text, reference);
}

import { isRecord } from '../../model/manifest.ts';
import { CONTAINER_LISTS, type Container, type Pod } from '../../pss/pod.ts';

/** The image of a container as it is written; empty when it names none. */
export function imageOf(container: Container): string {
  const image = isRecord(container) ? container.image : undefined;
  return typeof image === 'string' ? image : '';
}

/** Images of containers by their names, in full. */
export type ImagesByName = (name: string) => string | undefined;

/**
 * Finds images by the names of containers. A container wins over an init container of its name, and that over an
 * ephemeral one.
 *
 * Source: kyverno pkg/engine/handlers/validation/validate_pss.go, getImageReference
 */
export function imagesByName(pod: Pod): ImagesByName {
  const lists = CONTAINER_LISTS.map((list) => [list, new Map<string, string>()] as const);
  const maps = new Map(lists);
  for (const { list, name, container } of pod.containers) {
    const image = normalizeImage(imageOf(container));
    if (image !== undefined) maps.get(list)?.set(name, image);
  }
  return (name) =>
    maps.get('containers')?.get(name) ??
    maps.get('initContainers')?.get(name) ??
    maps.get('ephemeralContainers')?.get(name);
}

/** Longer texts are no images: a name has up to 255 characters, a tag 128, a digest 135. */
const LONGEST = 1000;
const LONGEST_PATH = 255;

const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const HOST = `(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const TAG = '[\\w][\\w.-]{0,127}';
const DIGEST = 'sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}';
const REFERENCE = new RegExp(`^(${HOST})/(${COMPONENT}(?:/${COMPONENT})*)(?::(${TAG}))?(?:@(${DIGEST}))?$`);

/**
 * An image with its registry, and its tag or digest: `docker.io/nginx:latest`. Unlike Docker, Kyverno adds no `library/`.
 *
 * Source: kyverno pkg/utils/image/infos.go, GetImageInfo; github.com/distribution/reference
 * @returns nothing for a text that is no image
 */
export function normalizeImage(image: string): string | undefined {
  if (image.length > LONGEST) return undefined;
  const match = REFERENCE.exec(hasRegistry(image) ? image : `docker.io/${image}`);
  if (match === null) return undefined;
  const [, registry = '', path = '', tag = 'latest', digest] = match;
  if (path.length > LONGEST_PATH) return undefined;
  return `${registry}/${path}${digest === undefined ? `:${tag}` : `@${digest}`}`;
}

function hasRegistry(image: string): boolean {
  const slash = image.indexOf('/');
  if (slash === -1) return false;
  const first = image.slice(0, slash);
  return /[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first;
}

/**
 * Names of containers as Kyverno reads them out of the text of a check: what stands between the first `container` and the
 * next `must` on its line, without quotes and blanks. That is no name where the text goes on, as in `container "a" and
 * annotation must`.
 *
 * Source: kyverno pkg/engine/handlers/validation/validate_pss.go, addImages
 * @returns nothing when the text names none
 */
export function namesInDetail(detail: string): readonly string[] | undefined {
  let start = detail.indexOf(CONTAINER);
  while (start !== -1) {
    const from = start + CONTAINER.length;
    const end = detail.indexOf('must', from);
    if (end === -1) return undefined;
    const between = trimAsciiSpace(detail.slice(detail[from] === 's' ? from + 1 : from, end));
    const lineBreak = between.lastIndexOf('\n');
    if (lineBreak === -1) return between.replaceAll(/[" ]/g, '').split(',');
    start = detail.indexOf(CONTAINER, from + lineBreak);
  }
  return undefined;
}

const CONTAINER = 'container';

/** Without a regular expression, which would try each blank of a long row. */
function trimAsciiSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && ASCII_SPACE.includes(text.charAt(start))) start++;
  while (end > start && ASCII_SPACE.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

const ASCII_SPACE = '\t\n\f\r ';

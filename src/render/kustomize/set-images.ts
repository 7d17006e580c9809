import { RenderError } from '../../model/errors.ts';
import { type Fields, recordsOf, textOf, withoutEmpty } from './fields.ts';

/** What `*` stands for: the part that the kustomization has already. */
const KEEP = '*';

interface Image {
  readonly name: string;
  readonly newName: string;
  readonly newTag: string;
  readonly digest: string;
}

/**
 * `kustomize edit set image`: an image replaces the entry of its name, all entries are sorted by name. Of several entries of
 * one name in the file the first stays.
 *
 * Source: kustomize commands/edit/set/setimage.go
 * @throws RenderError for an image that kustomize could not read
 */
export function setImages(kustomization: Fields, images: readonly string[], file: string): Fields {
  const wanted = new Map<string, Image>();
  for (const image of images.map(parseImage)) wanted.set(image.name, image);
  const entries = new Map<string, Fields>();
  for (const entry of recordsOf(kustomization, 'images', file)) {
    const name = textOf(entry, 'name', `${file}: images`);
    const image = wanted.get(name);
    if (image !== undefined) wanted.set(name, keepParts(image, entry, file));
    else if (!entries.has(name)) entries.set(name, entry);
  }
  for (const [name, image] of wanted) entries.set(name, withoutEmpty({ ...keepParts(image, {}, file) }));
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  return { ...kustomization, images: sorted };
}

function keepParts(image: Image, entry: Fields, file: string): Image {
  const part = (name: 'newName' | 'newTag' | 'digest') =>
    image[name] === KEEP ? textOf(entry, name, `${file}: images`) : image[name];
  return { name: image.name, newName: part('newName'), newTag: part('newTag'), digest: part('digest') };
}

/** `[NAME=]NEWNAME[:TAG][@DIGEST]`; without NAME the image keeps its name. */
function parseImage(text: string): Image {
  const equals = text.indexOf('=');
  const { name, tag, digest } = splitImageName(text.slice(equals + 1));
  if (name === text) throw new RenderError(`kustomize: invalid format of image: ${text}`);
  return equals === -1
    ? { name, newName: '', newTag: tag, digest }
    : { name: text.slice(0, equals), newName: name, newTag: tag, digest };
}

/**
 * A colon before the first slash belongs to a port; behind it come a tag, a digest, or both.
 *
 * Source: kustomize api/internal/image/image.go, Split
 */
function splitImageName(text: string): { name: string; tag: string; digest: string } {
  const start = Math.max(text.indexOf('/'), 0);
  const at = text.indexOf('@', start);
  const colon = text.indexOf(':', start);
  if (at === -1 && colon === -1) return { name: text, tag: '', digest: '' };
  if (colon === -1 || (at !== -1 && at < colon))
    return { name: text.slice(0, at), tag: '', digest: text.slice(at + 1) };
  if (at === -1) return { name: text.slice(0, colon), tag: text.slice(colon + 1), digest: '' };
  return { name: text.slice(0, colon), tag: text.slice(colon + 1, at), digest: text.slice(at + 1) };
}

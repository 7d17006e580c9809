import { isRecord } from '../../model/manifest.ts';
import { orError, type RuleOutcome } from '../evaluation/outcome.ts';
import type { PreparedRequest } from '../evaluation/prepared-request.ts';
import { compileWildcards } from '../match/wildcard.ts';
import type { Rule } from '../read/rule.ts';
import { imagesOf } from '../variables/images.ts';

/**
 * Whether an object has images that a rule verifies. Where a rule looks for images in its own places it may.
 *
 * Source: kyverno pkg/engine/utils/image.go, ExtractMatchingImages
 *
 * @returns an error when the images cannot be read
 */
export function compileImageFilter({
  verifyImages = [],
  imageExtractors,
}: Rule): (prepared: PreparedRequest) => boolean | RuleOutcome {
  if (imageExtractors !== undefined) return ({ request }) => request.object !== undefined;
  const fits = compileWildcards(
    verifyImages.flatMap(({ image, imageReferences = [] }) => (image === undefined ? imageReferences : [image])),
  );
  return ({ request: { object } }) => {
    if (object === undefined) return false;
    return orError('failed to instantiate handler', () => referencesIn(imagesOf(object)).some(fits));
  };
}

/** Images as they are compared, with and without what is taken for granted. */
function referencesIn(images: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.values(images)
    .flatMap((list) => (isRecord(list) ? Object.values(list) : []))
    .flatMap((image) => (isRecord(image) ? [image.reference, image.referenceWithTag] : []))
    .filter((reference) => typeof reference === 'string');
}

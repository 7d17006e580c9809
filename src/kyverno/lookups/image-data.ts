/** What a registry says of an image, from a file. */
export interface ImageData {
  /** As policies name it. */
  readonly image: string;
  /** As `image.getMetadata` gives it. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Fields that are there though they may be empty. Source: kyverno cmd/cli/kubectl-kyverno/apis/v1alpha1/context.go */
const ALWAYS = ['image', 'resolvedImage', 'registry', 'repository'] as const;
const TEXTS = ['tag', 'digest'] as const;
const DOCUMENTS = ['imageIndex', 'manifest', 'config'] as const;

/** All that an image of a Context file may say. */
export const IMAGE_FIELDS = { texts: [...ALWAYS, ...TEXTS], documents: DOCUMENTS };

/** Leaves out what is empty, as the Kyverno CLI does. */
export function imageDataOf(
  texts: Readonly<Record<string, string>>,
  documents: Readonly<Record<string, unknown>>,
): ImageData {
  const fields = [
    ...ALWAYS.map((name) => [name, texts[name] ?? ''] as const),
    ...TEXTS.map((name) => [name, texts[name] ?? ''] as const).filter(([, text]) => text !== ''),
    ...DOCUMENTS.map((name) => [name, documents[name]] as const).filter(([, document]) => document !== undefined),
  ];
  return { image: texts.image ?? '', fields: Object.fromEntries(fields) };
}

/**
 * As `imageRegistry` entries of classic policies have it.
 *
 * Source: kyverno pkg/engine/context/loaders/imagedata.go
 */
export function describeImage({ fields }: ImageData): Readonly<Record<string, unknown>> {
  const { image, resolvedImage, registry, repository, tag, digest, imageIndex, manifest, config } = fields;
  return {
    image,
    resolvedImage,
    registry,
    repository,
    identifier: digest ?? tag ?? '',
    manifestList: imageIndex ?? null,
    manifest: manifest ?? null,
    configData: config ?? null,
  };
}

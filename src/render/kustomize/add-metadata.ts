import { RenderError } from '../../model/errors.ts';
import { type Fields, recordsOf, textsOf } from './fields.ts';

/** How `kustomize edit add label` is asked to add. */
export interface LabelFlags {
  readonly force: boolean;
  readonly withoutSelector: boolean;
  readonly includeTemplates: boolean;
}

/**
 * `kustomize edit add label`: into `commonLabels`, which change selectors too, or without selectors into the first entry of
 * `labels` with the same settings, or a new one.
 *
 * Source: kustomize commands/edit/add/addmetadata.go
 * @param pairs `key:value`
 * @throws RenderError for a key that is there already, unless forced
 */
export function addLabels(kustomization: Fields, pairs: readonly string[], flags: LabelFlags, file: string): Fields {
  if (flags.includeTemplates && !flags.withoutSelector) {
    throw new RenderError('kustomize: --without-selector flag must be specified for --include-templates to work');
  }
  const labels = parsePairs(pairs, 'label');
  if (!flags.withoutSelector) return addTo(kustomization, 'commonLabels', labels, 'label', flags.force, file);

  const entries = recordsOf(kustomization, 'labels', file);
  const index = entries.findIndex(
    (entry) => Boolean(entry.includeSelectors) === false && Boolean(entry.includeTemplates) === flags.includeTemplates,
  );
  const entry = entries[index];
  if (entry === undefined) {
    const added = {
      pairs: Object.fromEntries(labels),
      ...(flags.includeTemplates ? { includeTemplates: true } : {}),
    };
    return { ...kustomization, labels: [...entries, added] };
  }
  if (entry.pairs === undefined || entry.pairs === null) {
    // kustomize adds to the entry's map, which is none here, and crashes.
    throw new RenderError(`kustomize: ${file}: labels[${index}] has no pairs to add to`);
  }
  const changed = addTo(entry, 'pairs', labels, 'label', flags.force, file);
  return { ...kustomization, labels: entries.with(index, changed) };
}

/** `kustomize edit add annotation`. @throws RenderError as `addLabels` */
export function addAnnotations(kustomization: Fields, pairs: readonly string[], force: boolean, file: string): Fields {
  return addTo(kustomization, 'commonAnnotations', parsePairs(pairs, 'annotation'), 'annotation', force, file);
}

function addTo(
  fields: Fields,
  name: string,
  pairs: ReadonlyMap<string, string>,
  kind: 'label' | 'annotation',
  force: boolean,
  file: string,
): Fields {
  const present = textsOf(fields, name, file);
  const taken = force ? undefined : [...pairs.keys()].find((key) => Object.hasOwn(present, key));
  if (taken !== undefined) {
    throw new RenderError(`kustomize: ${kind} ${taken} already in kustomization file. Use --force to override.`);
  }
  return { ...fields, [name]: Object.fromEntries([...Object.entries(present), ...pairs]) };
}

/**
 * The first colon ends the key; quotes around a value are taken off. Of a repeated key, which an Application can have only by
 * a colon in a key, the last wins; Argo CD leaves the order to chance.
 *
 * Source: kustomize commands/internal/util/util.go, ConvertSliceToMap
 */
function parsePairs(pairs: readonly string[], kind: string): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const pair of pairs) {
    const colon = pair.indexOf(':');
    if (colon === 0)
      throw new RenderError(`kustomize: invalid ${kind}: '${pair}' (need k:v pair where v may be quoted)`);
    if (colon === -1) result.set(pair, '');
    else result.set(pair.slice(0, colon), pair.slice(colon + 1).replace(/^"(.*)"$/s, '$1'));
  }
  return result;
}

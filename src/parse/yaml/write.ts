import { DEFAULT_SCALAR_STYLE_RULES, dump, SCALAR_STYLE, type ScalarLayout } from 'js-yaml';
import { resolvePlain } from './scalars.ts';

/** YAML of a JSON value that every reader, whatever version of YAML it speaks, reads as that value. No anchors, no folding. */
export function writeYaml(value: unknown): string {
  return dump(value, {
    noRefs: true,
    lineWidth: -1,
    scalarStyleRules: [...Object.values(DEFAULT_SCALAR_STYLE_RULES), quoteWhatKubernetesResolves],
  });
}

/**
 * js-yaml quotes what readers of YAML 1.1 and 1.2 would take for a number or a word. Kubernetes also reads `0X1F`, and takes a
 * line that begins with `---` for the end of a document.
 */
function quoteWhatKubernetesResolves(layout: ScalarLayout): void {
  const { tag, value } = layout.node;
  if (layout.style !== SCALAR_STYLE.PLAIN || tag !== 'tag:yaml.org,2002:str') return;
  if (resolvePlain(value) !== value || value.startsWith('---')) layout.style = SCALAR_STYLE.SINGLE_QUOTED;
}

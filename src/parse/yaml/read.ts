import { parseEvents, YAMLException } from 'js-yaml';
import { constructDocument, YamlError } from './construct.ts';

/** Deeper nesting is refused. Real manifests stay below 40; schemas in CustomResourceDefinitions below 60. */
const MAX_DEPTH = 400;

/** A document-end marker. go-yaml reads one document and silently drops what follows. */
const DOCUMENT_END = /^\.\.\.(?=\s|$)/m;

/**
 * Reads one YAML document as Kubernetes does (sigs.k8s.io/yaml on go-yaml v2 rules).
 *
 * @throws YamlError
 */
export function readYaml(text: string): unknown {
  const source = text.includes('...') ? cutAtDocumentEnd(text) : text;
  return constructDocument(parse(source), source);
}

/** Events of js-yaml's parser, with its errors as ours. */
export function parse(source: string): ReturnType<typeof parseEvents> {
  try {
    return parseEvents(source, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (error instanceof YAMLException) throw new YamlError(error.reason, error.mark?.position ?? 0);
    throw error;
  }
}

function cutAtDocumentEnd(text: string): string {
  const end = DOCUMENT_END.exec(text);
  return end === null ? text : text.slice(0, end.index);
}

import type { Failure } from '../../model/failure.ts';
import { isRecord, type Manifest } from '../../model/manifest.ts';
import { isDocumentError, readStream } from '../../parse/documents.ts';
import { type ManifestError, parseManifests } from '../../parse/manifests.ts';
import { sourceOfFile } from '../../parse/sources.ts';
import { checkJsonFile } from './json-file.ts';

/** What a file of a Directory source holds. */
export interface ManifestFile {
  readonly manifests: readonly Manifest[];
  readonly failures: readonly Failure[];
}

/** Files with this comment anywhere are not applied (since Argo CD 3.1). */
export const SKIP_MARK = '# +argocd:skip-file-rendering';

/**
 * Reads a file of a Directory source. Argo CD gives up at what is a failure here; the rest is read all the same, to report
 * everything at once.
 *
 * Source: argo-cd reposerver/repository/repository.go, getObjsFromYAMLOrJSON
 *
 * @param file its name in reports
 */
export function readManifestFile(text: string, file: string): ManifestFile {
  if (text.includes(SKIP_MARK)) return NOTHING;
  return file.endsWith('.json') ? readJson(text, file) : readYaml(text, file);
}

const NOTHING: ManifestFile = { manifests: [], failures: [] };

function readJson(text: string, file: string): ManifestFile {
  const checked = checkJsonFile(text);
  if ('problem' in checked) {
    return { manifests: [], failures: [{ rule: 'parse', message: checked.problem, location: { file } }] };
  }
  const { manifests, errors } = parseManifests(text.slice(0, checked.end), sourceOfFile(file));
  return { manifests, failures: errors.map(toFailure) };
}

function readYaml(text: string, file: string): ManifestFile {
  const { manifests, errors, objectsBeforeError } = parseManifests(text, sourceOfFile(file));
  if (errors.length > 0 && objectsBeforeError === 0 && isIgnored(text)) return NOTHING;
  return { manifests, failures: errors.map(toFailure) };
}

/**
 * Whether Argo CD ignores a file because its first document is no object of Kubernetes and its text does not look like one.
 * Items of a list are looked at later, when nothing is ignored any more.
 */
function isIgnored(text: string): boolean {
  if (LOOKS_LIKE_MANIFEST.every((mark) => text.includes(mark))) return false;
  const [first] = readStream(text);
  if (first === undefined) return false;
  return (
    isDocumentError(first) || !isRecord(first.value) || typeof first.value.kind !== 'string' || first.value.kind === ''
  );
}

const LOOKS_LIKE_MANIFEST = ['apiVersion:', 'kind:', 'metadata:'];

function toFailure({ file, line, message }: ManifestError): Failure {
  return { rule: 'parse', message, location: line === undefined ? { file } : { file, line } };
}

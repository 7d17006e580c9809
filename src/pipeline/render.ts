import { RenderError } from '../model/errors.ts';
import type { Failure } from '../model/failure.ts';
import type { Manifest, ManifestSource } from '../model/manifest.ts';
import { FileError, inMegabytes, MAX_FILE_BYTES } from '../model/ports.ts';
import { STDIN, type Target } from '../model/target.ts';
import { isUnrelated, type ParsedManifests, parseManifests } from '../parse/manifests.ts';
import { sourceOfFile } from '../parse/sources.ts';
import { decodeText } from '../parse/text.ts';
import type { CheckoutRequest } from './checkout-request.ts';
import { type PreparedSource, renderSource, type SourceSettings } from './render-source.ts';
import type { Session } from './session.ts';
import { toFailures } from './to-failures.ts';

/** What a target would apply, and what of it could not be rendered or read. */
export interface Rendered {
  readonly manifests: readonly Manifest[];
  readonly failures: readonly Failure[];
  /** Files and directories that are no target of their own, because an Application uses them. */
  readonly owns?: readonly string[];
  /** What a reader should know. */
  readonly notes?: readonly string[];
  /** Why it is not rendered, on purpose. */
  readonly skipped?: string;
  /** Files that labels of an object may come from; absent for objects that stand in a file as they are. */
  readonly inputsOf?: (source: ManifestSource) => readonly string[] | undefined;
}

/**
 * Renders a target that no Application uses, and reads the result. Never throws for what the repository does: that is a
 * failure with its reason.
 */
export async function render(target: Target, session: Session, settings: SourceSettings): Promise<Rendered> {
  if (target.refusal !== undefined) return { manifests: [], failures: [{ rule: 'render', message: target.refusal }] };
  if (target.files.length > 0) return readFiles(target, session);
  try {
    const source = await prepareTarget(target, session);
    const { manifests, failures, notes, inputs } = await renderSource(source, session, settings);
    return { manifests, failures, notes, inputsOf: () => inputs };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { manifests: [], failures: [{ rule: 'render', message: error.message }] };
  }
}

/** A chart or kustomization, as it would be rendered if nobody said how. */
export async function prepareTarget(target: Target, session: Session): Promise<PreparedSource> {
  const checkout = await session.checkout();
  const { kubeVersion, apiVersions } = session.settings;
  const request: CheckoutRequest = {
    path: target.path,
    options: {},
    application: { name: releaseName(target.name), instanceName: releaseName(target.name) },
    namespace: 'default',
    environment: {},
    refs: new Map(),
    isMultiSource: false,
    kubeVersion,
    apiVersions,
  };
  return { type: target.kind === 'HelmChart' ? 'Helm' : 'Kustomize', request, checkout };
}

/** Helm refuses release names of over 53 characters or that are no DNS name. */
function releaseName(name: string): string {
  const valid = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .slice(0, 53)
    .replaceAll(/^-+|-+$/g, '');
  return valid === '' ? 'release' : valid;
}

/** Argo CD's limit for the files of a directory together: 10M. */
const MAX_DIRECTORY_BYTES = 10_000_000;
/** Files with this comment are not applied by Argo CD (since 3.1). */
const SKIP_MARK = '# +argocd:skip-file-rendering';

async function readFiles(target: Target, session: Session): Promise<Rendered> {
  const files: ReadFile[] = [];
  for (const file of target.files) files.push(await readFile(file, target, session));
  const bytes = files.reduce((total, file) => total + file.bytes, 0);
  const failures = files.flatMap((file) => file.failures);
  if (target.kind === 'Directory' && bytes > MAX_DIRECTORY_BYTES) {
    const message = `its manifests have ${bytes} bytes; Argo CD refuses more than ${MAX_DIRECTORY_BYTES}`;
    failures.push({ rule: 'render', message });
  }
  return { manifests: files.flatMap((file) => file.manifests), failures };
}

type ReadFile = Rendered & { readonly bytes: number };

const NOTHING: ReadFile = { manifests: [], failures: [], bytes: 0 };

async function readFile(file: string, { origin }: Target, session: Session): Promise<ReadFile> {
  try {
    const content = file === STDIN ? await readStandardInput(session) : await session.tree.read(file);
    const text = decodeText(content);
    if (origin === 'scanned' && text.includes(SKIP_MARK)) return NOTHING;
    const parsed = parseManifests(text, sourceOfFile(file === STDIN ? 'stdin' : file));
    if (origin === 'scanned' && isUnrelated(text, parsed)) return NOTHING;
    return { ...toRendered(parsed), bytes: content.length };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { ...NOTHING, failures: [{ rule: 'parse', message: error.message, location: { file } }] };
  }
}

async function readStandardInput({ settings }: Session): Promise<Uint8Array> {
  const content = await settings.readStandardInput(MAX_FILE_BYTES);
  if (content.length > MAX_FILE_BYTES) throw new FileError(`has more than ${inMegabytes(MAX_FILE_BYTES)}`);
  return content;
}

function toRendered({ manifests, errors }: ParsedManifests): Rendered {
  return { manifests, failures: toFailures(errors) };
}

import { scopesOf } from '../applications/after-generation/scopes.ts';
import { afterGeneration } from '../applications/after-generation.ts';
import { findDirectoryFiles } from '../applications/directory/find-files.ts';
import { buildEnvironment, instanceName } from '../applications/environment.ts';
import { applyOverrides } from '../applications/overrides.ts';
import { type KnownCluster, serverOf } from '../applications/read-application.ts';
import { type AppSourceType, detectAppSourceType } from '../applications/type-detection.ts';
import { type Closure, NOTHING_READ } from '../changes/closure.ts';
import { leavesRoot, resolveIn } from '../discover/paths.ts';
import { absentAround } from '../files/absent-files.ts';
import type { Application, ApplicationSource } from '../model/application.ts';
import { RenderError } from '../model/errors.ts';
import { isRecord } from '../model/manifest.ts';
import type { Checkout } from './checkout.ts';
import type { CheckoutRequest } from './checkout-request.ts';
import type { FindCheckout, NoCheckout } from './checkouts.ts';
import type { Rendered } from './render.ts';
import { type PreparedSource, type RenderedPart, renderSource, type SourceSettings } from './render-source.ts';
import type { Session } from './session.ts';

export interface ApplicationSettings extends SourceSettings {
  /** Namespace of Argo CD itself. */
  readonly controlPlane: string;
  readonly clusters: readonly KnownCluster[];
  /** What becomes of Applications whose files are not at hand: `error` does not let a run pass. */
  readonly external: 'error' | 'skip';
  /** Whether a link that leaves a repository does not stop its Applications. */
  readonly allowsOutOfBoundsLinks: boolean;
}

/** A source that is ready to be rendered, or why it cannot be. */
export type PreparedPart = PreparedSource | (RenderedPart & { readonly closure: Closure });

/** Finds the files, the type and the options of every source. Never throws for what the repository does. */
export async function prepareApplication(
  application: Application,
  findCheckout: FindCheckout,
  settings: ApplicationSettings,
): Promise<readonly PreparedPart[]> {
  const refs = await findRefs(application, findCheckout, settings);
  const parts: PreparedPart[] = [];
  for (const source of application.sources) {
    // A source that is only referred to yields nothing.
    if (source.ref !== undefined && source.path === undefined && source.chart === undefined) continue;
    parts.push(await preparePart(application, source, refs, findCheckout, settings));
  }
  if (application.sources.length === 0) parts.push(failed('it has no source'));
  return parts;
}

/**
 * Renders all sources of an Application as Argo CD would apply them together. Never throws for what the repository does.
 *
 * Source: argo-cd controller/state.go, GetRepoObjs
 */
export async function renderApplication(
  application: Application,
  parts: readonly PreparedPart[],
  session: Session,
  settings: ApplicationSettings,
): Promise<Rendered> {
  const rendered: RenderedPart[] = [];
  for (const part of parts) rendered.push('request' in part ? await renderPart(part, session, settings) : part);
  return putTogether(application, rendered, settings);
}

/** Files and directories of this repository that the sources use up, also when they are not rendered. */
export async function findOwned(parts: readonly PreparedPart[]): Promise<readonly string[]> {
  const owned: string[] = [];
  for (const part of parts) {
    if (!('request' in part)) owned.push(...part.owns);
    else if (part.checkout.prefix === '') {
      const { path, options } = part.request;
      owned.push(path);
      if (part.type !== 'Directory') continue;
      const { files, jsonnet } = await findDirectoryFiles(part.checkout.tree, path, options);
      owned.push(...files, ...jsonnet);
    }
  }
  return owned;
}

async function renderPart(source: PreparedSource, session: Session, settings: SourceSettings): Promise<RenderedPart> {
  try {
    return await renderSource(source, session, settings);
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    const { request, checkout } = source;
    return { ...failed(error.message), owns: checkout.prefix === '' ? [request.path] : [] };
  }
}

function putTogether(
  application: Application,
  parts: readonly RenderedPart[],
  settings: ApplicationSettings,
): Rendered {
  const failures = parts.flatMap((part) => part.failures);
  const owns = parts.flatMap((part) => part.owns);
  const skipped = parts.find((part) => part.skipped !== undefined)?.skipped;
  // Half an Application says nothing of the other half.
  if (skipped !== undefined && failures.length === 0) return { manifests: [], failures, owns, skipped };
  const generated = afterGeneration(
    parts.flatMap((part) => part.manifests),
    {
      destinationNamespace: application.destination.namespace,
      cluster: serverOf(application.destination.cluster, settings.clusters),
      exclusions: settings.exclusions,
      inclusions: settings.inclusions,
      customResourceScopes: scopesOf(parts.flatMap((part) => part.manifests)),
    },
  );
  const inputs = new Map(parts.flatMap((part) => part.manifests.map(({ source }) => [source, part.inputs] as const)));
  return {
    manifests: generated.manifests,
    failures,
    owns,
    notes: [...parts.flatMap((part) => part.notes), ...generated.warnings],
    inputsOf: (source) => inputs.get(source),
  };
}

/** Checkouts that value files may refer to by `$name`. */
async function findRefs(
  { sources }: Application,
  findCheckout: FindCheckout,
  settings: ApplicationSettings,
): Promise<CheckoutRequest['refs']> {
  const refs = new Map<string, Checkout | { readonly missing: string }>();
  for (const source of sources) {
    if (source.ref === undefined) continue;
    if (source.chart !== undefined) {
      refs.set(source.ref, { missing: 'it refers to a chart, which Argo CD does not let' });
      continue;
    }
    const found = await findCheckout(source);
    if (!isCheckout(found)) {
      refs.set(source.ref, { missing: found.failed ?? found.missing ?? found.pinned ?? 'no files' });
      continue;
    }
    const refusal = await refuseLinks(found, settings);
    refs.set(source.ref, refusal === undefined ? found : { missing: refusal });
  }
  return refs;
}

function isCheckout(found: Checkout | NoCheckout): found is Checkout {
  return 'tree' in found;
}

async function preparePart(
  application: Application,
  source: ApplicationSource,
  refs: CheckoutRequest['refs'],
  findCheckout: FindCheckout,
  settings: ApplicationSettings,
): Promise<PreparedPart> {
  if (source.mistyped !== undefined) {
    return failed(`the API server refuses this Application: ${source.mistyped} of its source is no text`);
  }
  const checkout = await findCheckout(source);
  if (!isCheckout(checkout)) return describeAbsence(checkout, settings);
  const path = await findAppPath(source, checkout);
  const isOwn = checkout.prefix === '';
  if (typeof path !== 'string') return failed(path.problem, isOwn ? [source.path ?? '.'] : []);
  const refusal = await refuseLinks(checkout, settings);
  if (refusal !== undefined) return isOwn ? { ...failed(refusal, [path]), owns: [path] } : failed(refusal);
  const typed = await findType(application, source, path, checkout, settings);
  const stopped = (message: string) => (isOwn ? { ...failed(message, [path]), owns: [path] } : failed(message));
  if ('problem' in typed) return stopped(typed.problem);
  const request: CheckoutRequest = {
    path,
    options: typed.options,
    application: { name: application.name, instanceName: instanceName(application, settings.controlPlane) },
    namespace: application.destination.namespace,
    environment: buildEnvironment(application, source, checkout.revision, settings.controlPlane),
    refs,
    isMultiSource: application.isMultiSource,
    ...settings.capabilitiesOf(application.destination.cluster),
  };
  return { type: typed.type, request, checkout };
}

/**
 * Why Argo CD renders nothing of a checkout, in its own words, if it does not.
 *
 * Source: argo-cd reposerver/repository/repository.go, runRepoOperation
 */
async function refuseLinks(
  { forbiddenLink }: Checkout,
  { allowsOutOfBoundsLinks }: ApplicationSettings,
): Promise<string | undefined> {
  const link = allowsOutOfBoundsLinks ? undefined : await forbiddenLink();
  return link === undefined ? undefined : `repository contains out-of-bounds symlinks. file: ${link}`;
}

function describeAbsence(
  { failed: reason, pinned, missing }: NoCheckout,
  { external }: ApplicationSettings,
): PreparedPart {
  if (reason !== undefined) return failed(reason);
  if (pinned !== undefined) return skippedPart(pinned);
  const absence = missing ?? 'its files are not at hand';
  return external === 'skip' ? skippedPart(absence) : failed(absence);
}

/** The type of a source, and the options of that type with what override files say. */
async function findType(
  application: Application,
  { spec }: ApplicationSource,
  path: string,
  { tree }: Checkout,
  { disabledTypes, controlPlane }: ApplicationSettings,
): Promise<{ type: AppSourceType; options: CheckoutRequest['options'] } | { readonly problem: string }> {
  const { isMultiSource, isHydrated } = application;
  // Argo CD drops empty blocks only of a source that stands alone.
  const merged = await applyOverrides(tree, path, instanceName(application, controlPlane), spec, {
    keepsEmptyBlocks: isMultiSource || isHydrated,
  });
  if ('problem' in merged) return merged;
  const detected = await detectAppSourceType(tree, path, merged.source, { disabled: disabledTypes });
  if ('problem' in detected) return detected;
  const options = merged.source[OPTIONS[detected.type]];
  return { type: detected.type, options: isRecord(options) ? options : {} };
}

const OPTIONS: Readonly<Record<AppSourceType, string>> = {
  Helm: 'helm',
  Kustomize: 'kustomize',
  Directory: 'directory',
  Plugin: 'plugin',
};

/** The directory of a source in its checkout, or why there is none, in the words of Argo CD. */
async function findAppPath(
  { path, chart, repoUrl }: ApplicationSource,
  { tree, absent: findAbsent }: Checkout,
): Promise<string | { readonly problem: string }> {
  const isOci = repoUrl.startsWith('oci://');
  if (isOci ? path === undefined : chart !== undefined) return '.';
  if (path === undefined) return { problem: 'its source has neither a path nor a chart' };
  if (path.startsWith('/')) return { problem: `${path}: app path is absolute` };
  const inside = resolveIn('.', path);
  if (leavesRoot(inside)) return { problem: `${path}: app path is outside of the repository` };
  const absent = absentAround(inside, await findAbsent());
  if (absent !== undefined) return { problem: `${absent.path} ${absent.reason}` };
  const type = await tree.typeOf(inside);
  if (type === undefined) return { problem: `${path}: app path does not exist` };
  return type === 'directory' ? inside : { problem: `${path}: app path is not a directory` };
}

function failed(message: string, inputs: readonly string[] = []): RenderedPart & { readonly closure: Closure } {
  const failures = [{ rule: 'render', message }] as const;
  return { manifests: [], failures, owns: [], notes: [], closure: { inputs, selections: [] } };
}

function skippedPart(reason: string): RenderedPart & { readonly closure: Closure } {
  return { manifests: [], failures: [], owns: [], notes: [], skipped: reason, closure: NOTHING_READ };
}

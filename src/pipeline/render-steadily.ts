import { setTimeout } from 'node:timers/promises';
import type { Failure } from '../model/failure.ts';
import { parseManifests, type SourceOf } from '../parse/manifests.ts';
import { findRandomFunctions, tellTime } from '../render/random/functions.ts';
import { atOtherTime } from '../render/random/other-time.ts';
import { type PlacedObject, settle } from '../render/random/settle.ts';
import type { RenderContext } from '../render/run-renderer.ts';
import type { RenderedSource, SourceRequest } from '../render/source-request.ts';
import type { Session } from './session.ts';
import { toFailures } from './to-failures.ts';

export interface SteadySource {
  readonly request: SourceRequest;
  readonly render: (context: RenderContext) => Promise<RenderedSource>;
  /** Says which file an object of the output comes from. */
  readonly sourceOf: SourceOf;
  /** Absolute paths of what helm may execute; directories stand for all below them. */
  readonly templates: () => Promise<readonly string[]>;
}

/** Output as plain JSON. */
export interface RenderedSteadily {
  readonly objects: readonly PlacedObject[];
  readonly failures: readonly Failure[];
  readonly warnings: readonly string[];
}

/** What counts seconds gives something else after so long. */
const NEXT_SECOND_MS = 1_050;

/**
 * Renders a source so that the same input gives the same output. Where its templates have functions that give something else
 * each time, it is rendered again, at what seems another time; when that differs, once more, so that what all have in
 * common is so by no chance, and one output is made of the three.
 *
 * @throws RenderError where the render does
 */
export async function renderSteadily(source: SteadySource, session: Session): Promise<RenderedSteadily> {
  const context = contextOf(session);
  const first = read(await source.render(context), source.sourceOf);
  const functions = await findRandomFunctions(await source.templates(), [JSON.stringify(source.request.options)]);
  if (functions.length === 0) return first;
  if (tellTime(functions)) await setTimeout(NEXT_SECOND_MS, undefined, { signal: session.settings.signal });
  const again = async (times: number) => read(await source.render(await atOtherTime(context, times)), source.sourceOf);
  const second = await again(1);
  return areEqual(first, second) ? first : putTogether([first, second, await again(2)], functions);
}

function contextOf({ renderers, sandbox, limit, settings }: Session): RenderContext {
  return { renderers, sandbox, limit, timeoutMs: settings.timeoutMs, signal: settings.signal };
}

function read({ text, warnings }: RenderedSource, sourceOf: SourceOf): RenderedSteadily {
  const { manifests, errors } = parseManifests(text, sourceOf);
  return {
    objects: manifests.map(({ object, source }) => [source.file, object] as const),
    failures: toFailures(errors),
    warnings,
  };
}

function areEqual(one: RenderedSteadily, other: RenderedSteadily): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function putTogether(renders: readonly RenderedSteadily[], functions: readonly string[]): RenderedSteadily {
  const [first] = renders as [RenderedSteadily];
  const { objects, differing, problems } = settle(renders.map((render) => render.objects));
  const why = functions.join(', ');
  return {
    objects,
    failures: [
      ...commonFailures(renders),
      ...problems.map(
        ({ file, message }): Failure => ({ rule: 'render', message: `${message} (${why})`, location: { file } }),
      ),
    ],
    warnings: [
      ...first.warnings,
      ...differing.map((file) => `${file} renders differently each time (${why}): what differs stands here as …`),
    ],
  };
}

/** What cannot be read, unless that is something else each time. */
function commonFailures(renders: readonly RenderedSteadily[]): readonly Failure[] {
  const [first, ...others] = renders.map(({ failures }) => failures) as [readonly Failure[]];
  const isCommon = others.every((failures) => JSON.stringify(failures) === JSON.stringify(first));
  return isCommon ? first : [{ rule: 'render', message: 'what of it cannot be read differs each time it is rendered' }];
}

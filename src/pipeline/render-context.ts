import type { RenderContext } from '../render/run-renderer.ts';
import type { Session } from './session.ts';

/** What renderers of a session run with. */
export function contextOf({ renderers, sandbox, network, limit, settings }: Session): RenderContext {
  return { renderers, sandbox, network, limit, timeoutMs: settings.timeoutMs, signal: settings.signal };
}

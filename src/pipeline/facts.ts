import type { Report, ToolVersions } from '../model/report.ts';
import type { Missing, Renderer } from '../render/renderers.ts';
import type { Session } from './session.ts';

/** Versions of this tool and of the renderers. */
export async function describeTool(session: Session, version: string): Promise<ToolVersions> {
  const { helm, kustomize } = await session.renderers();
  return { name: 'pss-gate', version, renderers: { helm: versionOf(helm), kustomize: versionOf(kustomize) } };
}

function versionOf(renderer: Renderer | Missing): string | null {
  return 'missing' in renderer ? null : renderer.version;
}

/** What is known of the repository. */
export async function describeRepository(
  session: Session,
  { base }: { readonly base?: string },
): Promise<Report['repository']> {
  const repository = await session.repository();
  if (repository === undefined) return {};
  const { url } = repository;
  const { revision } = await session.checkout();
  return {
    ...(url === undefined ? {} : { url }),
    ...(revision === '' ? {} : { revision }),
    ...(base === undefined ? {} : { base }),
  };
}

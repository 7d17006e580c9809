import { createLog } from '../log.ts';
import { ExitCode } from '../model/exit-code.ts';
import type { Manifest } from '../model/manifest.ts';
import { writeYaml } from '../parse/yaml/write.ts';
import { collect } from '../pipeline/collect.ts';
import { discover } from '../pipeline/discover.ts';
import { collectSettings } from './collect-settings.ts';
import type { Io } from './io.ts';
import { loadConfigOf } from './load-config.ts';
import type { RunOptions } from './options.ts';
import { createProgress } from './progress.ts';
import { secretsOf } from './secrets.ts';
import { startSession } from './start-session.ts';

export type RenderOptions = RunOptions & { readonly output: 'yaml' | 'json'; readonly allowEmpty: boolean };

/** `pss-gate render [PATH...]`: prints exactly the manifests that `check` would judge. */
export async function render(paths: readonly string[], options: RenderOptions, io: Io): Promise<ExitCode> {
  const log = createLog(
    { level: options.logLevel, format: options.logFormat, secrets: secretsOf(io) },
    io.stderr.write,
  );
  const session = await startSession(paths, options, io);
  const progress = createProgress(io, options.progress);
  const print = options.output === 'json' ? toJsonLine : toYamlDocument;
  let objects = 0;
  let failed = false;
  try {
    const loaded = await loadConfigOf(session, options.config, io.workingDirectory);
    const settings = {
      ...(await collectSettings(options, loaded, io)),
      keepsManifests: true,
      onProgress: progress.update,
    };
    const { targets } = await collect(await discover(session), session, settings);
    progress.clear();
    for (const { target, content, manifests = [], skipped } of targets.toSorted(byPath)) {
      if (skipped !== undefined) log.warn({ target: target.id }, `skipped: ${skipped}`);
      for (const { message, location } of content.failures) {
        failed = true;
        log.error({ target: target.id, ...location }, message);
      }
      for (const manifest of manifests) await io.stdout.write(print(manifest));
      objects += manifests.length;
    }
  } finally {
    progress.clear();
    await session.dispose();
  }
  if (objects === 0 && !failed && !options.allowEmpty) log.error('nothing to render; --allow-empty lets it pass');
  return failed || (objects === 0 && !options.allowEmpty) ? ExitCode.notEvaluated : ExitCode.passed;
}

/** In the order of the report. */
function byPath(a: { target: { path: string; id: string } }, b: { target: { path: string; id: string } }): number {
  const [keyA, keyB] = [a, b].map(({ target }) => `${target.path}\n${target.id}`) as [string, string];
  return keyA < keyB ? -1 : keyA > keyB ? 1 : 0;
}

function toYamlDocument({ object, source }: Manifest): string {
  return `---\n# Source: ${JSON.stringify(source.file).slice(1, -1)}\n${writeYaml(object)}`;
}

function toJsonLine({ object }: Manifest): string {
  return `${JSON.stringify(object)}\n`;
}

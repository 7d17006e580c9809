import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeText } from '../../parse/text.ts';
import { readYaml } from '../../parse/yaml/read.ts';
import { writeYaml } from '../../parse/yaml/write.ts';
import { requireRenderer } from '../renderers.ts';
import { type RenderContext, runRenderer } from '../run-renderer.ts';
import type { Fields } from './fields.ts';
import type { Step } from './steps.ts';

/** A kustomization file in a copy of its repository. */
export interface CopiedFile {
  /** Absolute path of the copy. */
  readonly copy: string;
  /** Relative to it. */
  readonly file: string;
}

/** What all steps make of a kustomization file, without running anything. @throws RenderError as kustomize would */
export function applySteps(content: unknown, steps: readonly Step[], file: string): Fields {
  return steps.reduce((changed: unknown, step) => step.apply(changed, file), content) as Fields;
}

/**
 * Edits a copy: by kustomize where it can, else, as with kubectl, by writing what kustomize would.
 *
 * @param content what the steps make of the file
 */
export async function editCopy(
  { copy, file }: CopiedFile,
  steps: readonly Step[],
  content: Fields,
  context: RenderContext,
): Promise<void> {
  const path = join(copy, file);
  const { edit } = requireRenderer((await context.renderers()).kustomize);
  if (edit === undefined) return writeFile(path, writeYaml(content));
  for (const step of steps) {
    if (step.command === undefined) {
      const changed = step.apply(readYaml(decodeText(await readFile(path))), file);
      await writeFile(path, writeYaml(changed));
    } else {
      const cwd = dirname(path);
      await runRenderer({ program: 'kustomize', command: 'edit', args: step.command, cwd, roots: [copy] }, context);
    }
  }
}

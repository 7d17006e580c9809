import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChartFiles } from './walk-chart.ts';

/** A template that asks for capabilities: `.Capabilities`, `$.Capabilities`. */
const CAPABILITIES = /\.Capabilities\b/;
const TEMPLATE = /(?:^|\/)templates\/.*\.(?:ya?ml|tpl|txt)$/;

/**
 * Finds a template that decides by what the cluster can do. Charts packed as archives are not opened.
 *
 * @returns the first by path, relative to the root
 */
export async function findUseOfCapabilities(root: string, { files }: ChartFiles): Promise<string | undefined> {
  for (const file of [...files].filter((path) => TEMPLATE.test(path)).sort()) {
    if (CAPABILITIES.test(await readFile(join(root, file), 'utf8').catch(() => ''))) return file;
  }
  return undefined;
}

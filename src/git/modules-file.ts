import { askGit } from './ask-git.ts';
import type { PrivateGit } from './private-git.ts';
import { withoutCredentials } from './remote-url.ts';

/** Name of the file that says where submodules come from. */
export const MODULES_FILE = '.gitmodules';

/** What `.gitmodules` says of a submodule. Anybody may have written it: nothing in it is given to git. */
export interface Module {
  readonly name: string;
  /** Without credentials; empty when there is none. */
  readonly url: string;
}

/**
 * Reads a `.gitmodules`, as git does.
 *
 * @param source option of `git config` that names it
 * @returns by the path of the submodule
 * @throws UsageError when git cannot read it
 */
export async function readModules(
  git: PrivateGit,
  source: `--blob=${string}` | `--file=${string}`,
): Promise<ReadonlyMap<string, Module>> {
  const settings = await askGit(git, {
    args: ['config', '-z', '--no-includes', source, '--get-regexp', '^submodule\\..*\\.(path|url)$'],
    mayBeNothing: true,
  });
  const paths = new Map<string, string>();
  const urls = new Map<string, string>();
  for (const setting of settings) {
    const [, name = '', key, value = ''] = /^submodule\.(.*)\.(path|url)(?:\n(.*))?$/s.exec(setting) ?? [];
    const known = key === 'path' ? paths : urls;
    // Git warns of a second value, and takes the first.
    if (!known.has(name)) known.set(name, value);
  }
  return new Map([...paths].map(([name, path]) => [path, { name, url: withoutCredentials(urls.get(name) ?? '') }]));
}

/** Why a submodule has no files here; follows its path in messages. */
export function explainAbsence(module: Module | undefined): string {
  if (module === undefined) return `is a submodule that ${MODULES_FILE} does not name`;
  return `is a submodule of ${module.url || 'a repository without a URL'}, which is not here: nothing is fetched`;
}

/** Whether a name stays inside of the directory where git keeps submodules; git refuses others as well. */
export function isSafeName(name: string): boolean {
  return !/(?:^|[\\/])\.{0,2}(?:[\\/]|$)/.test(name);
}

import { isAbsolute } from 'node:path';
import { UsageError } from '../../model/errors.ts';
import { isProgram, searchProgram } from '../renderers.ts';

/** A program of our user's that stands for a plugin of Argo CD. */
export interface PluginProgram {
  /** Name of the plugin, with or without its version; `*` for all that no other entry names. */
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * Finds the program of a command. A path that is relative is refused, for it might lead into the repository.
 *
 * @param command an absolute path or a name on PATH, and arguments, separated by blanks; there is no quoting
 * @param searchPath value of PATH
 * @throws UsageError when there is no such program
 */
export function findPluginProgram(name: string, command: string, searchPath: string): PluginProgram {
  const [program = '', ...args] = command.trim().split(/\s+/);
  if (program.includes('/') && !isAbsolute(program)) {
    throw new UsageError(
      `--plugin: ${name}: got ${program}, allowed: an absolute path, or the name of a program on PATH`,
    );
  }
  const file = isAbsolute(program) ? program : searchProgram(program, searchPath);
  if (file === undefined) throw new UsageError(`--plugin: ${name}: there is no ${program} on PATH`);
  if (!isProgram(file)) throw new UsageError(`--plugin: ${name}: ${program} is not an executable file`);
  return { name, file, args };
}

/** What Argo CD appends to the name of a plugin that has a version. */
const VERSION = /^-v?\d/;

/**
 * The program for a plugin: by its whole name, else by its name without the version (`name-v1.0`), of several by the longest,
 * else the one for all others.
 *
 * @param name `spec.source.plugin.name`; empty when the source leaves it to plugins whether they take it
 */
export function choosePlugin(name: string, programs: readonly PluginProgram[]): PluginProgram | undefined {
  const isMeant = (program: PluginProgram) =>
    name === program.name || (name.startsWith(program.name) && VERSION.test(name.slice(program.name.length)));
  const [meant] = programs.filter(isMeant).sort((a, b) => b.name.length - a.name.length);
  return meant ?? programs.find((program) => program.name === '*');
}

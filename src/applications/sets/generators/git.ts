import { type Fields, field, fieldsOf, flagOf, listOf, textMapOf, textOf } from '../fields.ts';
import type { Params, Run } from '../run.ts';
import { SetProblem } from '../set-problem.ts';
import { addValues } from '../values.ts';
import { directoryParams, selectDirectories } from './git-directories.ts';
import { fileParams, selectFiles } from './git-files.ts';
import type { GitItem } from './types.ts';

/**
 * `git`: parameters from directories or files of a repository.
 *
 * Source: argo-cd applicationset/generators/git.go
 * @throws SetProblem
 */
export async function generateGit(generator: Fields, path: string, run: Run): Promise<Params[]> {
  const directories = itemsOf(generator.directories, `${path}.directories`);
  const files = itemsOf(generator.files, `${path}.files`);
  const prefix = textOf(generator.pathParamPrefix, `${path}.pathParamPrefix`);
  const values = textMapOf(generator.values, `${path}.values`);
  if (directories.length + files.length === 0) throw new SetProblem(path, 'has neither directories nor files');
  requireOwn(generator, path, run);
  const params =
    directories.length > 0
      ? (await selectDirectories(directories, run)).map((directory) => directoryParams(directory, prefix, run))
      : await fileParams(await selectFiles(files, path, run), prefix, path, run);
  run.budget.spendParameters(params.length);
  return Promise.all(params.map((each) => addValues(values, each, run)));
}

function itemsOf(value: unknown, path: string): GitItem[] {
  return listOf(value, path).map((item, index) => {
    const place = `${path}[${index}]`;
    const fields = fieldsOf(item, place);
    return {
      path: textOf(field(fields, 'path'), `${place}.path`),
      exclude: flagOf(field(fields, 'exclude'), `${place}.exclude`),
    };
  });
}

/** Only this repository at this revision is here to look into. */
function requireOwn(generator: Fields, path: string, { context }: Run): void {
  const repoUrl = textOf(generator.repoURL, `${path}.repoURL`);
  const revision = textOf(generator.revision, `${path}.revision`);
  if (context.isOwn(repoUrl, revision)) return;
  const at = revision === '' ? '' : ` at ${JSON.stringify(revision)}`;
  throw new SetProblem(path, `reads ${JSON.stringify(repoUrl)}${at}, which is not what is checked out here`, true);
}

import { Argument, Command, CommanderError, Option } from 'commander';
import { UsageError } from '../model/errors.ts';
import { ExitCode } from '../model/exit-code.ts';
import { printable } from '../model/printable.ts';
import { reporters } from '../report/formats.ts';
import type { CheckOptions } from './check.ts';
import { readEnvironment } from './environment.ts';
import type { ExplainOptions } from './explain.ts';
import type { Io } from './io.ts';
import type { LabelsOptions } from './labels.ts';
import { clusterOptions, judgeOptions, option, repeated, runOptions } from './options.ts';
import type { RenderOptions } from './render.ts';
import { type TestOptions, testOptions } from './test-options.ts';
import { toolVersion } from './tool-version.ts';

/**
 * Runs a command line and returns its exit code. A usage error prints its one line; any other error is a bug and prints its
 * stack, and counts as "could not evaluate".
 */
export async function main(args: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.passed;
  const program = createProgram(io, (code) => {
    exitCode = code;
  });
  try {
    const { problems } = readEnvironment(io.env);
    if (problems.length > 0) throw new UsageError(problems.join('\n'));
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return explainEnd(error, io);
  }
}

/** What ended a command early, said on standard error, and the exit code for it. */
function explainEnd(error: unknown, { signal, stderr }: Io): ExitCode {
  if (signal.aborted) return signal.reason === 'SIGTERM' ? ExitCode.terminated : ExitCode.interrupted;
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.passed : ExitCode.usage;
  if (error instanceof UsageError) {
    const lines = error.message.split('\n').map((line) => `error: ${printable(line)}\n`);
    stderr.write(lines.join(''));
    return ExitCode.usage;
  }
  const details = error instanceof Error ? error.stack : String(error);
  stderr.write(`This is a bug of pss-gate; please report it.\n${details}\n`);
  return ExitCode.notEvaluated;
}

const PATHS = 'repository, directory, chart, kustomization, manifest file, or - for standard input';

function createProgram(io: Io, finish: (code: ExitCode) => void): Command {
  const program = new Command('pss-gate')
    .description('Judges what Argo CD would apply by the Pod Security Standards, in Git, without a cluster.')
    .version(toolVersion(), '-V, --version', 'print the version')
    .configureOutput({ writeOut: (text) => void io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showHelpAfterError('(--help shows what is allowed)')
    .exitOverride()
    .addHelpText('after', EXIT_CODES);

  const check = program
    .command('check')
    .description('discover, render and judge what lies below the paths, and report')
    .argument('[path...]', PATHS)
    .action(async (paths: string[], options: CheckOptions) =>
      finish(await (await import('./check.ts')).check(paths, options, io)),
    );
  for (const option of [...judgeOptions(Object.keys(reporters)), ...runOptions()]) check.addOption(option);

  const render = program
    .command('render')
    .description('print exactly the manifests that would be judged')
    .argument('[path...]', PATHS)
    .addOption(new Option('-o, --output <format>', 'how to print them').choices(['yaml', 'json']).default('yaml'))
    .addOption(new Option('--allow-empty', 'pass when there is nothing to render').default(false))
    .action(async (paths: string[], options: RenderOptions) =>
      finish(await (await import('./render.ts')).render(paths, options, io)),
    );
  for (const option of runOptions()) render.addOption(option);

  const labels = program
    .command('labels')
    .description(
      'levels of every namespace and who sets them, what is wrong with the labels, and what blocks the next level',
    )
    .argument('[path...]', PATHS)
    .addOption(
      option('-o, --output <format>', 'how to print it; manifests: only Namespaces for what cannot be edited')
        .choices(['text', 'json', 'manifests'])
        .default('text'),
    )
    .addOption(
      option('--write', 'add the labels that the policy assigns to the files that declare the namespaces').default(
        false,
      ),
    )
    .addOption(
      option(
        '--what-if <namespace=level[:version]>',
        'list what would be refused, in the words of Pod Security Admission; repeatable, also cluster/namespace=…',
      )
        .argParser(repeated)
        .default([], 'none'),
    )
    .action(async (paths: string[], options: LabelsOptions) =>
      finish(await (await import('./labels.ts')).labels(paths, options, io)),
    );
  for (const each of [...clusterOptions(), ...runOptions()]) labels.addOption(each);

  const test = program
    .command('test')
    .description(
      'run suites of Kyverno’s CLI (kyverno-test.yaml) below directories, and say what is not as they expect',
    )
    .argument('<dir...>', 'directory, or a file with suites')
    .action(async (paths: string[], options: TestOptions) =>
      finish(await (await import('./test.ts')).test(paths, options, io)),
    );
  for (const each of testOptions()) test.addOption(each);

  program
    .command('explain')
    .description('what a control asks for and how to meet it; without a name, all controls')
    .addArgument(
      new Argument('[control]', 'name or id, for example "Privilege Escalation" or allowPrivilegeEscalation'),
    )
    .addOption(new Option('-o, --output <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .action(async (name: string | undefined, options: ExplainOptions) =>
      finish(await (await import('./explain.ts')).explain(name, options, io)),
    );

  const config = program.command('config').description('check a configuration file, or print its JSON Schema');
  config
    .command('validate')
    .description('name everything that is wrong with a configuration file')
    .argument('[file]', 'file to read (default: .pss-gate.yaml at the root of the repository)')
    .action(async (file: string | undefined) => finish(await (await import('./config.ts')).validateConfig(file, io)));
  config
    .command('schema')
    .description('print the JSON Schema of the configuration file')
    .action(async () => finish(await (await import('./config.ts')).printConfigSchema(io)));

  return program;
}

const EXIT_CODES = `
Exit codes:
  0  passed, warnings included
  1  policy says no
  2  options or configuration are wrong
  3  something could not be evaluated, or there was nothing to evaluate
  4  the verdict is known, but a required integration failed
  130, 143  interrupted`;

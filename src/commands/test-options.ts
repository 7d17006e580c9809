import { Option } from 'commander';
import { option } from './options.ts';

/** What commander makes of {@link testOptions}. */
export interface TestOptions {
  readonly fileName: string;
  readonly kyvernoMode: 'strict' | 'compat';
  readonly ignoreUnsupported: boolean;
  readonly failOnly: boolean;
  readonly allowEmpty: boolean;
  readonly output: 'text' | 'json';
}

export function testOptions(): Option[] {
  return [
    option('-f, --file-name <name>', 'name of the files that hold suites').default('kyverno-test.yaml'),
    option('--kyverno-mode <mode>', 'how podSecurity rules judge: with Kyverno’s own results, or as Kubernetes does')
      .choices(['compat', 'strict'])
      .default('compat'),
    option('--ignore-unsupported', 'skip rows about what cannot be had here, such as an API of the cluster').default(
      false,
    ),
    option('--fail-only', 'print only rows that are not as expected').default(false),
    option('--allow-empty', 'pass when there is no suite').default(false),
    new Option('-o, --output <format>', 'how to print it').choices(['text', 'json']).default('text'),
  ];
}

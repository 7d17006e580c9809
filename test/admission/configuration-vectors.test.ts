import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  AdmissionConfigurationError,
  type ConfigurationSource,
  readAdmissionFile,
  readPodSecurityConfiguration,
} from '../../src/admission/configuration.ts';
import { formatStandard } from '../../src/admission/policy.ts';

/** See vectors/README.md. */
interface Case {
  readonly name: string;
  readonly form: 'pod-security' | 'admission';
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly message?: string;
  readonly configuration?: Readonly<
    Record<'defaults' | 'usernames' | 'namespaces' | 'runtimeClasses', readonly string[]>
  >;
  /** Our message where it is not upstream's, and why it is not. */
  readonly ours?: string;
  readonly why?: string;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('vectors/configurations.json', import.meta.url), 'utf8'),
);

function read({ form, text, files = {} }: Case): ConfigurationSource {
  if (form === 'pod-security') return readPodSecurityConfiguration(text);
  return readAdmissionFile(text, (path) => files[path.replace(/^\.\//, '')] ?? expect.fail(`no file ${path}`));
}

function answer(row: Case): Pick<Case, 'message' | 'configuration'> {
  try {
    const { defaults, exemptions } = read(row).configuration;
    const standards = [defaults.enforce, defaults.audit, defaults.warn].map(formatStandard);
    return { configuration: { defaults: standards, ...exemptions } };
  } catch (error) {
    if (error instanceof AdmissionConfigurationError) return { message: error.message };
    throw error;
  }
}

describe('a configuration is answered like upstream does', () => {
  it('has cases', () => {
    expect(cases.length).toBeGreaterThan(200);
  });

  it.each(cases.map((row) => [row.form, row.name, row] as const))('%s: %s', (_form, _name, row) => {
    const { message, configuration, ours } = row;
    expect(answer(row)).toEqual(configuration === undefined ? { message: ours ?? message } : { configuration });
  });

  it('says where it cannot, and why', () => {
    const others = cases.filter(({ ours, why }) => ours !== undefined || why !== undefined);
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter(({ ours, why, message }) => !ours || !why || ours === message)).toEqual([]);
  });
});

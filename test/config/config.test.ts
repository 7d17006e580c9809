import { expect, it } from 'vitest';
import { CONFIG_FILE, type Config, DEFAULT_CONFIG, LABEL_FINDINGS } from '../../src/config/config.ts';
import { readConfig } from '../../src/config/read-config.ts';

it('the file has its name', () => {
  expect(CONFIG_FILE).toBe('.pss-gate.yaml');
});

it('the defaults are those of the schema', () => {
  expect(readConfig({}, () => undefined)).toStrictEqual({ config: DEFAULT_CONFIG, problems: [] });
});

it('the defaults are what users are told', () => {
  expect(DEFAULT_CONFIG).toStrictEqual({
    workloads: [],
    repository: { urls: [] },
    applications: {
      controlPlaneNamespace: 'argocd',
      external: 'error',
      unowned: true,
      kustomizeBuildOptions: '',
      newGitFileGlobbing: false,
      allowOutOfBoundsSymlinks: false,
      disabledTypes: [],
      resourceExclusions: [],
      resourceInclusions: [],
    },
    clusters: [],
    controllers: 'enforce',
    namespaces: {
      unknown: { level: 'restricted', version: { text: 'latest', minor: Number.POSITIVE_INFINITY } },
      findings: {
        unlabelled: 'warn',
        'version-only': 'warn',
        invalid: 'enforce',
        misspelt: 'warn',
        useless: 'warn',
        'unknown-version': 'warn',
        weakened: 'enforce',
        deactivated: 'enforce',
        conflict: 'warn',
        contested: 'warn',
        undeclared: 'warn',
        exempt: 'warn',
      },
      rules: [],
    },
    policies: { files: [], context: [], kyvernoMode: 'strict', unsupported: 'error' },
  } satisfies Config);
});

it('every finding about labels has a mode', () => {
  expect(LABEL_FINDINGS).toEqual(Object.keys(DEFAULT_CONFIG.namespaces.findings));
});

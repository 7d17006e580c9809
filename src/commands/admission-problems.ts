import { AdmissionConfigurationError, readPodSecurityValue } from '../admission/configuration.ts';
import type { Config } from '../config/config.ts';

/** What is wrong with the configurations of admission inside our own, each with its path. */
export function findAdmissionProblems(config: Config): { readonly path: string; readonly message: string }[] {
  const inline = [
    { path: 'admission', value: config.admission },
    ...config.clusters.map(({ admission }, index) => ({ path: `clusters[${index}].admission`, value: admission })),
  ];
  return inline.flatMap(({ path, value }) => {
    try {
      readPodSecurityValue(value);
      return [];
    } catch (error) {
      if (error instanceof AdmissionConfigurationError) return [{ path, message: error.message }];
      throw error;
    }
  });
}

import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  AdmissionConfigurationError,
  type ConfigurationSource,
  DEFAULT_CONFIGURATION,
  readAdmissionFile,
  readPodSecurityValue,
} from '../admission/configuration.ts';
import { UsageError } from '../model/errors.ts';
import type { FieldPath } from '../model/field-path.ts';
import { formatLocation } from '../model/location.ts';
import { isRecord } from '../model/manifest.ts';
import { inMegabytes, MAX_FILE_BYTES } from '../model/ports.ts';
import type { Mode } from '../model/report.ts';
import type { ClusterAdmission } from '../namespaces/state.ts';
import { decodeText } from '../parse/text.ts';
import { createLocator } from '../parse/yaml/locate.ts';
import { readYaml } from '../parse/yaml/read.ts';
import type { LoadedConfig } from './load-config.ts';

/**
 * How admission is configured in each cluster: by the file that was named, which stands for all, else by our configuration.
 *
 * @throws UsageError with upstream's own words for what is wrong
 */
export function readClusterAdmission(
  named: string | undefined,
  { config, file, lineOf }: LoadedConfig,
  workingDirectory: string,
): (cluster: string) => ClusterAdmission {
  if (named !== undefined) {
    const admission = readNamedFile(named, workingDirectory);
    return () => admission;
  }
  const inline = (value: unknown, path: FieldPath) => describeInline(value, path, file ?? '', lineOf);
  const common = config.admission === undefined ? UNCONFIGURED : inline(config.admission, ['admission']);
  const byCluster = new Map(
    config.clusters.flatMap(({ name, admission }, index) =>
      admission === undefined ? [] : [[name, inline(admission, ['clusters', index, 'admission'])] as const],
    ),
  );
  return (cluster) => byCluster.get(cluster) ?? common;
}

const KUBERNETES_DEFAULT = 'the Kubernetes default';

const UNCONFIGURED: ClusterAdmission = {
  configuration: DEFAULT_CONFIGURATION,
  originOf: () => KUBERNETES_DEFAULT,
  exemptionsOrigin: KUBERNETES_DEFAULT,
  isConfigured: false,
};

function describeInline(
  value: unknown,
  path: FieldPath,
  file: string,
  lineOf: LoadedConfig['lineOf'],
): ClusterAdmission {
  const { configuration } = readPodSecurityValue(value);
  return describeAdmission(configuration, value, (inner) => formatPlace(file, lineOf([...path, ...inner])));
}

function describeAdmission(
  configuration: ClusterAdmission['configuration'],
  value: unknown,
  placeOf: (path: FieldPath) => string,
): ClusterAdmission {
  const defaults = isRecord(value) && isRecord(value.defaults) ? value.defaults : {};
  return {
    configuration,
    originOf: (mode: Mode) => (defaults[mode] === undefined ? KUBERNETES_DEFAULT : placeOf(['defaults', mode])),
    exemptionsOrigin: placeOf(['exemptions']),
    isConfigured: true,
  };
}

function formatPlace(file: string, line: number | undefined): string {
  return formatLocation(line === undefined ? { file } : { file, line });
}

function readNamedFile(named: string, workingDirectory: string): ClusterAdmission {
  const file = resolve(workingDirectory, named);
  const text = readText(file, named);
  let followed = { file: named, text };
  const readPath = (path: string): string => {
    followed = { file: path, text: readText(resolve(dirname(file), path), path) };
    return followed.text;
  };
  const { configuration, path } = explain(named, () => readAdmissionFile(text, readPath));
  if (path === undefined) return { ...UNCONFIGURED, configuration, isConfigured: true };
  const locate = createLocator(followed.text);
  const value = path.reduce<unknown>(stepInto, readYaml(followed.text));
  return describeAdmission(configuration, value, (inner) => formatPlace(followed.file, locate([...path, ...inner])));
}

function stepInto(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return isRecord(value) ? value[step] : undefined;
}

function explain(named: string, read: () => ConfigurationSource): ConfigurationSource {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AdmissionConfigurationError)) throw error;
    throw new UsageError(`--admission-config: ${named}: ${inOneLine(error.message)}`);
  }
}

/** Upstream quotes whole files. */
const MAX_LENGTH = 600;

function inOneLine(message: string): string {
  const line = message.replaceAll('\n', '\\n');
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
}

function readText(path: string, shown: string): string {
  try {
    const { size } = statSync(path);
    if (size > MAX_FILE_BYTES) throw new Error(`has ${inMegabytes(size)}; the limit is ${inMegabytes(MAX_FILE_BYTES)}`);
    return decodeText(readFileSync(path));
  } catch (error) {
    throw new UsageError(`--admission-config: ${shown}: ${(error as Error).message}`);
  }
}

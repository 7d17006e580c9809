import type { Container, ContainerPort, Optional, PodObject, PodSpec, Volume } from '../pss/pod.ts';
import { VOLUME_SOURCES } from '../pss/pod.ts';

/**
 * What the API server changes before Pod Security Admission sees a pod, as far as it changes verdicts: a volume without a
 * source becomes an emptyDir, and a Pod (not a template) on its node's network gets a host port for each container port.
 *
 * Source: kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_Volume and SetDefaults_PodSpec
 * @param pod decodes; it is not changed
 * @param isPod whether the object is a Pod itself
 */
export function applyDefaults(pod: PodObject, isPod: boolean): PodObject {
  const { spec } = pod;
  if (spec == null) return pod;
  const volumes = spec.volumes?.some(hasNoSource) ? { volumes: spec.volumes.map(defaultVolume) } : undefined;
  const ports = isPod && spec.hostNetwork === true ? defaultHostPorts(spec) : undefined;
  return volumes === undefined && ports === undefined ? pod : { ...pod, spec: { ...spec, ...volumes, ...ports } };
}

function hasNoSource(volume: Optional<Volume>): boolean {
  return volume == null || VOLUME_SOURCES.every((source) => volume[source] == null);
}

/** A source that we do not know leaves a volume as empty to the API server as none. */
function defaultVolume(volume: Optional<Volume>): Optional<Volume> {
  return hasNoSource(volume) ? { ...volume, emptyDir: {} } : volume;
}

function defaultHostPorts({ containers, initContainers }: PodSpec): Partial<PodSpec> {
  return { containers: containers?.map(openPorts), initContainers: initContainers?.map(openPorts) };
}

function openPorts(container: Optional<Container>): Optional<Container> {
  return container?.ports == null ? container : { ...container, ports: container.ports.map(openPort) };
}

function openPort(port: Optional<ContainerPort>): Optional<ContainerPort> {
  return port == null || port.hostPort ? port : { ...port, hostPort: port.containerPort };
}

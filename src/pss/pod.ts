/**
 * The part of a Pod that the Pod Security Standards read, as it stands in JSON: every field may be absent or null,
 * which mean the same. Names and nesting are those of k8s.io/api/core/v1.
 */
export interface PodObject {
  readonly metadata?: Optional<{ readonly annotations?: Optional<Readonly<Record<string, string | null>>> }>;
  readonly spec?: Optional<PodSpec>;
}

export type Optional<Value> = Value | null | undefined;

export interface PodSpec {
  readonly containers?: Optional<readonly Optional<Container>[]>;
  readonly initContainers?: Optional<readonly Optional<Container>[]>;
  readonly ephemeralContainers?: Optional<readonly Optional<Container>[]>;
  readonly volumes?: Optional<readonly Optional<Volume>[]>;
  readonly securityContext?: Optional<PodSecurityContext>;
  readonly hostNetwork?: Optional<boolean>;
  readonly hostPID?: Optional<boolean>;
  readonly hostIPC?: Optional<boolean>;
  readonly hostUsers?: Optional<boolean>;
  readonly os?: Optional<{ readonly name?: Optional<string> }>;
  readonly runtimeClassName?: Optional<string>;
}

export interface Container {
  readonly name?: Optional<string>;
  readonly securityContext?: Optional<ContainerSecurityContext>;
  readonly ports?: Optional<readonly Optional<ContainerPort>[]>;
  readonly livenessProbe?: Optional<Handler>;
  readonly readinessProbe?: Optional<Handler>;
  readonly startupProbe?: Optional<Handler>;
  readonly lifecycle?: Optional<{ readonly postStart?: Optional<Handler>; readonly preStop?: Optional<Handler> }>;
}

export interface ContainerPort {
  readonly hostPort?: Optional<number>;
  readonly containerPort?: Optional<number>;
}

export interface Handler {
  readonly httpGet?: Optional<{ readonly host?: Optional<string> }>;
  readonly tcpSocket?: Optional<{ readonly host?: Optional<string> }>;
}

/** A name, and one source under the name of its type; see VOLUME_SOURCES. */
export type Volume = { readonly name?: Optional<string> } & { readonly [source: string]: unknown };

/** Sources that the restricted level allows. */
export const ALLOWED_VOLUME_SOURCES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
] as const;

/** All other sources, in the order in which upstream looks for the type that it reports. */
export const OTHER_VOLUME_SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
] as const;

/** Every volume source that the API knows. */
export const VOLUME_SOURCES = [...ALLOWED_VOLUME_SOURCES, ...OTHER_VOLUME_SOURCES] as const;

interface SecurityContext {
  readonly appArmorProfile?: Optional<Profile>;
  readonly seccompProfile?: Optional<Profile>;
  readonly seLinuxOptions?: Optional<SeLinuxOptions>;
  readonly windowsOptions?: Optional<{ readonly hostProcess?: Optional<boolean> }>;
  readonly runAsNonRoot?: Optional<boolean>;
  readonly runAsUser?: Optional<number>;
}

export interface PodSecurityContext extends SecurityContext {
  readonly sysctls?: Optional<readonly Optional<{ readonly name?: Optional<string> }>[]>;
}

export interface ContainerSecurityContext extends SecurityContext {
  readonly allowPrivilegeEscalation?: Optional<boolean>;
  readonly capabilities?: Optional<{
    readonly add?: Optional<readonly Optional<string>[]>;
    readonly drop?: Optional<readonly Optional<string>[]>;
  }>;
  readonly privileged?: Optional<boolean>;
  readonly procMount?: Optional<string>;
}

export interface Profile {
  readonly type?: Optional<string>;
}

export interface SeLinuxOptions {
  readonly type?: Optional<string>;
  readonly user?: Optional<string>;
  readonly role?: Optional<string>;
}

/** Lists of containers in the order in which upstream visits them, which is the order of names in its messages. */
export const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

export type ContainerList = (typeof CONTAINER_LISTS)[number];

/** A container and its place in the pod. */
export interface PodContainer {
  readonly list: ContainerList;
  readonly index: number;
  /** Empty when the manifest names none. */
  readonly name: string;
  readonly container: Container;
}

/** A pod as checks see it: never undefined, containers in visiting order. */
export interface Pod {
  readonly annotations: Readonly<Record<string, string | null>>;
  readonly spec: PodSpec;
  readonly containers: readonly PodContainer[];
}

const NO_ANNOTATIONS: Readonly<Record<string, string | null>> = Object.freeze({});
const NO_SPEC: PodSpec = Object.freeze({});
const NO_CONTAINER: Container = Object.freeze({});

/** Prepares a decoded pod object for the checks; null decodes to an empty pod. */
export function viewPod(object: Optional<PodObject>): Pod {
  const spec = object?.spec ?? NO_SPEC;
  const containers: PodContainer[] = [];
  for (const list of CONTAINER_LISTS) {
    const items = spec[list];
    if (items == null) continue;
    for (let index = 0; index < items.length; index++) {
      // A null item decodes to an all-zero container; it is not skipped.
      const container = items[index] ?? NO_CONTAINER;
      containers.push({ list, index, name: container.name ?? '', container });
    }
  }
  return { annotations: object?.metadata?.annotations ?? NO_ANNOTATIONS, spec, containers };
}

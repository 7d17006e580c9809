import type {
  PodSecurityException,
  PodSecurityExclusion,
  PodSecurityRule,
} from '../../../src/kyverno/pod-security/evaluate.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import type { Container, PodSpec } from '../../../src/pss/index.ts';

/** An exclusion as policies write it, where fields may be absent. */
export type Written = Partial<PodSecurityExclusion> & { readonly controlName: string };

export function exclusion(written: Written): PodSecurityExclusion {
  return { images: [], restrictedField: '', values: [], ...written };
}

export function rule(level: string, exclude: readonly Written[] = [], version = 'latest'): PodSecurityRule {
  return { level, version, exclude: exclude.map(exclusion) };
}

export function exception(name: string, ...podSecurity: Written[]): PodSecurityException {
  return { name, podSecurity: podSecurity.map(exclusion) };
}

export type ImageContainer = Container & { readonly image?: string };

/** A container that the restricted level allows, but for what is set otherwise; undefined leaves a field out. */
export function container(name: string, image: string, securityContext: object = {}): ImageContainer {
  return {
    name,
    image,
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
      ...securityContext,
    },
  };
}

export const WITHOUT_SECCOMP = { seccompProfile: undefined };

export function pod(spec: PodSpec, annotations?: Readonly<Record<string, string>>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', ...(annotations && { annotations }) }, spec };
}

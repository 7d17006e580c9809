import type { Container, PodObject, PodSpec } from '../../src/pss/index.ts';

export type SecurityContext = NonNullable<Container['securityContext']>;

/** Everything that restricted asks of a container at latest, and nothing else. */
export const COMPLIANT: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** The smallest container that restricted allows at latest, plus some fields. */
export function container(name: string, fields: Container = {}): Container {
  return { name, securityContext: COMPLIANT, ...fields };
}

/** The same, plus some fields of its security context. */
export function secured(name: string, fields: SecurityContext): Container {
  return { name, securityContext: { ...COMPLIANT, ...fields } };
}

/** A container that says nothing about security. */
export function bare(name: string): Container {
  return { name };
}

/** The smallest pod with a container that restricted allows at latest, plus some fields of its spec. */
export function pod(spec: PodSpec = {}): PodObject {
  return { spec: { containers: [container('a')], ...spec } };
}

/** The same with annotations. */
export function annotated(annotations: Readonly<Record<string, string | null>>, spec: PodSpec = {}): PodObject {
  return { ...pod(spec), metadata: { annotations } };
}

/** Containers in each list, written in the order in which they must not be visited: `e`, `c`, `i`. */
export function inEveryList(make: (name: string) => Container, spec: PodSpec = {}): PodObject {
  return pod({ ephemeralContainers: [make('e')], containers: [make('c')], initContainers: [make('i')], ...spec });
}

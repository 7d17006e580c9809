/** Manifests as text, small enough to see what a test is about. */

/** A Deployment that restricted allows, but for what `container` (lines of the container) changes. */
export function deployment(name: string, container = COMPLIANT): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      securityContext:
        runAsNonRoot: true
        seccompProfile: {type: RuntimeDefault}
      containers:
        - name: app
          image: registry.example/app:1
${container}`;
}

export const COMPLIANT = `          securityContext:
            allowPrivilegeEscalation: false
            capabilities: {drop: [ALL]}
`;

/** A Pod whose spec is given as lines of YAML. */
export function pod(name: string, spec: string): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
${spec.replace(/^(?=.)/gm, '  ')}
`;
}

/** A chart whose templates are given by file name. */
export function chart(
  name: string,
  templates: Readonly<Record<string, string>>,
  directory = name,
): Record<string, string> {
  const files: Record<string, string> = {
    [`${directory}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
    [`${directory}/values.yaml`]: 'replicas: 1\n',
  };
  for (const [file, template] of Object.entries(templates)) files[`${directory}/templates/${file}`] = template;
  return files;
}

/** URL of the repository that Applications in tests live in. */
export const REPOSITORY_URL = 'https://git.example/gitops.git';

/** What of an Application a test may care about. */
export interface ApplicationParts {
  readonly namespace?: string;
  /** Lines that follow the spec. */
  readonly more?: string;
}

/** An Application of the repository at hand, whose source (or `sources`, whole) is given as flow YAML. */
export function application(
  name: string,
  source: string,
  { namespace = 'pay', more = '' }: ApplicationParts = {},
): string {
  const own = `source: {repoURL: "${REPOSITORY_URL}", targetRevision: main, ${source}}`;
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: default
  ${source.startsWith('sources') ? source : own}
  destination: {server: https://kubernetes.default.svc, namespace: ${namespace}}
${more}`;
}

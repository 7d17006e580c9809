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

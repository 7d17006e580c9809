import { loadAll } from 'js-yaml';
import { parseManifests } from '../../dist/parse/manifests.js';
import { best, print } from './best.mjs';

/** Reading a stream of manifests against plain `loadAll` on the same bytes. */
export async function benchReading() {
  const text = stream(5_000_000);
  const sourceOf = () => ({ file: 'stream.yaml', rendered: false });
  const { manifests, errors } = parseManifests(text, sourceOf);
  const documents = loadAll(text);
  if (errors.length > 0 || manifests.length !== documents.length) throw new Error('the two readers disagree');
  const rounds = 7;
  let floor = Number.POSITIVE_INFINITY;
  let ours = Number.POSITIVE_INFINITY;
  // In turns, so that a slow moment of the machine hits both.
  for (let round = 0; round < rounds; round++) {
    floor = Math.min(floor, await best(1, () => loadAll(text)));
    ours = Math.min(ours, await best(1, () => parseManifests(text, sourceOf)));
  }
  const speed = (ms) => `${(text.length / 1000 / ms).toFixed(1)} MB/s`;
  print(`reading: js-yaml loadAll, ${manifests.length} documents`, speed(floor));
  print('reading: pss-gate', speed(ours));
  print('reading: time of pss-gate / time of loadAll', (ours / floor).toFixed(2), 'at most 1.50');
}

function stream(length) {
  let text = '';
  for (let index = 0; text.length < length; index++) text += documents(index);
  return text;
}

function documents(index) {
  return `---
# Source: shop/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-${index}
  namespace: team-${index % 40}
  labels: {app.kubernetes.io/name: shop, app.kubernetes.io/instance: "shop-${index}"}
spec:
  replicas: ${(index % 4) + 1}
  selector:
    matchLabels:
      app: shop-${index}
  template:
    metadata:
      labels:
        app: shop-${index}
      annotations:
        checksum/config: "0f${index}e4"
    spec:
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: shop
          image: "registry.example/shop:1.${index}.0"
          args: ["--port=8080", "--log=json"]
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
          resources:
            limits: {memory: 256Mi}
            requests:
              cpu: 50m
              memory: 128Mi
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop: [ALL]
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: shop-${index}
data:
  application.yaml: |
    server:
      port: 8080
    features: [search, basket]
  greeting: 'Welcome, it''s ${index} o''clock'
`;
}

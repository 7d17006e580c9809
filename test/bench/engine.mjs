import { evaluatePod } from '../../dist/pss/index.js';
import { best, print } from './best.mjs';

const PODS = 100_000;

/** Pods a second on one core: a pod of two containers as it should be and as it often is, and a mix of many shapes. */
export async function benchEngine() {
  const compliant = podOf({ podContext: HARDENED_POD, context: HARDENED });
  const careless = podOf({});
  const mix = [
    ...Array.from({ length: 6 }, () => podOf({ podContext: HARDENED_POD, context: HARDENED })),
    careless,
    podOf({ podContext: HARDENED_POD, context: { ...HARDENED, privileged: true } }),
    podOf({
      podContext: HARDENED_POD,
      context: HARDENED,
      spec: { hostNetwork: true, volumes: [{ name: 'root', hostPath: { path: '/' } }] },
    }),
    podOf({ context: { runAsUser: 0, capabilities: { add: ['NET_ADMIN'] } } }),
  ];
  const restricted = { level: 'restricted', version: 'latest' };
  await run(
    'engine: compliant pod, 2 containers, restricted:latest',
    restricted,
    [compliant],
    'at least 250,000 pods/s',
  );
  await run('engine: careless pod, 2 containers, restricted:latest', restricted, [careless], 'at least 250,000 pods/s');
  await run('engine: mix of pods, restricted:latest', restricted, mix);
  await run('engine: mix of pods, baseline:v1.24', { level: 'baseline', version: 'v1.24' }, mix);
}

async function run(what, standard, pods, bound) {
  let allowed = 0;
  const ms = await best(7, () => {
    for (let index = 0; index < PODS; index++) if (evaluatePod(standard, pods[index % pods.length]).allowed) allowed++;
  });
  if (allowed > 7 * PODS) throw new Error('counted more pods than there were');
  print(what, `${Math.round(PODS / ms).toLocaleString('en')}k pods/s`, bound);
}

const HARDENED_POD = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
const HARDENED = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true };

/** Parsed from text, as real pods are, so that every pod has objects of its own. */
function podOf({ podContext, context, spec = {} }) {
  const container = (name) => ({
    name,
    image: `registry.example/${name}:1.2.3`,
    args: ['--listen=:8080'],
    ports: [{ containerPort: 8080, name: 'http' }],
    env: [{ name: 'LOG_LEVEL', value: 'info' }],
    resources: { requests: { cpu: '100m', memory: '128Mi' } },
    livenessProbe: { httpGet: { path: '/healthz', port: 8080 } },
    readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
    securityContext: context,
    volumeMounts: [{ name: 'settings', mountPath: '/etc/app' }],
  });
  return JSON.parse(
    JSON.stringify({
      metadata: { labels: { app: 'web' }, annotations: { 'checksum/config': 'a1b2c3' } },
      spec: {
        serviceAccountName: 'web',
        securityContext: podContext,
        containers: [container('web'), container('proxy')],
        volumes: [
          { name: 'settings', configMap: { name: 'settings' } },
          { name: 'tmp', emptyDir: {} },
        ],
        ...spec,
      },
    }),
  );
}

// Reads and judges the estate that namespaces.mjs made, and prints what that took as JSON.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_CONFIGURATION } from '../../dist/admission/configuration.js';
import { DEFAULT_CONFIG } from '../../dist/config/config.js';
import { readLiveNamespaces } from '../../dist/namespaces/declare-live.js';
import { createWorkloadExtractor } from '../../dist/parse/workloads/extract.js';
import { judgeCollection } from '../../dist/pipeline/assess.js';
import { collect } from '../../dist/pipeline/collect.js';
import { describeNamespaces } from '../../dist/pipeline/describe-namespaces.js';
import { discover } from '../../dist/pipeline/discover.js';
import { openSession } from '../../dist/pipeline/session.js';
import { judgePod } from '../../dist/pss/evaluate.js';
import { LATEST } from '../../dist/pss/versions.js';
import { buildReport } from '../../dist/report/build-report.js';
import { json } from '../../dist/report/json.js';

const root = process.argv[2];
const session = await openSession({
  paths: [join(root, 'apps')],
  workingDirectory: root,
  configFile: '.pss-gate.yaml',
  searchPath: '',
  cacheDirectory: root,
  timeoutMs: 90_000,
  jobs: 2,
  apiVersions: [],
  readStandardInput: async () => new Uint8Array(),
});
const extractWorkloads = createWorkloadExtractor();
const collection = await collect(await discover(session), session, {
  extractWorkloads,
  clusters: [],
  repositoryUrls: [],
});
const snapshot = readFileSync(join(root, 'namespaces.yaml'), 'utf8');

const start = performance.now();
const { declarations } = readLiveNamespaces(snapshot, 'namespaces.yaml', '');
const admission = {
  configuration: DEFAULT_CONFIGURATION,
  originOf: () => 'default',
  exemptionsOrigin: '',
  isConfigured: false,
};
const assessment = judgeCollection(collection, undefined, {
  extractWorkloads,
  clusters: [],
  repositoryUrls: [],
  namespaces: { admissionOf: () => admission, unknown: DEFAULT_CONFIG.namespaces.unknown, unknownOrigin: 'default' },
  live: declarations,
  rules: [
    {
      name: 'pinned',
      match: [],
      except: [],
      require: { enforce: 'baseline' },
      default: {},
      forbid: [],
      labels: 'any',
      pinned: true,
      mode: 'warn',
    },
  ],
  labelModes: DEFAULT_CONFIG.namespaces.findings,
  judgesControllersAsPods: true,
});
const report = buildReport(assessment.outcomes, {
  tool: { name: 'pss-gate', version: '', renderers: { helm: null, kustomize: null } },
  repository: {},
  level: undefined,
  notes: assessment.notes,
  namespaces: describeNamespaces(assessment),
  labelFindings: assessment.labelFindings,
  reason: undefined,
  decide: () => 'block',
});
const { length } = json(report);
const seconds = (performance.now() - start) / 1000;
const megabytes = process.resourceUsage().maxRSS / 1024;

const pods = collection.targets.flatMap(({ content }) => content.workloads.map(({ pod }) => pod));
const floorStart = performance.now();
let broken = 0;
for (const pod of pods) {
  for (const level of ['baseline', 'restricted']) {
    for (const { forbidden } of judgePod(level, LATEST, pod)) if (forbidden !== undefined) broken++;
  }
}
const floorSeconds = (performance.now() - floorStart) / 1000;
if (pods.length === 0 || broken === 0 || length === 0) throw new Error('nothing was judged');
await session.dispose();
console.log(JSON.stringify({ seconds, floorSeconds, megabytes, findings: report.findings.length }));

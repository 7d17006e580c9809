// npm run bench: speed as ratios to a floor that is measured in the same run, the best of several rounds each.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { benchCheck } from './check.mjs';
import { benchEngine } from './engine.mjs';
import { benchEstate, benchHeavy } from './estate.mjs';
import { benchNamespaces } from './namespaces.mjs';
import { benchPolicies } from './policies.mjs';
import { benchReading } from './reading.mjs';
import { benchStart } from './start.mjs';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
console.log(
  `pss-gate ${version} · node ${process.version} · ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`,
);
await benchEngine();
await benchReading();
await benchStart();
await benchCheck();
await benchNamespaces();
await benchPolicies();
await benchEstate();
await benchHeavy();

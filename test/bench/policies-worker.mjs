// Runs `pss-gate check ESTATE -o json=REPORT` with more options, and prints its peak memory as JSON.
import { readFileSync } from 'node:fs';
import { main } from '../../dist/commands/main.js';

const [estate, report, ...options] = process.argv.slice(2);
const code = await main(['check', estate, '--no-cache', '--no-progress', '-o', `json=${report}`, ...options], {
  env: { PATH: process.env.PATH },
  workingDirectory: process.cwd(),
  stdout: { write: async () => {}, isTerminal: false },
  stderr: { write: (text) => process.stderr.write(text), isTerminal: false },
  readStandardInput: async () => new Uint8Array(),
  signal: new AbortController().signal,
});
const megabytes = process.resourceUsage().maxRSS / 1024;
const { summary } = JSON.parse(readFileSync(report, 'utf8'));
const { pass, fail, warn, error } = summary.results;
if (code !== 0 && code !== 1) throw new Error(`check ended with ${code}`);
if (error > 0 || pass + fail + warn === 0) throw new Error(`nothing was judged: ${JSON.stringify(summary)}`);
process.stdout.write(JSON.stringify({ megabytes }));

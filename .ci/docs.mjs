// npm run docs: writes the generated parts of the documents; with --check, fails when they are not up to date.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configSchema } from '../dist/config/json-schema.js';
import { LABEL_FINDING_DEFAULTS } from '../dist/config/vocabulary.js';
import { CUSTOM_KINDS } from '../dist/parse/workloads/kinds.js';
import { STANDARD } from '../dist/pss/registry.js';

const isCheck = process.argv.includes('--check');
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

const parts = { controls: controlsTable(), kinds: kindsList(), 'label-findings': labelFindingsTable() };
update(
  'README.md',
  Object.entries(parts).reduce((text, [name, content]) => replace(text, name, content), readme),
);
update('templates/config.schema.json', formatted('config.schema.json', JSON.stringify(configSchema())));

function update(path, content) {
  const file = new URL(`../${path}`, import.meta.url);
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  if (!isCheck) writeFileSync(file, content);
  else {
    console.error(`${path}: what is generated is not up to date; run npm run docs`);
    process.exitCode = 1;
  }
}

/** As the linter wants it. */
function formatted(name, content) {
  const biome = fileURLToPath(new URL('../node_modules/@biomejs/biome/bin/biome', import.meta.url));
  return execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${name}`], {
    input: content,
    encoding: 'utf8',
  });
}

function replace(text, name, content) {
  const pattern = new RegExp(`(<!-- begin ${name} -->\n)[\\s\\S]*?(<!-- end ${name} -->)`);
  if (!pattern.test(text)) throw new Error(`README.md has no place for ${name}`);
  return text.replace(pattern, (_, begin, end) => `${begin}${content}\n${end}`);
}

function controlsTable() {
  const rows = STANDARD.checks.map(({ id, control, level, summary, versions }) => {
    return `| \`${id}\` | ${control} | ${level} | ${versions.map(({ since }) => since).join(', ')} | ${summary} |`;
  });
  return ['| check | control | level | versions | what must hold |', '|---|---|---|---|---|', ...rows].join('\n');
}

function labelFindingsTable() {
  const rows = Object.entries(LABEL_FINDING_DEFAULTS).map(
    ([name, [mode, meaning]]) => `| \`${name}\` | ${mode} | ${meaning} |`,
  );
  return ['| finding | mode | when |', '|---|---|---|', ...rows].join('\n');
}

function kindsList() {
  const byGroup = new Map();
  for (const { group, kind } of CUSTOM_KINDS) byGroup.set(group, [...(byGroup.get(group) ?? []), kind]);
  return [...byGroup]
    .sort()
    .map(([group, kinds]) => `- ${group}: ${kinds.sort().join(', ')}`)
    .join('\n');
}

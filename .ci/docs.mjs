// npm run docs: writes the generated parts of the documents; with --check, fails when they are not up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { CUSTOM_KINDS } from '../dist/parse/workloads/kinds.js';
import { STANDARD } from '../dist/pss/registry.js';

const isCheck = process.argv.includes('--check');
const readme = new URL('../README.md', import.meta.url);
const before = readFileSync(readme, 'utf8');
const after = replace(replace(before, 'controls', controlsTable()), 'kinds', kindsList());

if (after !== before && isCheck) {
  console.error('README.md: the generated parts are not up to date; run npm run docs');
  process.exit(1);
}
if (after !== before) writeFileSync(readme, after);

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

function kindsList() {
  const byGroup = new Map();
  for (const { group, kind } of CUSTOM_KINDS) byGroup.set(group, [...(byGroup.get(group) ?? []), kind]);
  return [...byGroup]
    .sort()
    .map(([group, kinds]) => `- ${group}: ${kinds.sort().join(', ')}`)
    .join('\n');
}

import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findRandomFunctions, tellTime } from '../../../src/render/random/functions.ts';

describe('findRandomFunctions', () => {
  it.each<[string, readonly string[]]>([
    ['{{ randAlphaNum 5 }}', ['randAlphaNum']],
    ['{{- $ca := genCA "web" 365 -}}{{ $ca.Cert }}', ['genCA']],
    ['a: {{ now | date "2006" }}\nb: {{ uuidv4 }}', ['date', 'now', 'uuidv4']],
    ['{{- $x := dict\n  "a" (randInt 0 9)\n}}', ['randInt']],
    ['{{ range keys .Values.a }}', ['keys']],
    ['{{ range (keys .Values.a | sortAlpha) }}', []],
    ['{{ keys .Values.a | uniq | sortAlpha | join "," }}', []],
    ['{{ .Values.now }}{{ $now }}{{ .Values.values }}{{ include "a.keys" . }}', []],
    ['{{ dict "keys" 1 "a\\"now" `values` }}{{/* now */}}{{- /* now */ -}}', []],
    ['{{ tpl "{{ randAlpha 5 }}" . }}', ['randAlpha']],
    [JSON.stringify('{{ printf "%s" (randAlpha 5) "a" }}'), ['randAlpha']],
    ['{{ known }}{{ nowhere }}', []],
    ['it is now {{ .Values.a }} and uuidv4', []],
    ['{{ .Values.a }} now {{', []],
    ['{{ now', []],
  ])('%j', async (text, expected) => {
    expect(await findRandomFunctions([], [text])).toEqual(expected);
  });

  it('looks below directories and into packed charts', async () => {
    const root = await mkdtemp(join(tmpdir(), 'pss-gate-random-'));
    const files = {
      'web/templates/a.yaml': '{{ shuffle "a" }}',
      'web/charts/packed.tgz': gzipSync('{{ bcrypt "a" }}'),
      'web/charts/broken.tgz': '{{ uuidv4 }}',
      'values.yaml': 'a: "{{ randAscii 3 }}"',
    };
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
    const paths = ['web', 'values.yaml', 'missing'].map((path) => join(root, path));
    expect(await findRandomFunctions(paths)).toEqual(['bcrypt', 'randAscii', 'shuffle']);
  });

  it('takes its time from the length only', async () => {
    const started = performance.now();
    await findRandomFunctions(
      [],
      [
        '{{ '.repeat(200_000),
        '{{ keys '.repeat(50_000),
        `{{ ${'keys '.repeat(50_000)} }}`,
        `{{ ${'keys | '.repeat(50_000)} }}`,
        `{{ ${'\\"'.repeat(50_000)} }}`,
        `{{ "${'\\"'.repeat(50_000)} }}`,
      ],
    );
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

it('knows which of them tell the time', () => {
  expect([tellTime(['randInt']), tellTime(['keys', 'now']), tellTime([])]).toEqual([false, true, false]);
});

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { refuseLoopbackSchemas } from '../../../src/render/helm/loopback-schemas.ts';

async function refusal(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'pss-gate-schema-')), name);
  await writeFile(file, content);
  return refuseLoopbackSchemas([file]).then(
    () => '',
    ({ message }) => message,
  );
}

it.each([
  '{"$ref": "http://localhost/a.json"}',
  '{"$ref": "http://127.0.0.1:8080/a.json"}',
  '{"properties": {"a": {"$ref":"https://[::1]/a"}}}',
  '{"$id": "http://localhost:1/", "$ref": "a.json"}',
  '{"id": "http://localhost:1/"}',
  '{"$schema": "http://localhost/schema"}',
  '{"$ref": "http://me:secret@127.1.2.3/"}',
  '{"\\u0024ref": "\\u0068ttp:\\/\\/local\\u0068ost/"}',
])('refuses %s', async (schema) => {
  expect(await refusal('values.schema.json', schema)).toMatch(/refers to http.*nothing is fetched/);
  expect(await refusal('a.tgz', gzipSync(schema))).toMatch(/a\.tgz refers to http/);
});

it.each([
  '{"$schema": "http://json-schema.org/draft-07/schema#"}',
  '{"properties": {"url": {"default": "http://localhost:8080"}}}',
  '{"$ref": "#/definitions/a"}',
  'not JSON',
])('leaves %s to helm', async (schema) => {
  expect(await refusal('values.schema.json', schema)).toBe('');
  expect(await refusal('a.tgz', gzipSync(schema))).toBe('');
});

it('reads nothing but schemas and packed charts, and these to the end', async () => {
  expect(await refusal('values.json', '{"$ref": "http://localhost/a.json"}')).toBe('');
  expect(await refusal('a.tgz', 'no archive')).toBe('helm: a.tgz cannot be read');
  expect(await refusal('a.tgz', gzipSync('c/charts/b.tgz\0\0\0'))).toMatch(/holds another packed chart/);
});

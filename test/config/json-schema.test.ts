import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config/json-schema.ts';
import { BAD, CONTRADICTIONS, GOOD } from './examples.ts';
import { fits } from './validate.ts';

const schema = configSchema();

interface Place {
  readonly place: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Every object in the schema, with its place. */
function objectsIn(value: unknown, place = ''): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, each]) => objectsIn(each, `${place}/${key}`));
  return Array.isArray(value) ? inner : [{ place, value: value as Place['value'] }, ...inner];
}

describe('the JSON Schema', () => {
  it.each(GOOD)('takes %s', (_, value) => {
    expect(fits(value, schema)).toBe(true);
  });

  it.each(BAD)('refuses %s', (_, value) => {
    expect(fits(value, schema)).toBe(false);
  });

  it.each(CONTRADICTIONS)('cannot tell %s', (_, value) => {
    expect(fits(value, schema)).toBe(true);
  });

  it.each([
    { defaults: { enforce: 'strict' } },
    { defaults: { 'enforce-version': '1.3' } },
    { defaults: { enforced: 'baseline' } },
    { exemptions: { namespaces: ['a', 'a'] } },
    { exemptions: { users: [] } },
    { kind: 'AdmissionConfiguration' },
  ])('describes admission: %j is wrong', (admission) => {
    expect([fits({ admission }, schema), fits({ clusters: [{ name: 'a', admission }] }, schema)]).toEqual([
      false,
      false,
    ]);
  });

  it('says what it is', () => {
    expect(Object.keys(schema).slice(0, 4)).toEqual(['$schema', '$id', 'title', 'description']);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  it('describes every setting', () => {
    const undescribed = objectsIn(schema)
      .filter(({ place }) => place.endsWith('/properties') && !/\/(?:if|then|else|anyOf\/\d+)\/properties$/.test(place))
      .flatMap(({ place, value }) => Object.entries(value).map(([key, each]) => ({ place: `${place}/${key}`, each })))
      .filter(({ each }) => typeof (each as { description?: unknown }).description !== 'string');
    expect(undescribed.map(({ place }) => place)).toEqual([]);
  });

  it('refuses unknown settings everywhere', () => {
    const open = objectsIn(schema).filter(({ value }) => value.type === 'object' && !('additionalProperties' in value));
    expect(open.map(({ place }) => place)).toEqual([]);
  });

  it('refers to nothing outside', () => {
    const references = objectsIn(schema).flatMap(({ value }) => (typeof value.$ref === 'string' ? [value.$ref] : []));
    expect(references.filter((reference) => !reference.startsWith('#/$defs/'))).toEqual([]);
  });

  it('is published as it is', () => {
    const file = new URL('../../templates/config.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema);
  });
});

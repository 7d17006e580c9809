import { z } from 'zod';
import { createSchema } from './schema.ts';

/** JSON Schema (2020-12) of the configuration file, for editors and other validators. It refers to nothing outside. */
export function configSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(
    createSchema(() => undefined),
    { target: 'draft-2020-12', io: 'input', override: ({ jsonSchema }) => allowNull(jsonSchema) },
  );
  return {
    $schema,
    $id: 'urn:pss-gate:config',
    title: 'pss-gate configuration',
    description: 'Settings of pss-gate: .pss-gate.yaml at the root of a repository.',
    ...schema,
  };
}

/** Sections and lists may be there with nothing below them, which YAML reads as null. */
function allowNull(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.nullable !== true) return;
  delete schema.nullable;
  if (typeof schema.type === 'string') Object.assign(schema, { type: [schema.type, 'null'] });
}

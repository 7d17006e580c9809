import { z } from 'zod';
import { LEVELS } from '../pss/levels.ts';
import { VERSION_PATTERN } from './levels.ts';
import { object } from './shapes.ts';
import { MODES } from './vocabulary.ts';

/**
 * A PodSecurityConfiguration whose `apiVersion` and `kind` may be left out. Its fields are only described here: admission's own
 * reader checks them, in the words of the API server.
 *
 * Source: https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-admission-controller/
 */
export const admission = object({
  apiVersion: z.unknown().exactOptional().meta({
    description: 'May be left out.',
    type: 'string',
    pattern: '^pod-security\\.admission\\.config\\.k8s\\.io/',
  }),
  kind: z.unknown().exactOptional().meta({ description: 'May be left out.', const: 'PodSecurityConfiguration' }),
  defaults: z.unknown().exactOptional().meta({
    description: 'Levels and versions of namespaces whose labels do not set them.',
    type: 'object',
    properties: describeDefaults(),
    additionalProperties: false,
  }),
  exemptions: z
    .unknown()
    .exactOptional()
    .meta({
      description: 'What is not judged at all.',
      type: 'object',
      properties: {
        usernames: describeNames('Authenticated users whose requests are exempt.'),
        namespaces: describeNames('Namespaces that are exempt.'),
        runtimeClasses: describeNames('Runtime classes whose pods are exempt.'),
      },
      additionalProperties: false,
    }),
}).meta({ id: 'PodSecurityConfiguration', description: 'Configuration of Pod Security Admission in the API server.' });

function describeDefaults(): Record<string, object> {
  const fields = MODES.flatMap((mode) => [
    [mode, { description: `Level of the mode ${mode}.`, enum: LEVELS, default: 'privileged' }],
    [
      `${mode}-version`,
      { description: `Version of the mode ${mode}.`, type: 'string', pattern: VERSION_PATTERN, default: 'latest' },
    ],
  ]);
  return Object.fromEntries(fields) as Record<string, object>;
}

function describeNames(description: string): object {
  return { description, type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true };
}

import { z } from 'zod';
import { LEVELS, parseLevel } from '../pss/levels.ts';
import { parseVersion } from '../pss/versions.ts';
import { allowed, show, word } from './shapes.ts';

/** `latest` or `v1.x`, for JSON Schema; `parseVersion` decides. */
export const VERSION_PATTERN = '^(latest|v1\\.(0|[1-9][0-9]*))$';
const LEVEL_AND_VERSION_PATTERN = `^(${LEVELS.join('|')})(:(latest|v1\\.(0|[1-9][0-9]*)))?$`;

const VERSIONS = 'latest, or v1.x such as v1.34';
const LEVELS_AND_VERSIONS = `${LEVELS.join(', ')}, each also with a version, such as baseline:v1.34`;

export const level = word(LEVELS);

/** `latest` or `v1.x`, as text. */
export const version = z
  .string(allowed(VERSIONS))
  .superRefine((input, context) => {
    if (parseVersion(input).error !== undefined) refuse(context, input, VERSIONS);
  })
  .meta({ pattern: VERSION_PATTERN });

/** LEVEL or LEVEL:VERSION. */
export const levelAndVersion = z
  .string(allowed(LEVELS_AND_VERSIONS))
  .transform((input, context) => {
    const [name = '', ...rest] = input.split(':');
    const parsedLevel = parseLevel(name);
    const parsedVersion = parseVersion(rest.length === 0 ? 'latest' : rest.join(':'));
    if ((parsedLevel.error ?? parsedVersion.error) !== undefined) refuse(context, input, LEVELS_AND_VERSIONS);
    return { level: parsedLevel.value, version: parsedVersion.value };
  })
  .meta({ pattern: LEVEL_AND_VERSION_PATTERN });

function refuse(context: z.core.$RefinementCtx, input: string, words: string): void {
  context.addIssue({ code: 'custom', message: `got ${show(input)}, allowed: ${words}` });
}

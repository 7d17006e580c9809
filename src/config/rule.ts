import { z } from 'zod';
import { level, version } from './levels.ts';
import { matches } from './match.ts';
import { allowed, expected, list, object, text, whenSound, word } from './shapes.ts';
import { MODES } from './vocabulary.ts';

/** What a rule can ask for. */
const REQUESTS = ['require', 'default', 'forbid', 'labels', 'pinned', 'version'] as const;

/** A level for enforce, or one for each mode. */
const levels = z.union(
  [
    level.transform((enforce) => ({ enforce })),
    object({
      enforce: level.exactOptional().describe('For pods that are refused.'),
      audit: level.exactOptional().describe('For pods that are recorded.'),
      warn: level.exactOptional().describe('For pods that are warned of.'),
    })
      .refine((value) => Object.keys(value).length > 0, `expected one of ${MODES.join(', ')} at least`)
      .meta({ minProperties: 1 }),
  ],
  expected(`a level, or an object with ${MODES.join(', ')}`),
);

/** What the labels of some namespaces have to be. */
export const rule = object({
  name: text('a name').describe('Names the rule in findings; unique.'),
  match: matches
    .optional()
    .transform((value) => value ?? [])
    .describe('Namespaces that the rule is for; absent: all.'),
  except: matches
    .optional()
    .transform((value) => value ?? [])
    .describe('Namespaces that it is not for.'),
  require: levels
    .optional()
    .transform((value) => value ?? {})
    .describe('Weakest level that is allowed: of enforce, or of each mode.'),
  default: levels
    .optional()
    .transform((value) => value ?? {})
    .describe('Level to assign where no label sets one: for enforce, or for each mode.'),
  forbid: list('a list of levels', level)
    .optional()
    .transform((value) => value ?? [])
    .describe('Levels that enforce must not be set to.'),
  labels: z
    .union(
      [
        z.literal('any', allowed(`any, or a list of ${MODES.join(', ')}`)),
        list(`any, or a list of ${MODES.join(', ')}`, word(MODES)),
      ],
      expected(`any, or a list of ${MODES.join(', ')}`),
    )
    .optional()
    .transform((value) => value ?? [])
    .describe('Labels that must set a level: any one of them, or those of each mode that is listed.'),
  pinned: z
    .boolean(allowed('true, false'))
    .default(false)
    .describe('Whether versions of levels that labels set have to be v1.x, neither absent nor latest.'),
  version: version.exactOptional().describe('Version that `pss-gate labels --write` writes beside a level.'),
  mode: word(MODES).default('enforce').describe('How a broken rule counts.'),
})
  .superRefine(
    (value, context) => {
      if (!REQUESTS.some((field) => isSet(value[field])))
        context.addIssue({ code: 'custom', message: `asks for nothing, expected one of ${REQUESTS.join(', ')}` });
    },
    whenSound(...REQUESTS),
  )
  .superRefine(
    ({ require, forbid }, context) => {
      const index = require.enforce === undefined ? -1 : forbid.indexOf(require.enforce);
      if (index !== -1)
        context.addIssue({
          code: 'custom',
          path: ['forbid', index],
          message: `got "${require.enforce}", which require allows; expected levels that it does not forbid itself`,
        });
    },
    whenSound('require', 'forbid'),
  )
  .meta({ anyOf: REQUESTS.map(describeRequest) });

function describeRequest(field: (typeof REQUESTS)[number]): object {
  return { required: [field], ...(field === 'pinned' ? { properties: { pinned: { const: true } } } : {}) };
}

function isSet(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

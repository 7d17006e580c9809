import { z } from 'zod';
import { isRecord } from '../model/manifest.ts';
import { expected, expectedText, list, object, text, whenSound, word } from './shapes.ts';

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

/** A qualified name of Kubernetes: up to 63 characters behind an optional DNS subdomain. */
const LABEL_KEY = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** May be empty, as in Kubernetes. */
const labelValue = z.string(expectedText('the value of a label'));

const expression = object({
  key: text('the key of a label').describe('Key of a label.'),
  operator: word(OPERATORS).describe('How the value of the label is compared; In and NotIn with values.'),
  values: list('a list of values', labelValue).exactOptional().describe('Values of In and NotIn.'),
})
  .superRefine(
    ({ operator, values = [] }, context) => {
      const wantsValues = operator === 'In' || operator === 'NotIn';
      if (wantsValues && values.length === 0)
        context.addIssue({ code: 'custom', path: ['values'], message: `expected a list of values for ${operator}` });
      if (!wantsValues && values.length > 0)
        context.addIssue({ code: 'custom', path: ['values'], message: `got a list, expected none for ${operator}` });
    },
    whenSound('operator', 'values'),
  )
  .meta({
    if: { properties: { operator: { enum: ['In', 'NotIn'] } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ['values'] },
    else: { properties: { values: false } },
  });

const labels = z
  .preprocess(
    // zod's records leave out a key that would set the prototype; nobody would learn that it does nothing.
    (value, context) => {
      if (isRecord(value) && Object.hasOwn(value, '__proto__'))
        context.addIssue({
          code: 'custom',
          path: ['__proto__'],
          message: 'expected the key of a label',
          continue: true,
        });
      return value;
    },
    z.record(z.string().regex(LABEL_KEY), labelValue, {
      error: (issue) =>
        issue.code === 'invalid_key'
          ? 'expected the key of a label'
          : expected('an object of labels and their values').error(issue),
    }),
  )
  .refine((value) => Object.keys(value).length > 0, 'expected one label at least')
  .meta({ minProperties: 1 });

const wildcards = (what: string, example: string) =>
  list(`a list of ${what}, such as [${example}]`, text(`one of the ${what}`)).exactOptional();

const CONDITIONS = {
  names: wildcards('names', '"pci-*"').describe('Names of namespaces; * stands for any characters, ? for one.'),
  clusters: wildcards('clusters', 'prod').describe('Names of clusters, with * and ?.'),
  paths: wildcards('paths', '"apps/pay/*"').describe(
    'Files that declare the namespace, relative to the root of the repository, with * (also for /) and ?.',
  ),
  labels: labels.exactOptional().describe('Labels that the namespace has, with these values.'),
  expressions: list('a list of expressions', expression)
    .exactOptional()
    .describe('Conditions on labels, as in matchExpressions of Kubernetes.'),
};

/** Conditions on a namespace, all of which have to hold; one that is absent is none. */
export const match = object(CONDITIONS)
  .superRefine(
    (value, context) => {
      if (Object.keys(value).length === 0)
        context.addIssue({ code: 'custom', message: `expected one of ${Object.keys(CONDITIONS).join(', ')} at least` });
    },
    { when: ({ issues }) => issues.length === 0 },
  )
  .meta({ id: 'Match', description: 'Namespaces that meet all of these conditions.', minProperties: 1 });

/** One match, or several of which any is enough. */
export const matches = z.union(
  [match.transform((only) => [only]), list('a list of objects with conditions', match)],
  expected(`an object with ${Object.keys(CONDITIONS).join(', ')}, or a list of such objects`),
);

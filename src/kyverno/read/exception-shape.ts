import { CONDITIONS } from './conditions-shape.ts';
import { MATCH_V2 } from './match-shape.ts';
import { BOOLEAN, listOf, type ObjectShape, object, TEXT, TEXTS } from './shape.ts';

/**
 * `spec` of PolicyException in the group kyverno.io.
 *
 * Source: kyverno config/crds/kyverno/kyverno.io_policyexceptions.yaml
 */
export const EXCEPTION_SPEC: ObjectShape = object(
  {
    background: BOOLEAN,
    match: MATCH_V2,
    conditions: CONDITIONS,
    exceptions: listOf(object({ policyName: TEXT, ruleNames: TEXTS }, ['policyName', 'ruleNames'])),
    podSecurity: listOf(
      object({ controlName: TEXT, images: TEXTS, restrictedField: TEXT, values: TEXTS }, ['controlName']),
    ),
  },
  ['match', 'exceptions'],
);

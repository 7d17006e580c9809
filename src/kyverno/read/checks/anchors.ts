import { isRecord } from '../../../model/manifest.ts';
import { child, type FieldProblem, problemIf, type RuleCheck } from './check.ts';

const ANCHOR = /^\s*([+<=X^])?\s*\((.+)\)\s*$/;

/**
 * Anchors in patterns. That of mutations, `+()`, has no meaning in a validation.
 *
 * Source: kyverno pkg/policy/common/validate_pattern.go, pkg/engine/anchor/anchor.go
 */
export const checkAnchors: RuleCheck = ({ validate = {} }, path) => {
  const { pattern, anyPattern } = validate;
  return [
    ...checkPattern(pattern, child(path, 'validate.pattern')),
    ...(Array.isArray(anyPattern) ? anyPattern : []).flatMap((alternative, index) =>
      checkPattern(alternative, child(path, `validate.anyPattern[${index}]`)),
    ),
  ];
};

function checkPattern(pattern: unknown, path: string): FieldProblem[] {
  if (Array.isArray(pattern)) return pattern.flatMap((item, index) => checkPattern(item, `${path}[${index}]`));
  if (!isRecord(pattern)) return [];
  return Object.entries(pattern).flatMap(([key, value]) => [
    ...checkKey(key, value, child(path, key)),
    ...checkPattern(value, child(path, key)),
  ]);
}

function checkKey(key: string, value: unknown, path: string): FieldProblem[] {
  const modifier = ANCHOR.exec(key)?.[1];
  if (modifier === '+') return [{ path, message: `unsupported anchor ${key}` }];
  if (modifier !== '^') return [];
  return [
    ...problemIf(!Array.isArray(value), path, 'existence anchor should have value of type list'),
    ...problemIf(Array.isArray(value) && value.length === 0, path, 'existence anchor: should have at least one value'),
  ];
}

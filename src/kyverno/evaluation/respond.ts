import type { Rule } from '../read/rule.ts';
import type { RuleResponse } from '../types.ts';
import type { VariableContext } from '../variables/context.ts';
import { VariableError } from '../variables/errors.ts';
import { hasVariables, substitute } from '../variables/substitute.ts';
import { exceptionNames } from './excused.ts';
import type { RuleOutcome } from './outcome.ts';

const NONE: Readonly<Record<string, string>> = {};

/** The outcome of a rule with what reports add. */
export function respond(
  { name, reportProperties = NONE }: Rule,
  type: RuleResponse['type'],
  { status, message, properties = NONE, brokenChecks, failedPath, unsupported, exceptions }: RuleOutcome,
  context: () => VariableContext,
  ignoresUnsupported: boolean,
): RuleResponse {
  return {
    rule: name,
    type,
    status: unsupported !== undefined && ignoresUnsupported ? 'skip' : status,
    message,
    properties: {
      ...fill(reportProperties, context),
      ...properties,
      ...(exceptions && { exceptions: exceptionNames(exceptions) }),
    },
    ...(brokenChecks && { brokenChecks }),
    ...(failedPath !== undefined && { failedPath }),
    ...(unsupported !== undefined && { unsupported }),
    ...(exceptions && { exceptions }),
  };
}

/** Properties with their variables filled in; as they are written where that is not possible. */
function fill(
  properties: Readonly<Record<string, string>>,
  context: () => VariableContext,
): Readonly<Record<string, string>> {
  if (!hasVariables(properties)) return properties;
  try {
    const filled = substitute(properties, context());
    return isTextMap(filled) ? filled : properties;
  } catch (thrown) {
    if (thrown instanceof VariableError) return properties;
    throw thrown;
  }
}

function isTextMap(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && Object.values(value).every((item) => typeof item === 'string');
}

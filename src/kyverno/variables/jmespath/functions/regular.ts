import { compileRegex, type Regex } from '../../../values/regex.ts';
import { NotEvaluatedError, prefixError, VariableError } from '../../errors.ts';
import type { Evaluation } from '../evaluation.ts';
import { type FunctionTable, functionError } from './signature.ts';
import { scalarText } from './text.ts';

/** Most that matching one text may cost, in characters times instructions. */
const MAX_COST = 50_000_000;
/** What counts as one step of an evaluation. */
const COST_OF_STEP = 100;

const REPLACE = [['string'], ['string', 'number'], ['string', 'number']] as const;

/** Kyverno's functions on regular expressions. Source: kyverno pkg/engine/jmespath/functions.go */
export const REGULAR_FUNCTIONS: FunctionTable = {
  regex_match: {
    parameters: [['string'], ['string', 'number']],
    call: ([pattern, value], evaluation) => {
      const text = scalarText(value) ?? '';
      const regex = compileRegex(pattern as string);
      payFor(regex, text, evaluation);
      return regex.test(text);
    },
  },
  regex_replace_all: {
    parameters: REPLACE,
    call: ([pattern, value, by], evaluation) => {
      const text = scalarText(value) ?? '';
      const regex = compile(pattern as string, 'regex_replace_all');
      payFor(regex, text, evaluation);
      return regex.replaceAll(text, scalarText(by) ?? '');
    },
  },
  regex_replace_all_literal: {
    parameters: REPLACE,
    call: ([pattern, value, by], evaluation) => {
      const text = scalarText(value) ?? '';
      const regex = compile(pattern as string, 'regex_replace_all_literal');
      payFor(regex, text, evaluation);
      return regex.replaceAllLiteral(text, scalarText(by) ?? '');
    },
  },
};

function compile(pattern: string, name: string): Regex {
  try {
    return compileRegex(pattern);
  } catch (error) {
    if (error instanceof VariableError) throw prefixError(error, functionError(name, '').message);
    throw error;
  }
}

function payFor(regex: Regex, text: string, evaluation: Evaluation): void {
  const cost = regex.costOf(text);
  if (cost > MAX_COST) throw new NotEvaluatedError('regular expression needs too much time');
  evaluation.spend(Math.ceil(cost / COST_OF_STEP));
}

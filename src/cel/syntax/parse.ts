import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import { CelError } from '../types.ts';
import { adapt, type Source } from './source.ts';

/** Longest expression, in UTF-16 units, as cel-go limits it. */
const MAX_LENGTH = 100_000;

/** Only its parser is used. */
const PARSER = new Environment({
  enableOptionalTypes: true,
  unlistedVariablesAreDyn: true,
  limits: { maxListElements: 10_000, maxMapEntries: 10_000 },
});

export interface Parsed {
  readonly root: ASTNode;
  /** What was parsed, in which nodes have their places. */
  readonly source: Source;
}

/** @throws CelError for what is no expression, or is nested too deeply */
export function parse(expression: string): Parsed {
  if (expression.length > MAX_LENGTH) throw new CelError('expression code point size exceeds limit');
  const source = adapt(expression);
  try {
    return { root: PARSER.parse(source.text).ast, source };
  } catch (error) {
    if (error instanceof ParseError) throw new CelError(`Syntax error: ${error.summary}`);
    if (error instanceof RangeError) throw new CelError('expression recursion limit exceeded');
    throw error;
  }
}

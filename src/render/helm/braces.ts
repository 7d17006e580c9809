/** Alternatives in braces multiply. */
const MAX_PATTERNS = 1000;

/** Parts of a pattern between slashes; one in braces does not count. */
export function splitOutsideBraces(pattern: string): readonly string[] {
  const cuts = [...marks(pattern)].filter(({ mark, depth }) => mark === '/' && depth === 0).map(({ at }) => at);
  return [...cuts, pattern.length].map((end, index) => pattern.slice((cuts[index - 1] ?? -1) + 1, end));
}

/**
 * A pattern with each combination of the alternatives in its braces, which may hold others.
 *
 * @throws SyntaxError for braces without their counterpart, and for too many combinations
 */
export function expandBraces(pattern: string): readonly string[] {
  const done: string[] = [];
  const open = [pattern];
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    const alternatives = expandFirst(text);
    if (alternatives === undefined) done.push(text);
    else open.push(...alternatives);
    if (done.length + open.length > MAX_PATTERNS) throw new SyntaxError(`more than ${MAX_PATTERNS} alternatives`);
  }
  return done;
}

/** The pattern with each alternative of its first braces; nothing where there are none. */
function expandFirst(pattern: string): readonly string[] | undefined {
  const cuts: number[] = [];
  for (const { mark, at, depth } of marks(pattern)) {
    if (mark === '/' || depth > 1) continue;
    if (mark === ',' && depth === 0) continue;
    cuts.push(at);
    if (mark !== '}') continue;
    const [start = 0] = cuts;
    return cuts.slice(1).map((end, index) => {
      return pattern.slice(0, start) + pattern.slice((cuts[index] ?? 0) + 1, end) + pattern.slice(at + 1);
    });
  }
  return undefined;
}

interface Mark {
  readonly mark: string;
  readonly at: number;
  /** How many braces are around it; of a brace itself 1 when there are none. */
  readonly depth: number;
}

/** What structures a pattern, unless there is a backslash before it. */
function* marks(pattern: string): Generator<Mark> {
  let depth = 0;
  for (const { 0: mark, index: at } of pattern.matchAll(/\\.|[{},/]/gsu)) {
    if (mark.startsWith('\\')) continue;
    if (mark === '{') depth++;
    yield { mark, at, depth };
    if (mark === '}' && --depth < 0) throw new SyntaxError('braces that are not opened');
  }
  if (depth > 0) throw new SyntaxError('braces that are not closed');
}

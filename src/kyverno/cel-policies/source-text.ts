/**
 * A CEL expression with blanks instead of what string literals and comments say, so that names can be looked for in it. Linear in
 * time.
 *
 * Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
 */
export function blankLiterals(expression: string): string {
  let blanked = '';
  let at = 0;
  while (at < expression.length) {
    const end = endOfComment(expression, at) ?? endOfLiteral(expression, at);
    if (end === undefined) blanked += expression[at++];
    else {
      blanked += ' '.repeat(end - at);
      at = end;
    }
  }
  return blanked;
}

function endOfComment(text: string, start: number): number | undefined {
  if (!text.startsWith('//', start)) return undefined;
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

/** Where the literal ends that begins with a quote at a position. One that is not closed ends with the text. */
function endOfLiteral(text: string, start: number): number | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return undefined;
  const delimiter = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  const isRaw = /[rR]/.test(text[start - 1] ?? '') && !/[\w]/.test((text[start - 2] ?? '').replace(/[bB]/, ''));
  for (let at = start + delimiter.length; at < text.length; at++) {
    if (text[at] === '\\' && !isRaw) at++;
    else if (text.startsWith(delimiter, at)) return at + delimiter.length;
  }
  return text.length;
}

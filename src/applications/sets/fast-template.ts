import { type Fields, field } from './fields.ts';
import { SetProblem } from './set-problem.ts';

/**
 * Replaces `{{name}}` by the parameter of that name, as Argo CD does without `goTemplate`. Tags that name no text parameter stay as
 * they are.
 *
 * Source: argo-cd applicationset/utils/utils.go, Replace; github.com/valyala/fasttemplate v1.2.2
 * @throws SetProblem when a tag does not end
 */
export function renderFastTemplate(text: string, params: Fields): string {
  if (!IS_TEMPLATED.test(text)) return text;
  const parts: string[] = [];
  for (let position = 0; ; ) {
    const start = text.indexOf('{{', position);
    if (start === -1) return parts.join('') + text.slice(position);
    const end = text.indexOf('}}', start + 2);
    if (end === -1)
      throw new SetProblem('', `the template has a {{ without a }} behind it: ${excerpt(text.slice(start))}`);
    const tag = text.slice(start + 2, end);
    const name = trimSpace(tag);
    const value = name === '' ? undefined : field(params, name);
    parts.push(text.slice(position, start), typeof value === 'string' ? value : `{{${tag}}}`);
    position = end + 2;
  }
}

/** Only a text that has both marks in one line is taken for a template; Go's `.` is all but a line feed. */
const IS_TEMPLATED = /\{\{[^\n]*\}\}/;

/** Go's strings.TrimSpace: another set of characters than JavaScript's. */
function trimSpace(text: string): string {
  return text.replace(LEADING_SPACE, '').replace(TRAILING_SPACE, '');
}

const GO_SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const LEADING_SPACE = new RegExp(`^${GO_SPACE}+`);
const TRAILING_SPACE = new RegExp(`(?<!${GO_SPACE})${GO_SPACE}+$`);

function excerpt(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

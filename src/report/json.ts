import type { Report } from '../model/report.ts';

/** Items of a list that are written at once: a piece has some hundred kilobytes. */
const ITEMS = 200;

/** The report as it is, for programs: what JSON.stringify makes of it with two spaces, in pieces. */
export function* json(report: Report): Iterable<string> {
  yield '{';
  let before = '\n';
  for (const [key, value] of Object.entries(report)) {
    if (value === undefined) continue;
    yield `${before}  ${JSON.stringify(key)}: `;
    if (Array.isArray(value) && value.length > 0) yield* list(value);
    else yield print(value, '  ');
    before = ',\n';
  }
  yield '\n}\n';
}

function* list(items: readonly unknown[]): Iterable<string> {
  for (let at = 0; at < items.length; at += ITEMS) {
    const texts = items.slice(at, at + ITEMS).map((item) => `    ${print(item, '    ')}`);
    yield `${at === 0 ? '[' : ','}\n${texts.join(',\n')}`;
  }
  yield '\n  ]';
}

/** Line breaks in JSON stand between values only: in texts they are written as `\n`. */
function print(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
}

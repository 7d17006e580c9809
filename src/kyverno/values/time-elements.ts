/** What an element of a layout stands for. */
export type Element =
  | 'year2'
  | 'year4'
  | 'monthName'
  | 'monthLongName'
  | 'month'
  | 'weekday'
  | 'weekdayLong'
  | 'day'
  | 'yearDay'
  | 'hour'
  | 'hour12'
  | 'minute'
  | 'second'
  | 'upperPM'
  | 'lowerPM'
  | 'zone'
  | 'zoneName'
  | 'fraction'
  | 'optionalFraction';

export interface LayoutElement {
  readonly kind: Element;
  /** As the layout writes it: `01`, `_2`, `Z07:00`. */
  readonly text: string;
}

/** What stands for a part of a time, in the order in which upstream tries it. Source: go time/format.go, nextStdChunk */
const ELEMENTS: readonly (readonly [pattern: string, kind: Element])[] = [
  ['January', 'monthLongName'],
  ['Jan(?![a-z])', 'monthName'],
  ['Monday', 'weekdayLong'],
  ['Mon(?![a-z])', 'weekday'],
  ['MST', 'zoneName'],
  ['01', 'month'],
  ['02', 'day'],
  ['03', 'hour12'],
  ['04', 'minute'],
  ['05', 'second'],
  ['06', 'year2'],
  ['002', 'yearDay'],
  ['15', 'hour'],
  ['1', 'month'],
  ['2006', 'year4'],
  ['2', 'day'],
  ['_2(?!006)', 'day'],
  ['__2', 'yearDay'],
  ['3', 'hour12'],
  ['4', 'minute'],
  ['5', 'second'],
  ['PM', 'upperPM'],
  ['pm', 'lowerPM'],
  ['[-Z]07(?:0000|:00:00|00|:00)?', 'zone'],
  ['[.,]0+(?![0-9])', 'fraction'],
  ['[.,]9+(?![0-9])', 'optionalFraction'],
];

const ELEMENT = new RegExp(ELEMENTS.map(([pattern]) => `(${pattern})`).join('|'), 'g');

/** The elements of a layout with the text before each. The last has none. */
export function splitLayout(
  layout: string,
): readonly { readonly prefix: string; readonly element: LayoutElement | undefined }[] {
  const parts: { prefix: string; element: LayoutElement | undefined }[] = [];
  let position = 0;
  for (const match of layout.matchAll(ELEMENT)) {
    const kind = ELEMENTS[match.slice(1).findIndex((group) => group !== undefined)]?.[1];
    if (kind === undefined) continue;
    parts.push({ prefix: layout.slice(position, match.index), element: { kind, text: match[0] } });
    position = match.index + match[0].length;
  }
  parts.push({ prefix: layout.slice(position), element: undefined });
  return parts;
}

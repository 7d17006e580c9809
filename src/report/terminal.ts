import { styleText } from 'node:util';
import { formatLocation } from '../model/location.ts';
import { printable } from '../model/printable.ts';
import type { Location } from '../model/report.ts';

type Style = Parameters<typeof styleText>[0];

/** Paints text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** A painter for a terminal, or one that paints nothing. Whether to paint was decided by the caller, not by this process. */
export function createPaint(colors: boolean): Paint {
  return colors ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

export function placeOf(location: Location): string {
  return printable(formatLocation(location));
}

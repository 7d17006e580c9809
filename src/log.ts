import { type Logger, pino } from 'pino';

import { MASK, maskTokens } from './model/mask.ts';
import { printable } from './model/printable.ts';

export type Log = Logger;

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export const LOG_FORMATS = ['text', 'json'] as const;

export interface LogSettings {
  readonly level: (typeof LOG_LEVELS)[number];
  readonly format: (typeof LOG_FORMATS)[number];
  /** Values that must never be printed, such as the token in the environment. */
  readonly secrets: readonly string[];
}

/** A log on standard error. Standard output carries data only. */
export function createLog({ level, format, secrets }: LogSettings, write: (text: string) => void): Logger {
  const mask = createMask(secrets);
  const stream = { write: (line: string) => write(mask(format === 'json' ? line : toText(line))) };
  return pino(
    { level, base: null, timestamp: format === 'json', formatters: { level: (label) => ({ level: label }) } },
    stream,
  );
}

/** Replaces secrets and everything that looks like one. */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= 6);
  return (text) => maskTokens(known.reduce((masked, secret) => masked.replaceAll(secret, MASK), text));
}

function toText(line: string): string {
  const { level, msg, ...fields } = JSON.parse(line) as { level: string; msg?: string };
  const details = Object.entries(fields).map(
    ([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${level}: ${printable((msg ?? '') + details.join(''))}\n`;
}

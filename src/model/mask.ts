/** What tokens look like, whoever issued them, and credentials in URLs and headers. */
const TOKENS =
  /\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{20,}|\bey[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}|(?<=:\/\/)[^\s/@]+(?=@)|(?<=\b(?:bearer|basic|token)\s)[\w.~+/=-]{8,}/gi;
export const MASK = '***';

/** Replaces everything that looks like a secret. */
export function maskTokens(text: string): string {
  return text.replaceAll(TOKENS, MASK);
}

/**
 * Whether a text matches a pattern in which `*` stands for any characters and `?` for one. Linear in memory, and in time
 * bounded by the product of both lengths, whatever the pattern: patterns come from configuration files.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let position = 0;
  let at = 0;
  let star = -1;
  let resume = 0;
  while (position < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      resume = position;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[position])) {
      at++;
      position++;
    } else if (star !== -1) {
      at = star + 1;
      position = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

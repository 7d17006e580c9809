/**
 * Argo CD's `normalize`, which makes a DNS name of a text as far as that goes.
 *
 * Source: argo-cd applicationset/utils/template_functions.go, SanitizeName
 */
export function normalize(text: string): string {
  return goLowerCase(text)
    .replaceAll(/[^-a-z0-9.]/gu, '-')
    .slice(0, 253)
    .replaceAll(/^[-.]+|[-.]+$/g, '');
}

/**
 * Go maps characters one by one. JavaScript makes two of `İ`, of which the second would become another dash; other lower-case
 * forms beyond ASCII become a dash either way, the Kelvin sign becomes `k` in both.
 */
function goLowerCase(text: string): string {
  return text.replaceAll('\u0130', 'i').toLowerCase();
}

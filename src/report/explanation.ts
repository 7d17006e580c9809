/** A control as `explain` and the documentation show it. */
export interface Explanation {
  readonly id: string;
  readonly control: string;
  readonly level: string;
  readonly summary: string;
  readonly fields: readonly string[];
  readonly allowed: string;
  readonly versions: readonly { readonly since: string; readonly change: string }[];
  readonly remediation: string;
  readonly url: string;
}

/** What an explanation is made of; the checks of the standards are such. */
interface Described extends Omit<Explanation, 'versions' | 'url'> {
  readonly versions: readonly { readonly since: string; readonly change?: string }[];
}

const STANDARDS = 'https://kubernetes.io/docs/concepts/security/pod-security-standards/';

export function explanationOf({
  id,
  control,
  level,
  summary,
  fields,
  allowed,
  versions,
  remediation,
}: Described): Explanation {
  return {
    id,
    control,
    level,
    summary,
    fields,
    allowed,
    versions: versions.map(({ since, change }) => ({ since, change: change ?? 'first version of the rule' })),
    remediation,
    url: `${STANDARDS}#${level}`,
  };
}

/** All about one control. */
export function toText({
  id,
  control,
  level,
  summary,
  fields,
  allowed,
  versions,
  remediation,
  url,
}: Explanation): string {
  return [
    `${control} (${id}, ${level})`,
    summary,
    '',
    'Fields',
    ...fields.map((field) => `  ${field}`),
    'Allowed',
    `  ${allowed}`,
    'Versions',
    ...versions.map(({ since, change }) => `  ${since.padEnd(6)} ${change}`),
    'Fix',
    `  ${remediation}`,
    'More',
    `  ${url}`,
    '',
  ].join('\n');
}

/** One line for each control. */
export function toListing(explanations: readonly Explanation[]): string {
  const width = (pick: (explanation: Explanation) => string) =>
    Math.max(...explanations.map((each) => pick(each).length));
  const ids = width(({ id }) => id);
  const controls = width(({ control }) => control);
  const lines = explanations.map(({ id, control, level, summary }) =>
    [id.padEnd(ids), control.padEnd(controls), level.padEnd(10), summary].join('  '),
  );
  return `${lines.join('\n')}\n`;
}

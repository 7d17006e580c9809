import { substitute } from '../substitute.ts';
import type { Parameter } from './options.ts';

export interface SetArguments {
  readonly args: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * `--set` and `--set-string` of an Application. The last of one name wins. Argo CD gives the others to helm in random order;
 * here they keep the order in which they are listed.
 *
 * Source: argo-cd reposerver/repository/repository.go, helmTemplate; util/helm/cmd.go, template
 */
export function setParameters(
  parameters: readonly Parameter[],
  environment: Readonly<Record<string, string>>,
): SetArguments {
  const plain = lastOfEachName(parameters.filter(({ forceString }) => !forceString));
  const strings = lastOfEachName(parameters.filter(({ forceString }) => forceString));
  const toArguments = (flag: string, values: ReadonlyMap<string, string>) =>
    [...values].map(([name, value]) => `${flag}=${name}=${escapeCommas(substitute(value, environment))}`);
  return {
    args: [...toArguments('--set', plain), ...toArguments('--set-string', strings)],
    warnings: [...warnOfOverlaps([...plain.keys()]), ...warnOfOverlaps([...strings.keys()])],
  };
}

function lastOfEachName(parameters: readonly Parameter[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { name, value } of parameters) {
    values.delete(name);
    values.set(name, value);
  }
  return values;
}

/**
 * A comma would end the value, unless there is a backslash before it already. Braces around it make it helm's list.
 *
 * Source: argo-cd util/helm/cmd.go, cleanSetParameters
 */
export function escapeCommas(value: string): string {
  if (value.startsWith('{') && value.endsWith('}')) return value;
  return value.replaceAll(/(?<!\\),/g, '\\,');
}

/** Of names like `a` and `a.b` the later one counts, and which that is Argo CD leaves to chance. */
export function warnOfOverlaps(names: readonly string[]): readonly string[] {
  const known = new Set(names);
  return names.flatMap((name) =>
    prefixesOf(name)
      .filter((prefix) => known.has(prefix))
      .map(
        (prefix) =>
          `helm parameters ${prefix} and ${name} set the same value; Argo CD gives them to helm in random order, here the later one wins`,
      ),
  );
}

/** `a` and `a.b` of `a.b[0]`. A dot behind a backslash is part of a name. */
function prefixesOf(name: string): readonly string[] {
  return [...name.matchAll(/(?<!\\)[.[]/g)].map(({ index }) => name.slice(0, index)).filter((prefix) => prefix !== '');
}

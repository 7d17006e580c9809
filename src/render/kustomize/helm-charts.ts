import { RenderError } from '../../model/errors.ts';
import { type Fields, mapOf, recordsOf, textOf } from './fields.ts';

/** kustomize makes names of files of these, and arguments of helm. */
const NAME = /^[A-Za-z0-9][\w.-]*$/;
const VERSION = /^[A-Za-z0-9][\w.+-]*$/;
/** Further fields that become arguments of helm: with a leading dash helm would take one for an option. */
const ARGUMENTS = ['releaseName', 'namespace', 'nameTemplate', 'kubeVersion', 'valuesFile'];

/**
 * Where kustomize looks for the charts of a kustomization, relative to it. A chart that is there is used as it is; else it
 * would be fetched.
 *
 * Source: kustomize api/internal/builtins/HelmChartInflationGenerator.go, absChartHome and chartExistsLocally
 * @throws RenderError for what kustomize could turn into an option of helm, or that would let it write into the repository
 */
export function chartDirectories(kustomization: Fields, file: string): readonly string[] {
  const place = `${file}: helmCharts`;
  const globals = mapOf(kustomization, 'helmGlobals', file);
  if (textOf(globals, 'configHome', place) !== '')
    throw new RenderError(`${place}: configHome is refused: helm writes there`);
  const home = textOf(globals, 'chartHome', place) || 'charts';
  if (home.startsWith('/')) throw new RenderError(`${place}: chartHome: ${home} leaves the repository`);
  return recordsOf(kustomization, 'helmCharts', file).map((chart) => {
    const name = textOf(chart, 'name', place);
    const version = textOf(chart, 'version', place);
    check(NAME.test(name), `${place}: name`, name);
    check(version === '' || VERSION.test(version), `${place}: version`, version);
    const texts = [
      ...ARGUMENTS.map((field) => chart[field]),
      ...listOf(chart.apiVersions),
      ...listOf(chart.additionalValuesFiles),
    ];
    for (const text of texts) check(!String(text ?? '').startsWith('-'), place, String(text));
    return [home, ...(version !== '' && chart.repo ? [`${name}-${version}`] : []), name].join('/');
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function check(isAllowed: boolean, place: string, text: string): void {
  if (!isAllowed)
    throw new RenderError(`${place}: ${JSON.stringify(text)} is refused: helm could take it for an option or a path`);
}

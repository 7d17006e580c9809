import { isRecord } from '../../../model/manifest.ts';
import { YamlError } from '../../../parse/yaml/construct.ts';
import { readYaml } from '../../../parse/yaml/read.ts';
import { type Fields, fieldsOf, isAbsent, listOf, setField, textOf } from '../fields.ts';
import type { Params, Run } from '../run.ts';
import { SetProblem } from '../set-problem.ts';

/**
 * `list`: parameters as they are written.
 *
 * Source: argo-cd applicationset/generators/list.go
 * @throws SetProblem
 */
export function generateList(generator: Fields, path: string, { isGo, budget }: Run): Params[] {
  const elements = listOf(generator.elements, `${path}.elements`).map((element, index) => {
    const place = `${path}.elements[${index}]`;
    const fields = fieldsOf(element, place);
    return isGo ? fields : textParams(fields, place);
  });
  const all = [...elements, ...yamlElements(textOf(generator.elementsYaml, `${path}.elementsYaml`), path)];
  budget.spendParameters(all.length);
  return all;
}

/** Without `goTemplate` every value has to be a text, those of the mapping `values` as well. */
function textParams(element: Fields, path: string): Params {
  const params: Record<string, string> = {};
  for (const [key, value] of Object.entries(element)) {
    if (key === 'values') {
      if (!isRecord(value)) throw new SetProblem(`${path}.values`, 'has to be a mapping of texts');
      for (const [name, item] of Object.entries(value)) {
        setField(params, `values.${name}`, plainText(item, `${path}.values.${name}`));
      }
    } else setField(params, key, plainText(value, `${path}.${key}`));
  }
  return params;
}

function plainText(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new SetProblem(path, 'has to be a text, because goTemplate is off');
  return value;
}

/** A list of mappings in a text, made for the second generator of a matrix. Its values may be of any type. */
function yamlElements(text: string, path: string): Params[] {
  if (text === '') return [];
  try {
    const elements = listOf(readYaml(text), `${path}.elementsYaml`);
    return elements.map((element, index) =>
      isAbsent(element) ? {} : fieldsOf(element, `${path}.elementsYaml[${index}]`),
    );
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new SetProblem(`${path}.elementsYaml`, `is no YAML: ${error.message}`);
  }
}

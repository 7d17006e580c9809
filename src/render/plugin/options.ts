import { Field } from '../helm/field.ts';

/** `spec.source.plugin`, with every field set. */
export interface PluginOptions {
  /** Empty when plugins are to say themselves whether they take the source. */
  readonly name: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  /** Nothing when the source has none, which is another thing to a plugin than an empty list. */
  readonly parameters: readonly PluginParameter[] | undefined;
}

export interface PluginParameter {
  readonly name: string;
  readonly string?: string;
  readonly map?: Readonly<Record<string, string>>;
  readonly array?: readonly string[];
}

/**
 * Reads the block of an Application.
 *
 * Source: argo-cd pkg/apis/application/v1alpha1/types.go, ApplicationSourcePlugin
 * @throws RenderError that names a field of the wrong type
 */
export function readPluginOptions(block: Readonly<Record<string, unknown>>): PluginOptions {
  const plugin = new Field('plugin', block);
  const parameters = plugin.at('parameters');
  return {
    name: plugin.at('name').line(),
    env: plugin.at('env').list((item) => ({ name: item.at('name').line(), value: item.at('value').text() })),
    parameters: block.parameters == null ? undefined : parameters.list(readParameter),
  };
}

function readParameter(item: Field): PluginParameter {
  const fields = item.map() ?? {};
  const isSet = (name: string) => fields[name] != null;
  return {
    name: item.at('name').text(),
    ...(isSet('string') ? { string: item.at('string').text() } : {}),
    ...(isSet('map') ? { map: readTexts(item.at('map')) } : {}),
    ...(isSet('array') ? { array: item.at('array').list((each) => each.text()) } : {}),
  };
}

function readTexts(field: Field): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(field.map() ?? {}).map((key) => [key, field.at(key).text()]));
}

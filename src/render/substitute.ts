const VARIABLE = /\$(?:\{([^}]*)\}|([*#$@!?\-\d])|([A-Za-z_]\w*))/g;
/** Behind the last closing brace, where an opening one is dropped. */
const UNCLOSED = /\$(?:(?:\{)()|([*#$@!?\-\d])|([A-Za-z_]\w*))/g;

/**
 * Puts variables of the build environment into a text: `$NAME` and `${NAME}` become values, unknown ones become nothing, and
 * `$$` becomes `$`. As in a shell, one digit or sign is a name too; there are no defaults and no escapes.
 *
 * Source: argo-cd pkg/apis/application/v1alpha1/types.go, Env.Envsubst, which is Go's os.Expand
 */
export function substitute(text: string, environment: Readonly<Record<string, string>>): string {
  const lookUp = (name: string) => (name === '$' ? '$' : Object.hasOwn(environment, name) ? environment[name] : '');
  const expand = (part: string, variable: RegExp) =>
    part.replaceAll(variable, (_, braced?: string, sign?: string, name?: string) => {
      return lookUp(braced ?? sign ?? name ?? '') ?? '';
    });
  // Cut, so that many braces which nobody closes do not search the rest of a long text each.
  const end = text.lastIndexOf('}') + 1;
  return expand(text.slice(0, end), VARIABLE) + expand(text.slice(end), UNCLOSED);
}

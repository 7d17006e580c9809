/** Names of the templates that rewritten templates call. */
export interface Helpers {
  readonly check: string;
  readonly probe: string;
  readonly normalize: string;
  readonly slugify: string;
  readonly fromYaml: string;
  readonly fromYamlArray: string;
}

/** @param prefix that no template of a repository can know */
export function nameHelpers(prefix: string): Helpers {
  const name = (suffix: string) => JSON.stringify(`${prefix}.${suffix}`);
  return {
    check: name('check'),
    probe: name('probe'),
    normalize: name('normalize'),
    slugify: name('slugify'),
    fromYaml: name('fromYaml'),
    fromYamlArray: name('fromYamlArray'),
  };
}

/**
 * What Argo CD's functions and its options for missing keys do, in what helm knows.
 *
 * `check` and `probe` get a value and names of fields to follow in it: the first fails at a name that is not there, with Go's
 * message, the second prints a dash. They stop at what is no map: following the fields itself reports that.
 *
 * Source: argo-cd applicationset/utils/template_functions.go, utils.go SlugifyName; github.com/gosimple/slug v1.15.0 slug.go
 */
export function writeHelpers(helpers: Helpers): string {
  return `
{{- define ${helpers.check} -}}
{{- $value := first . -}}
{{- range rest . -}}
{{- if kindIs "map" $value -}}
${IS_MISSING}
{{- if $missing -}}{{- fail (printf "map has no entry for key %q" .) -}}{{- end -}}
{{- $value = index $value . -}}
{{- else -}}{{- $value = "" -}}{{- end -}}
{{- end -}}
{{- end -}}

{{- define ${helpers.probe} -}}
{{- $value := first . -}}
{{- range rest . -}}
{{- if kindIs "map" $value -}}
${IS_MISSING}
{{- if $missing }}-{{ end -}}
{{- $value = index $value . -}}
{{- else -}}{{- $value = "" -}}{{- end -}}
{{- end -}}
{{- end -}}

{{- define ${helpers.normalize} -}}
{{- regexReplaceAll "[^-a-z0-9.]" (lower .) "-" | trunc 253 | trimAll "-." -}}
{{- end -}}

{{- define ${helpers.slugify} -}}
{{- $max := 50 -}}{{- $smart := true -}}{{- $name := "" -}}
{{- $last := int (sub (len .) 1) -}}
{{- range $index, $argument := . -}}
{{- if eq $index $last -}}
{{- if not (kindIs "string" $argument) -}}{{- fail "slugify: the last argument has to be a string" -}}{{- end -}}
{{- $name = $argument -}}
{{- else if eq $index 0 -}}
{{- if not (typeIs "int" $argument) -}}{{- fail "slugify: the length has to be an integer" -}}{{- end -}}
{{- $max = $argument -}}
{{- else if eq $index 1 -}}
{{- if not (kindIs "bool" $argument) -}}{{- fail "slugify: the second argument has to be true or false" -}}{{- end -}}
{{- $smart = $argument -}}
{{- end -}}
{{- end -}}
{{- $slug := include ${helpers.normalize} $name -}}
{{- if and (not $smart) (ge (len $slug) $max) -}}
{{- if lt $max 0 -}}{{- fail "slugify: the length is negative" -}}{{- end -}}
{{- $slug = trunc $max $slug -}}
{{- end -}}
{{- $slug = regexReplaceAll "-+" (regexReplaceAll "[^a-zA-Z0-9-_]" $slug "-") "-" | trimAll "-_" -}}
{{- if and $smart (gt $max 0) (gt (len $slug) $max) -}}
{{- $head := trunc (int (add $max 1)) $slug -}}
{{- $slug = ternary (regexReplaceAll "-[^-]*$" $head "") (trunc $max $slug) (contains "-" $head) -}}
{{- end -}}
{{- $slug -}}
{{- end -}}

{{- define ${helpers.fromYaml} -}}
{{- $value := fromYaml . -}}
{{- if and (eq (len $value) 1) (hasKey $value "Error") -}}
{{- if regexMatch ${YAML_ERROR} (toString $value.Error) -}}{{- fail $value.Error -}}{{- end -}}
{{- end -}}
{{- toJson $value -}}
{{- end -}}

{{- define ${helpers.fromYamlArray} -}}
{{- $value := fromYamlArray . -}}
{{- if eq (len $value) 1 -}}
{{- if regexMatch ${YAML_ERROR} (toString (first $value)) -}}{{- fail (toString (first $value)) -}}{{- end -}}
{{- end -}}
{{- toJson $value -}}
{{- end -}}
`;
}

/** `hasKey` knows maps of anything only; those of texts, such as labels, are copied. */
const IS_MISSING = `{{- $missing := false -}}
{{- if typeIs "map[string]interface {}" $value -}}{{- $missing = not (hasKey $value .) -}}
{{- else -}}{{- $missing = not (hasKey ($value | toJson | mustFromJson) .) -}}{{- end -}}`;

/** helm puts its error where the value would be; these are how it begins. */
const YAML_ERROR = '"^(error (converting|unmarshaling)|yaml: )"';

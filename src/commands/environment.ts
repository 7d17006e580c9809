/** Variables of options that take no value. Commander would take any value, also `false`, for "set". */
const SWITCHES = [
  'PSS_GATE_ALLOW_EMPTY',
  'PSS_GATE_FAIL_ONLY',
  'PSS_GATE_IGNORE_UNSUPPORTED',
  'PSS_GATE_LIST_PASSES',
  'PSS_GATE_NO_CACHE',
  'PSS_GATE_NO_PROGRESS',
  'PSS_GATE_NO_UNOWNED',
  'PSS_GATE_WRITE',
];
const OFF = ['false', '0', 'no', 'off'];
const ON = ['true', '1', 'yes', 'on'];

/**
 * The environment as options read it: an empty variable, which CI systems make of an unset input, counts as none, and a
 * switch can be set to `false`.
 *
 * @returns what is wrong with a switch, one line each
 */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
} {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('PSS_GATE_') || value === undefined || value === '') continue;
    if (!SWITCHES.includes(name)) values[name] = value;
    else if (ON.includes(value.toLowerCase())) values[name] = 'true';
    else if (!OFF.includes(value.toLowerCase())) problems.push(`${name}: got "${value}", allowed: true or false`);
  }
  return { values, problems };
}

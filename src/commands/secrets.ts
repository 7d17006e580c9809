import type { Io } from './io.ts';

/** Names of environment variables that hold something secret. */
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|PRIVATE_KEY|CREDENTIAL/i;

/** Values of the environment that must never be printed. */
export function secretsOf({ env }: Io): string[] {
  return Object.entries(env).flatMap(([name, value]) => (SECRET_NAME.test(name) && value ? [value] : []));
}

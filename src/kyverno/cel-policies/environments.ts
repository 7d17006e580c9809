import { createEnvironment } from '../../cel/environment.ts';
import type { CelEnvironment } from '../../cel/types.ts';

const ADMISSION = ['object', 'oldObject', 'request', 'namespaceObject', 'variables'];
const KYVERNO = [...ADMISSION, 'exceptions'];

const OPTIONS = {
  /** Kyverno's own policies that validate. */
  validating: { variables: KYVERNO, kyverno: true },
  /** Policies that change objects. */
  mutating: { variables: KYVERNO, kyverno: true, objectTypes: true },
  /** Policies that Kubernetes evaluates itself. */
  admission: { variables: ADMISSION },
  /** The same with objects that hold parameters. */
  parameterized: { variables: [...ADMISSION, 'params'] },
};

const environments = new Map<keyof typeof OPTIONS, CelEnvironment>();

/** One environment for all policies of a kind, made when it is first needed. */
export function environmentFor(purpose: keyof typeof OPTIONS): CelEnvironment {
  let environment = environments.get(purpose);
  if (environment === undefined) {
    environment = createEnvironment(OPTIONS[purpose]);
    environments.set(purpose, environment);
  }
  return environment;
}

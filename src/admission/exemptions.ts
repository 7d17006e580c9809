/** Names that Pod Security Admission lets through whatever they ask for. */
export interface Exemptions {
  readonly usernames: readonly string[];
  readonly namespaces: readonly string[];
  readonly runtimeClasses: readonly string[];
}

/** A cluster's configuration, as far as it is about exemptions. */
interface Exempting {
  readonly exemptions: Exemptions;
}

/**
 * Whether pods and controllers in a namespace are never judged.
 *
 * Names are compared as they are: no wildcards, and an empty name matches nothing. When several exemptions apply, the
 * namespace comes before the user, the user before the runtime class.
 *
 * Source: k8s.io/pod-security-admission/admission, exemptNamespace
 */
export function isExemptNamespace({ exemptions }: Exempting, name: string): boolean {
  return name !== '' && exemptions.namespaces.includes(name);
}

/**
 * Whether requests of a user are never judged. The pods of a Deployment are requested by its controller, so that
 * exempting a person exempts only the pods that this person creates.
 */
export function isExemptUser({ exemptions }: Exempting, username: string | undefined): boolean {
  return username !== undefined && username !== '' && exemptions.usernames.includes(username);
}

/** Whether pods of a runtime class are never judged. Anything but a text is no name. */
export function isExemptRuntimeClass({ exemptions }: Exempting, runtimeClassName: unknown): boolean {
  return (
    typeof runtimeClassName === 'string' &&
    runtimeClassName !== '' &&
    exemptions.runtimeClasses.includes(runtimeClassName)
  );
}

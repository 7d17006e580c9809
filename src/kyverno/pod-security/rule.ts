/** `validate.podSecurity` of a rule. */
export interface PodSecurityRule {
  readonly level: string;
  /** As written; empty when absent, which means latest. */
  readonly version: string;
  readonly exclude: readonly PodSecurityExclusion[];
}

/** An entry of `exclude`, or of `podSecurity` in a PolicyException. Absent fields are empty. */
export interface PodSecurityExclusion {
  readonly controlName: string;
  /** Wildcards for the image as the manifest writes it. */
  readonly images: readonly string[];
  /** Path with `[*]` for positions in lists: `spec.containers[*].securityContext.privileged`. */
  readonly restrictedField: string;
  /** Wildcards for the values that the field has. */
  readonly values: readonly string[];
}

/** A PolicyException that matched and names controls. */
export interface PodSecurityException {
  /** `namespace/name` */
  readonly name: string;
  readonly podSecurity: readonly PodSecurityExclusion[];
}

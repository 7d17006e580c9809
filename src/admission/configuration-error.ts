/** A configuration that kube-apiserver would not start with. The message is upstream's own. */
export class AdmissionConfigurationError extends Error {
  override name = 'AdmissionConfigurationError';
}

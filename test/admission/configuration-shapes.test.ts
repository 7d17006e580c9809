import { expect, it } from 'vitest';
import { ADMISSION_SCHEME, POD_SECURITY_SCHEME } from '../../src/admission/configuration-shapes.ts';

it('knows three versions of one kind', () => {
  expect([...POD_SECURITY_SCHEME.kinds.keys()]).toEqual([
    'pod-security.admission.config.k8s.io/v1 PodSecurityConfiguration',
    'pod-security.admission.config.k8s.io/v1beta1 PodSecurityConfiguration',
    'pod-security.admission.config.k8s.io/v1alpha1 PodSecurityConfiguration',
  ]);
});

it('knows the file of kube-apiserver under two groups, and what else has them', () => {
  expect([...ADMISSION_SCHEME.kinds.keys()]).toEqual([
    'apiserver.config.k8s.io/v1 AdmissionConfiguration',
    'apiserver.k8s.io/v1alpha1 AdmissionConfiguration',
  ]);
  expect(ADMISSION_SCHEME.others.get('v1 EncryptionConfig')).toBe('apiserver.EncryptionConfiguration');
});

import { groupOf, type KubernetesObject } from '../../model/manifest.ts';

/** What a document of a policy written in CEL is. */
export type DocumentType =
  | 'validating'
  | 'mutating'
  | 'image validating'
  | 'no judge'
  | 'exception'
  | 'admission policy'
  | 'binding'
  | 'mutating admission';

const KYVERNO_KINDS: Readonly<Record<string, DocumentType>> = {
  ValidatingPolicy: 'validating',
  NamespacedValidatingPolicy: 'validating',
  MutatingPolicy: 'mutating',
  NamespacedMutatingPolicy: 'mutating',
  ImageValidatingPolicy: 'image validating',
  NamespacedImageValidatingPolicy: 'image validating',
  GeneratingPolicy: 'no judge',
  NamespacedGeneratingPolicy: 'no judge',
  DeletingPolicy: 'no judge',
  NamespacedDeletingPolicy: 'no judge',
  PolicyException: 'exception',
};

const ADMISSION_KINDS: Readonly<Record<string, DocumentType>> = {
  ValidatingAdmissionPolicy: 'admission policy',
  ValidatingAdmissionPolicyBinding: 'binding',
  MutatingAdmissionPolicy: 'mutating admission',
  MutatingAdmissionPolicyBinding: 'mutating admission',
};

/** Nothing for what is no policy, binding or exception of this sort. */
export function documentType({ apiVersion, kind }: KubernetesObject): DocumentType | undefined {
  switch (groupOf(apiVersion)) {
    case 'policies.kyverno.io':
      return Object.hasOwn(KYVERNO_KINDS, kind) ? KYVERNO_KINDS[kind] : undefined;
    case 'admissionregistration.k8s.io':
      return Object.hasOwn(ADMISSION_KINDS, kind) ? ADMISSION_KINDS[kind] : undefined;
    default:
      return undefined;
  }
}

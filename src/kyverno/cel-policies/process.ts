import type { Process } from './answer.ts';
import type { KyvernoSpec } from './spec.ts';

/** Source: kyverno pkg/utils/report/results.go, selectProcess */
export function processOf(evaluation: KyvernoSpec['evaluation']): Process {
  if (evaluation?.background?.enabled !== false) return 'background scan';
  return evaluation.admission?.enabled === false ? '' : 'admission review';
}

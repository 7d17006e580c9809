import { writeJson } from '../../admission/json-text.ts';
import type { PodObject } from '../../pss/pod.ts';
import { viewPod } from '../../pss/pod.ts';
import type { KyvernoMode } from '../types.ts';
import { controlNameOf } from './controls.ts';
import { imagesByName, namesInDetail } from './images.ts';
import type { RemainingControl } from './remaining.ts';
import type { PodSecurityRule } from './rule.ts';

/**
 * What policy reports say of a failed rule.
 *
 * Source: kyverno pkg/utils/report/results.go, addPodSecurityProperties
 */
export function propertiesOf(
  { level, version }: PodSecurityRule,
  controls: readonly RemainingControl[],
  pod: PodObject,
  mode: KyvernoMode,
): Readonly<Record<string, string>> {
  const imageOf = imagesByName(viewPod(pod));
  const entries = controls.map((control) => {
    const names = mode === 'compat' ? namesInDetail(control.detail) : namesInErrors(control);
    const images = names === undefined ? 'null' : writeJson(names.map((name) => imageOf(name) ?? name));
    const { id } = control.check;
    return `{"ID":"${id}","Name":"${controlNameOf(id, mode)}","Images":${images}}`;
  });
  return {
    standard: level,
    version,
    controls: controls.map(({ check }) => check.id).join(','),
    controlsJSON: `[${entries.join(',')}]`,
  };
}

/** Each container once. */
function namesInErrors({ errors }: RemainingControl): readonly string[] | undefined {
  const names = new Set(errors.flatMap(({ container }) => (container === undefined ? [] : [container.name])));
  return names.size === 0 ? undefined : [...names];
}

/**
 * `pss-gate/pss`: the Pod Security Standards, byte-identical to k8s.io/pod-security-admission/policy.
 * Pure: no side effect on import, no I/O, no dependency.
 */
export type { Check, CheckResult, CheckVersion, Violation } from './check.ts';
export { type DecodeError, decodePod } from './decode.ts';
export { evaluatePod, type PodVerdict, UNDECODABLE } from './evaluate.ts';
export { compareLevels, LEVELS, type Level, type Parsed, parseLevel } from './levels.ts';
export type { Container, PodObject, PodSpec, Volume } from './pod.ts';
export { type Registry, STANDARD } from './registry.ts';
export { parseVersion, type Version } from './versions.ts';

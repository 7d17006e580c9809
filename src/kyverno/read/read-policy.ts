import { isRecord, type Manifest, metadataText } from '../../model/manifest.ts';
import { AUTO_GEN_ANNOTATION } from '../auto-gen/controllers.ts';
import type { PolicyInfo } from '../types.ts';
import { problemIf } from './checks/check.ts';
import { checkSpec } from './checks/spec.ts';
import { SPEC_V1, SPEC_V2BETA1 } from './policy-shape.ts';
import type { FieldProblem } from './problem.ts';
import type { PolicySpec } from './rule.ts';
import { decode, type ObjectShape } from './shape.ts';
import { isAtMostDeep } from './walk.ts';

/** A ClusterPolicy or a Policy. */
export interface ClassicPolicy {
  readonly info: PolicyInfo;
  readonly isNamespaced: boolean;
  readonly spec: PolicySpec;
}

export interface Reading {
  /** Absent when the document does not have the shape of a policy. */
  readonly policy?: ClassicPolicy | undefined;
  /** With any, the policy cannot be used. */
  readonly problems: readonly FieldProblem[];
}

const SHAPES: ReadonlyMap<unknown, ObjectShape> = new Map([
  ['kyverno.io/v1', SPEC_V1],
  ['kyverno.io/v2beta1', SPEC_V2BETA1],
]);

/** So deep that no policy needs it, and so shallow that it can be walked. */
export const DEEPEST = 200;

const LONGEST_NAME = 63;

/** Decodes a ClusterPolicy or a Policy and checks it as Kyverno does when it is applied. */
export function readPolicy({ object, source }: Manifest): Reading {
  const shape = SHAPES.get(object.apiVersion);
  if (shape === undefined)
    return refuse('apiVersion', `must be ${[...SHAPES.keys()].join(' or ')}, not ${JSON.stringify(object.apiVersion)}`);
  if (!isAtMostDeep(object, DEEPEST)) return refuse('spec', `is nested more than ${DEEPEST} levels deep`);
  const problems: FieldProblem[] = [];
  const info = readInfo(object, problems);
  const spec = decode(object.spec, shape, 'spec', problems);
  if (problems.length > 0) return { problems };
  const { rules = [], ...rest } = spec as Partial<PolicySpec>;
  const policy: ClassicPolicy = {
    info: { ...info, source: 'kyverno', file: source.file, line: source.lineOf([]) },
    isNamespaced: object.kind === 'Policy',
    spec: { ...rest, rules },
  };
  return { policy, problems: [...checkMetadata(policy), ...checkSpec(frameOf(policy))] };
}

function refuse(path: string, message: string): Reading {
  return { problems: [{ path, message }] };
}

function readInfo(object: Manifest['object'], problems: FieldProblem[]): Omit<PolicyInfo, 'source' | 'file' | 'line'> {
  const name = metadataText(object, 'name');
  const namespace = metadataText(object, 'namespace');
  problems.push(...problemIf(name === '', 'metadata.name', 'is required'));
  return {
    kind: object.kind,
    apiVersion: String(object.apiVersion),
    name,
    namespace: namespace === '' && object.kind === 'Policy' ? 'default' : namespace,
    // As Kyverno's CLI names a Policy that says no namespace.
    key: namespace === '' ? name : `${namespace}/${name}`,
    annotations: readTexts(object, 'annotations', problems),
    labels: readTexts(object, 'labels', problems),
  };
}

/** Labels or annotations. */
export function readTexts(
  { metadata }: Manifest['object'],
  field: 'annotations' | 'labels',
  problems: FieldProblem[],
): Readonly<Record<string, string>> {
  const value = isRecord(metadata) ? (metadata[field] ?? {}) : {};
  return decode(value, { type: 'map', item: { type: 'text' } }, `metadata.${field}`, problems) as Readonly<
    Record<string, string>
  >;
}

function frameOf({ spec, isNamespaced, info }: ClassicPolicy) {
  return { spec, isNamespaced, namespace: info.namespace, runsInBackground: spec.background ?? true };
}

function checkMetadata({ info, isNamespaced }: ClassicPolicy): FieldProblem[] {
  return [
    ...problemIf(
      !isNamespaced && info.namespace !== '',
      'metadata.namespace',
      'A clusterpolicy should not have the namespace defined',
    ),
    ...problemIf(info.name.length > LONGEST_NAME, 'metadata.name', `may have at most ${LONGEST_NAME} characters`),
    ...problemIf(
      info.annotations[AUTO_GEN_ANNOTATION] === 'all',
      'metadata.annotations',
      "Autogen annotation does not support 'all' anymore, remove the annotation or set it to a valid value",
    ),
  ];
}

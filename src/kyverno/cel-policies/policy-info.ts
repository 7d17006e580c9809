import { isRecord, type Manifest, metadataText } from '../../model/manifest.ts';
import type { Action, PolicyInfo } from '../types.ts';
import { keyOf } from './activation.ts';
import type { ValidationAction } from './spec.ts';

/** What reports say of a policy. */
export function describePolicy({ object, source }: Manifest, reportSource: string): PolicyInfo {
  return {
    kind: object.kind,
    apiVersion: typeof object.apiVersion === 'string' ? object.apiVersion : '',
    name: metadataText(object, 'name'),
    namespace: metadataText(object, 'namespace'),
    key: keyOf(object),
    annotations: textsOf(object.metadata, 'annotations'),
    labels: textsOf(object.metadata, 'labels'),
    source: reportSource,
    file: source.file,
    line: source.lineOf([]),
  };
}

function textsOf(metadata: unknown, field: string): Readonly<Record<string, string>> {
  const map = isRecord(metadata) ? metadata[field] : undefined;
  if (!isRecord(map)) return {};
  return Object.fromEntries(
    Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const ACTIONS: readonly [ValidationAction, Action][] = [
  ['Deny', 'enforce'],
  ['Warn', 'warn'],
  ['Audit', 'audit'],
];

/** The strictest of several actions; Deny where none is named. */
export function strictestAction(actions: readonly ValidationAction[] | undefined): Action {
  if (actions === undefined || actions.length === 0) return 'enforce';
  return ACTIONS.find(([action]) => actions.includes(action))?.[1] ?? 'enforce';
}

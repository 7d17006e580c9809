import { OWN_POLICY } from '../judge/describe.ts';
import { createFingerprinter } from '../judge/fingerprint.ts';
import type { PolicyEngine } from '../kyverno/engine.ts';
import type { NamespaceDeclaration } from '../model/namespace.ts';
import type { Finding } from '../model/report.ts';
import { createNamespaces, type NamespaceSettings, type NamespaceState } from '../namespaces/state.ts';
import type { Base } from '../namespaces/weakening.ts';
import { assignByPolicy } from './assign-by-policy.ts';
import { type CollectedTarget, type Collection, type CollectSettings, collect } from './collect.ts';
import { declare } from './declarations.ts';
import { discover } from './discover.ts';
import { atRevision, type Session } from './session.ts';

export interface CollectedBase extends Base {
  readonly commit: string;
  /** Targets whose labels cannot be compared. */
  readonly findings: readonly Finding[];
}

/** The namespaces of another revision, with today's configuration and policies. */
export async function collectBase(
  revision: string,
  session: Session,
  settings: CollectSettings & {
    readonly namespaces: NamespaceSettings;
    readonly live: readonly NamespaceDeclaration[];
    readonly policies?: PolicyEngine | undefined;
  },
): Promise<CollectedBase> {
  const base = await atRevision('--base', revision, session);
  try {
    const targets = await discover(base.session);
    const collection = await collect(targets, base.session, { ...settings, onProgress: undefined });
    const namespaces = createNamespaces(
      [...assignByPolicy(declare(collection), settings.policies), ...settings.live],
      settings.namespaces,
    );
    return describeBase(base.commit, namespaces.all(), collection);
  } finally {
    await base.dispose();
  }
}

/** @param collection what was rendered there */
export function describeBase(
  commit: string,
  namespaces: readonly NamespaceState[],
  { targets, leftOut }: Collection,
): CollectedBase {
  const revision = commit.slice(0, 10);
  const findings = [...targets, ...leftOut].flatMap((collected) => incomparable(collected, revision));
  return { revision, commit, namespaces, findings };
}

function incomparable({ target, content }: CollectedTarget, revision: string): Finding[] {
  const [failure] = content.failures;
  if (failure === undefined) return [];
  return [
    {
      fingerprint: createFingerprinter()(['base', target.id]),
      target: target.id,
      policy: OWN_POLICY,
      rule: 'base',
      result: 'skip',
      fields: [],
      message: `at ${revision} it could not be evaluated, so that a weakening of its labels is not seen: ${failure.message}`,
    },
  ];
}

import type { UserInfo } from '../types.ts';
import { FieldReader, readKind } from './fields.ts';
import type { SuiteProblem } from './suite.ts';

/** Who asks, and what is wrong with the file that says so. */
export interface ReadUser {
  readonly user: UserInfo;
  readonly problems: readonly SuiteProblem[];
}

/**
 * Reads who asks (`cli.kyverno.io/v1alpha1`, kind UserInfo; until 1.11 without a kind).
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/apis/v1alpha1/user_info.go, api/kyverno/v2/updaterequest_types.go RequestInfo
 */
export function readUser(document: unknown): ReadUser {
  const problems: SuiteProblem[] = [];
  const reader = new FieldReader(document, [], problems);
  readKind(reader);
  // Of old files: says nothing that userInfo does not.
  for (const field of ['metadata', 'subjects', 'synchronize']) reader.value(field);
  const info = reader.inner('userInfo');
  const user: UserInfo = {
    username: info.text('username'),
    uid: info.text('uid'),
    groups: info.texts('groups') ?? [],
    extra: info.record('extra') ?? {},
    roles: reader.texts('roles') ?? [],
    clusterRoles: reader.texts('clusterRoles') ?? [],
  };
  info.refuseOthers();
  reader.refuseOthers();
  return { user, problems };
}

/** The same text for all ways in which people write the URL of one Git repository: scheme, user, port, `.git`, letters. */
export function normalizeRepositoryUrl(url: string): string {
  const text = url.trim();
  const [, host = '', path = ''] = URL_PARTS.exec(text) ?? SCP_PARTS.exec(text) ?? [];
  if (host === '') return stripEnding(text).toLowerCase();
  return `${host}/${stripEnding(path)}`.toLowerCase();
}

/** Scheme, user and port do not tell repositories apart. */
const URL_PARTS = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?(\[[^\]/]*\]|[^:/]+)(?::\d+)?\/(.*)$/i;
/** `git@host:path`, as scp has it. */
const SCP_PARTS = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)(.+)$/;

function stripEnding(path: string): string {
  return path.replace(/^\/+|\/+$/g, '').replace(/\.git$/i, '');
}

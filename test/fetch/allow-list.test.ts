import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAllowList } from '../../src/fetch/allow-list.ts';
import { readFetchUrl, writeFetchUrl } from '../../src/fetch/fetch-url.ts';

function allows(pattern: string, url: string): boolean {
  const read = readFetchUrl(url);
  return !('problem' in read) && createAllowList([pattern]).allows(read);
}

describe('a pattern', () => {
  it.each([
    ['github.com', 'https://github.com/acme/tools.git'],
    ['github.com', 'https://GitHub.com:443/acme/tools.git'],
    ['github.com', 'git@github.com:acme/tools.git'],
    ['github.com', 'ssh://git@github.com/acme/tools'],
    ['github.com', 'oci://github.com/acme/chart'],
    ['git.example:8443', 'https://git.example:8443/x'],
    ['https://github.com/acme/', 'https://github.com/acme/tools.git'],
    ['https://github.com/acme', 'https://github.com/acme/tools.git'],
    ['https://github.com/acme', 'https://github.com/acme'],
    ['https://github.com/acme/tools', 'https://github.com/acme/tools.git'],
    ['https://github.com/acme/tools.git', 'https://github.com/acme/tools'],
    ['https://github.com/acme/', 'https://github.com/evil/../acme/x'],
    ['https://github.com/acme/', 'https://github.com//acme//x'],
    ['oci://ghcr.io/acme/', 'oci://ghcr.io/acme/charts/web'],
    ['ssh://github.com/acme', 'git@github.com:acme/tools'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/x'],
    ['http://git.example', 'http://git.example:80/x'],
  ])('%s allows %s', (pattern, url) => expect(allows(pattern, url)).toBe(true));

  it.each([
    ['github.com', 'https://github.com.evil.example/x'],
    ['github.com', 'https://www.github.com/x'],
    ['github.com', 'https://github.com./x'],
    ['github.com', 'https://github.com:8443/x'],
    ['github.com', 'http://github.com/x'],
    ['github.com', 'git://github.com/x'],
    ['github.com', 'https://evil.example/github.com'],
    ['github.com', 'https://evil.example:x@github.com/x'],
    ['github.com', 'https://github.com@evil.example/x'],
    ['github.com', 'https://github.com\\@evil.example/x'],
    ['github.com', 'https://evil.example#@github.com/x'],
    ['github.com', 'ssh://-oProxyCommand=x@github.com/x'],
    ['github.com', 'ssh://git:secret@github.com/x'],
    ['github.com', '-oProxyCommand=x@github.com:x'],
    ['github.com', 'ext::sh -c github.com'],
    ['github.com', 'https://github.com/a b'],
    ['github.com', 'https://github.com/x\n'],
    ['git.example:8443', 'https://git.example/x'],
    ['https://github.com/acme/', 'https://github.com/acmeevil/x'],
    ['https://github.com/acme/', 'https://github.com/acme/../evil/x'],
    ['https://github.com/acme/', 'https://github.com/acme/%2e%2E/evil/x'],
    ['https://github.com/acme/', 'https://github.com/acme/..%2fevil/x'],
    ['https://github.com/acme/', 'https://github.com/acme/%252e%252e/evil'],
    ['https://github.com/acme/', 'https://github.com/ACME/x'],
    ['https://github.com/acme/', 'git@github.com:acme/x'],
    ['https://github.com/acme/', 'oci://github.com/acme/x'],
    ['https://github.com/acme/tools', 'https://github.com/acme/tools.git.git'],
    ['https://github.com/', 'https://github.com/../../x'],
    ['oci://ghcr.io/acme/', 'https://ghcr.io/acme/x'],
  ])('%s does not allow %s', (pattern, url) => expect(allows(pattern, url)).toBe(false));

  it.each([
    '',
    '*',
    '*.github.com',
    'github.com/acme',
    'https://',
    'https://user@github.com/',
    'git@github.com:acme',
    'https://github.com/*',
    'ftp://x/',
    '-x',
  ])('is refused: %j', (pattern) => expect(() => createAllowList([pattern])).toThrow('--allow-fetch: got '));

  it('opens tunnels only to its own host and port, and only by TLS', () => {
    const list = createAllowList([
      'github.com',
      'oci://ghcr.io/acme',
      'https://git.example:8443/x',
      'http://plain.example',
      'ssh://ssh.example',
    ]);
    const allowed = ['github.com:443', 'GHCR.io:443', 'git.example:8443'];
    const refused = [
      'github.com:22',
      'evil.example:443',
      'git.example:443',
      'plain.example:443',
      'plain.example:80',
      'ssh.example:443',
    ];
    const ask = (text: string) => list.allowsTunnel(...(text.split(':') as [string, string]));
    expect([...allowed, ...refused].filter(ask)).toEqual(allowed);
  });
});

describe('a URL', () => {
  it.each([
    ['https://GitHub.com:443//acme/./x/../tools.git/', 'https://github.com/acme/tools.git'],
    ['git@github.com:acme/tools.git', 'git@github.com:acme/tools.git'],
    ['git@github.com:/srv/tools.git', 'ssh://git@github.com/srv/tools.git'],
    ['ssh://git@git.example:2222/a', 'ssh://git@git.example:2222/a'],
    ['http://[::1]:80/a', 'http://[::1]/a'],
    ['oci://ghcr.io/acme/charts', 'oci://ghcr.io/acme/charts'],
  ])('%s is written %s', (text, expected) => {
    const url = readFetchUrl(text);
    expect('problem' in url ? url.problem : writeFetchUrl(url)).toBe(expected);
  });

  it('that is read again after it was written is the same', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab:/@.-%2eE~?#\\ [1]') }),
        fc.constantFrom('', 'https://h/', 'ssh://', 'g@h:'),
        (rest, start) => {
          const url = readFetchUrl(start + rest);
          if (!('problem' in url)) expect(readFetchUrl(writeFetchUrl(url))).toEqual(url);
        },
      ),
      { numRuns: 5000 },
    );
  });
});

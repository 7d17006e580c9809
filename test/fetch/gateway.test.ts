import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAllowList } from '../../src/fetch/allow-list.ts';
import { openGateway } from '../../src/fetch/gateway.ts';
import { readUpstream } from '../../src/fetch/upstream.ts';
import { listenForConnections, serve } from './server.ts';

async function open(allow: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const gateway = await openGateway(createAllowList(allow), readUpstream(env));
  onTestFinished(() => gateway.close());
  return gateway;
}

/** What a gateway answers to `GET url`: status and body. */
function get(gateway: string, url: string): Promise<string> {
  const { hostname, port, username, password } = new URL(gateway);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return new Promise((resolve, reject) => {
    const headers = username === '' ? {} : { 'proxy-authorization': authorization };
    const asked = request({ host: hostname, port, path: url, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      answer.on('end', () => resolve(`${answer.statusCode} ${body}`.trim()));
    });
    asked.on('error', reject).end();
  });
}

/** What a gateway answers to `CONNECT target`, and what then comes from there. */
function tunnel(gateway: string, target: string): Promise<string> {
  const { hostname, port, username, password } = new URL(gateway);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), hostname);
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text.split('\r\n')[0] ?? ''));
    const credentials = Buffer.from(`${username}:${password}`).toString('base64');
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\nProxy-Authorization: Basic ${credentials}\r\n\r\n`);
  });
}

describe('the gateway', () => {
  it('passes on what is allowed, without its own password', async () => {
    const server = await serve((message, response) =>
      response.writeHead(200).end(String(message.headers['proxy-authorization'])),
    );
    const gateway = await open([`${server.url}/a`]);
    expect(await get(gateway.url, `${server.url}/a/b?x=1`)).toBe('200 undefined');
    expect(server.requests).toEqual(['GET /a/b?x=1']);
    expect([...gateway.refused]).toEqual([]);
  });

  it('refuses all else, and says what it was', async () => {
    const canary = await listenForConnections();
    const { host, port } = new URL(canary.url);
    const gateway = await open([`${canary.url}/a`, 'https://git.example/']);
    expect(await get(gateway.url, `${canary.url}/b`)).toBe('403');
    expect(await get(gateway.url, `${canary.url}/a/../b`)).toBe('403');
    expect(await get(gateway.url, `/a`)).toBe('403');
    expect(await tunnel(gateway.url, host)).toBe('HTTP/1.1 403 Forbidden');
    expect(await tunnel(gateway.url, `localhost:${port}`)).toBe('HTTP/1.1 403 Forbidden');
    expect([...gateway.refused].sort()).toEqual(['127.0.0.1', host, 'localhost'].sort());
    expect(canary.connections).toBe(0);
  });

  it('serves nobody who does not know its password', async () => {
    const canary = await listenForConnections();
    const gateway = await open([canary.url, '127.0.0.1']);
    const wrong = gateway.url.replace(/:[0-9a-f]{48}@/, ':x@');
    expect(await get(wrong, canary.url)).toBe('407');
    expect(await get(gateway.url.replace(/\/\/.*@/, '//'), canary.url)).toBe('407');
    expect(await tunnel(wrong, new URL(canary.url).host)).toContain('407 Proxy Authentication Required');
    expect(canary.connections).toBe(0);
  });

  it('opens tunnels to allowed hosts, and tells when nobody is there', async () => {
    const canary = await listenForConnections();
    const { host } = new URL(canary.url);
    const gateway = await open([`https://${host}/x`, 'https://127.0.0.1:1/']);
    expect(await tunnel(gateway.url, host)).toBe('HTTP/1.1 200 Connection Established');
    expect(canary.connections).toBe(1);
    expect(await tunnel(gateway.url, '127.0.0.1:1')).toBe('HTTP/1.1 502 Bad Gateway');
    expect([...gateway.unreachable]).toEqual([['127.0.0.1', 'ECONNREFUSED']]);
  });

  it('goes by the proxies of our user', async () => {
    const proxy = await serve((_, response) => response.writeHead(200).end('by proxy'));
    const env = {
      HTTP_PROXY: proxy.url.replace('//', '//me:p%40ss@'),
      https_proxy: proxy.url,
      NO_PROXY: 'direct.example,.lan',
    };
    const gateway = await open(['http://git.example', 'http://direct.example', 'git.example'], env);
    expect(await get(gateway.url, 'http://git.example/a')).toBe('200 by proxy');
    expect(await get(gateway.url, 'http://direct.example/a')).toBe('502');
    expect(proxy.requests).toEqual(['GET http://git.example/a']);
    // This proxy opens no tunnels.
    expect(await tunnel(gateway.url, 'git.example:443')).not.toContain('200');
  });
});

describe('readUpstream', () => {
  const env = { HTTPS_PROXY: 'proxy.example:3128', NO_PROXY: ' .lan, Git.example:8443,*.corp' };

  it.each([
    ['github.com', 'proxy.example'],
    ['a.lan', undefined],
    ['lan', undefined],
    ['git.example', undefined],
    ['x.git.example', undefined],
    ['git.example.evil', 'proxy.example'],
    ['x.corp', undefined],
    ['127.0.0.1', undefined],
    ['[::1]', undefined],
  ])('reaches %s by %s', (host, expected) => {
    expect(readUpstream(env).proxyFor('https', host)?.host).toBe(expected);
    expect(readUpstream({ ...env, NO_PROXY: '*' }).proxyFor('https', host)).toBeUndefined();
    expect(readUpstream(env).proxyFor('http', host)).toBeUndefined();
  });

  it('reads credentials, ports and TLS', () => {
    const read = (url: string) => readUpstream({ HTTPS_PROXY: url }).proxyFor('https', 'x');
    expect(read('https://u:p%40@p.example')).toEqual({
      ...{ isSecure: true, host: 'p.example', port: 443 },
      authorization: `Basic ${Buffer.from('u:p@').toString('base64')}`,
    });
    expect([read(''), read('socks5://x'), read('http://')]).toEqual([undefined, undefined, undefined]);
  });
});

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectSecurely } from 'node:tls';
import type { AllowList } from './allow-list.ts';
import { readFetchUrl } from './fetch-url.ts';
import type { Upstream, UpstreamProxy } from './upstream.ts';

/** A proxy of ours on the loopback that lets a child reach what is allowed, wherever it is redirected to, and nothing else. */
export interface Gateway {
  /** Value of HTTP_PROXY and HTTPS_PROXY, with a password of its own: other users of this machine may see the port. */
  readonly url: string;
  /** Hosts that were asked for and are not allowed, each once. */
  readonly refused: ReadonlySet<string>;
  /** Hosts that were not reached, and what the system says of it. */
  readonly unreachable: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

const USER = 'pss-gate';
/** Without a byte for so long, a connection is given up. */
const IDLE_MS = 60_000;

/** Opens a gateway. It does not keep the process alive. */
export async function openGateway(allowList: AllowList, upstream: Upstream): Promise<Gateway> {
  const password = randomBytes(24).toString('hex');
  const gate = new Gate(allowList, upstream, password);
  const server = createServer((message, response) => gate.forward(message, response));
  server.on('connect', (message: IncomingMessage, socket: Socket, head: Buffer) => gate.tunnel(message, socket, head));
  server.on('connection', (socket: Socket) => gate.keep(socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${USER}:${password}@127.0.0.1:${port}`,
    refused: gate.refused,
    unreachable: gate.unreachable,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        gate.end();
      }),
  };
}

class Gate {
  readonly refused = new Set<string>();
  readonly unreachable = new Map<string, string>();
  private readonly sockets = new Set<Duplex>();
  private readonly allowList: AllowList;
  private readonly upstream: Upstream;
  private readonly authorization: Buffer;

  constructor(allowList: AllowList, upstream: Upstream, password: string) {
    this.allowList = allowList;
    this.upstream = upstream;
    this.authorization = Buffer.from(basic(`${USER}:${password}`));
  }

  keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    socket.on('error', () => socket.destroy()).on('close', () => this.sockets.delete(socket));
  }

  end(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** A request without TLS, whose whole URL is seen. */
  forward(message: IncomingMessage, response: ServerResponse): void {
    if (!this.isOurs(message)) return void response.writeHead(407, ASK).end();
    const url = readTarget(message.url ?? '');
    if (url === undefined || !this.isAllowed(url)) return void response.writeHead(403).end();
    const proxy = this.upstream.proxyFor('http', url.hostname);
    const outgoing = request({
      ...(proxy === undefined
        ? { host: unbracketed(url.hostname), port: url.port || 80, path: url.pathname + url.search }
        : { host: proxy.host, port: proxy.port, path: url.href, ...overTls(proxy) }),
      method: message.method,
      headers: { ...withoutHops(message.headers), ...authorizationOf(proxy) },
      agent: false,
      timeout: IDLE_MS,
    });
    outgoing.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', (error) => {
      this.unreachable.set(url.host, codeOf(error));
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
    message.pipe(outgoing);
  }

  /** A connection by TLS, of which only the host is seen. */
  tunnel(message: IncomingMessage, socket: Socket, head: Buffer): void {
    const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(message.url ?? '') ?? [];
    if (!this.isOurs(message))
      return void socket.end(`HTTP/1.1 407 Proxy Authentication Required\r\n${ASK_LINE}\r\n${END}`);
    if (!this.allowList.allowsTunnel(host, port)) {
      this.refused.add(host);
      return void socket.end(`HTTP/1.1 403 Forbidden\r\n${END}`);
    }
    const proxy = this.upstream.proxyFor('https', host.toLowerCase());
    const outgoing = proxy === undefined ? connect(Number(port), unbracketed(host)) : connectTo(proxy);
    this.keep(outgoing);
    outgoing.once('error', (error) => {
      if (outgoing.bytesRead > 0) return void socket.destroy();
      this.unreachable.set(host, codeOf(error));
      socket.end(`HTTP/1.1 502 Bad Gateway\r\n${END}`);
    });
    const join = () => {
      outgoing.write(head);
      outgoing.pipe(socket).pipe(outgoing);
    };
    if (proxy === undefined) {
      outgoing.once('connect', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        join();
      });
      return;
    }
    // The other proxy's own answer says whether there is a connection.
    const authorization = proxy.authorization === undefined ? '' : `Proxy-Authorization: ${proxy.authorization}\r\n`;
    outgoing.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n${authorization}\r\n`);
    join();
  }

  private isAllowed(url: URL): boolean {
    const target = readFetchUrl(`${url.protocol}//${url.host}${url.pathname}`);
    const isAllowed = !('problem' in target) && this.allowList.allows(target);
    if (!isAllowed) this.refused.add(url.host);
    return isAllowed;
  }

  private isOurs(message: IncomingMessage): boolean {
    const given = Buffer.from(message.headers['proxy-authorization'] ?? '');
    return given.length === this.authorization.length && timingSafeEqual(given, this.authorization);
  }
}

const ASK = { 'proxy-authenticate': `Basic realm="${USER}"` };
const ASK_LINE = `Proxy-Authenticate: ${ASK['proxy-authenticate']}`;

/** `ECONNREFUSED` and the like. */
function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message;
}

/** Some clients take an end without it for a broken connection. */
const END = 'Content-Length: 0\r\nConnection: close\r\n\r\n';

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

function readTarget(text: string): URL | undefined {
  return text.startsWith('http://') && URL.canParse(text) ? new URL(text) : undefined;
}

function authorizationOf(proxy: UpstreamProxy | undefined): Record<string, string> {
  return proxy?.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization };
}

function overTls({ isSecure, host, port }: UpstreamProxy) {
  return isSecure ? { createConnection: () => connectSecurely({ host, port, servername: host }) } : {};
}

function connectTo({ isSecure, host, port }: UpstreamProxy): Socket {
  return isSecure ? connectSecurely({ host, port, servername: host }) : connect(port, host);
}

/** Headers that concern one connection only. */
function withoutHops(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  const { 'proxy-authorization': _, 'proxy-connection': __, connection: ___, 'keep-alive': ____, ...rest } = headers;
  return rest;
}

function unbracketed(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

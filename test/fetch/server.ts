import { readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, createServer as createRawServer, type Socket } from 'node:net';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { git } from '../git/fixture.ts';

/** A server on the loopback, gone when the test is. */
export interface TestServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** What it was asked for: method and path. */
  readonly requests: readonly string[];
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export function serve(answer: Answer): Promise<TestServer & { readonly port: number }> {
  return start('http', answer);
}

/** Whom to trust to reach a server of `serveSecurely`: a certificate for 127.0.0.1 and some hosts below `.example`. */
export const CERTIFICATE = fileURLToPath(new URL('./tls/certificate.pem', import.meta.url));

/** A server with TLS. */
export function serveSecurely(answer: Answer): Promise<TestServer & { readonly port: number }> {
  return start('https', answer);
}

async function start(scheme: 'http' | 'https', answer: Answer) {
  const requests: string[] = [];
  const listen: Answer = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  };
  const key = new URL('./tls/key.pem', import.meta.url);
  const server =
    scheme === 'http'
      ? createServer(listen)
      : createSecureServer({ key: readFileSync(key), cert: readFileSync(CERTIFICATE) }, listen);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${scheme}://127.0.0.1:${port}`, requests, port };
}

/** Files below a directory, as a web server gives them out. */
export function serveFiles(root: string): Promise<TestServer> {
  return serve((request, response) => {
    const file = join(root, normalize(decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/')));
    try {
      if (!statSync(file).isFile()) throw new Error('is a directory');
      response.writeHead(200).end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
}

/** Makes the repository `name.git` below a directory out of another one, ready to be fetched from a web server. */
export function publish(root: string, directory: string, name: string): void {
  git(directory, 'clone', '--quiet', '--bare', root, `${name}.git`);
  git(join(directory, `${name}.git`), 'update-server-info');
}

/** A port that notes who connects, and says nothing. */
export async function listenForConnections(): Promise<{ readonly url: string; readonly connections: number }> {
  const seen = { url: '', connections: 0 };
  const server = createRawServer((socket: Socket) => {
    seen.connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  seen.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return seen;
}

/**
 * A proxy that plays the network outside: it answers for hosts, by TLS with ports of this machine, and notes what it is asked for.
 */
export async function playInternet(
  hosts: Readonly<Record<string, (path: string, response: ServerResponse) => void>>,
  secure: Readonly<Record<string, number>> = {},
): Promise<TestServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const url = new URL(request.url ?? '');
    const host = hosts[url.host];
    if (host === undefined) response.writeHead(502).end();
    else host(url.pathname, response);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    requests.push(`CONNECT ${request.url}`);
    const port = secure[request.url ?? ''];
    if (port === undefined) return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const outgoing = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      outgoing.write(head);
      outgoing.pipe(socket).pipe(outgoing);
    });
    for (const each of [socket, outgoing]) each.on('error', () => each.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

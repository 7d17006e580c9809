import { readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net';
import { join, normalize } from 'node:path';
import { onTestFinished } from 'vitest';
import { git } from '../git/fixture.ts';

/** A server on the loopback, gone when the test is. */
export interface TestServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** What it was asked for: method and path. */
  readonly requests: readonly string[];
}

export async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<TestServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
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

/** A proxy that plays the network outside: it answers for any host, by TLS for none, and notes what it is asked for. */
export function playInternet(hosts: Readonly<Record<string, (path: string, response: ServerResponse) => void>>) {
  return serve((request, response) => {
    const url = new URL(request.url ?? '');
    const host = hosts[url.host];
    if (host === undefined) response.writeHead(502).end();
    else host(url.pathname, response);
  });
}

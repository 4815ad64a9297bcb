// An application for the tests of the edge, on the controller: it answers as it is asked to.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const pieces = 'x'.repeat(1000);

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://app');
  const number = Number(url.searchParams.get('n'));
  if (url.pathname === '/app/headers') {
    // As four large cookies.
    const cookie = (at: number): string => `c${at}=${'v'.repeat(number / 4)}; Path=/`;
    response.writeHead(200, { 'set-cookie': [0, 1, 2, 3].map(cookie) }).end('ok\n');
  } else if (url.pathname === '/app/own-policies') {
    response
      .writeHead(200, {
        'content-security-policy': "frame-ancestors 'none'",
        'strict-transport-security': 'max-age=5',
        'referrer-policy': 'no-referrer',
        'x-request-id': 'mine',
      })
      .end('ok\n');
  } else if (url.pathname === '/app/slowly') {
    let left = number;
    const timer = setInterval(() => {
      response.write(pieces);
      left -= 1;
      if (left > 0) return;
      clearInterval(timer);
      response.end();
    }, 1000);
    response.writeHead(200, { 'content-length': number * pieces.length });
    request.once('close', () => {
      clearInterval(timer);
    });
  } else {
    request.resume().once('end', () => response.end('ok\n'));
  }
}

/** Listens on an address of the controller, and gives its port and how to end it. */
export async function startApplication(
  address: string,
): Promise<{ readonly port: number; readonly stop: () => void }> {
  const server = createServer({ maxHeaderSize: 256 * 1024 }, answer);
  // A WebSocket that says nothing but that it is still there.
  server.on('upgrade', (request, socket) => {
    const magic = `${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(magic).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.pipe(socket);
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

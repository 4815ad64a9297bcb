// Servers on loopback that break the rules of SSH, each in its own way.
import { createServer, type AddressInfo, type Socket } from 'node:net';
import ssh2, { type Connection as ServerSide, type ServerConfig, type Session } from 'ssh2';
import type { Server as Target } from '../../../lib/ssh/link/target.js';

/** A key pair; generating one takes a while, so all tests share few. */
export interface Pair {
  readonly secret: string;
  readonly blob: Buffer;
}

export function newPair(): Pair {
  const { private: secret, public: open } = ssh2.utils.generateKeyPairSync('ed25519');
  // One in some hundred is written in a way that ssh2 itself can't read.
  if (ssh2.utils.parseKey(secret) instanceof Error) return newPair();
  return { secret, blob: Buffer.from(open.split(' ')[1] ?? '', 'base64') };
}

export interface Running {
  readonly port: number;
  stop(): void;
}

/** A TCP server; `behave` gets each connection. */
export async function rawServer(behave: (socket: Socket) => void): Promise<Running> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    behave(socket);
  });
  return listen(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

/** An SSH server that knows the protocol; `behave` gets each client. */
export async function sshServer(
  key: Pair,
  behave: (client: ServerSide) => void,
  config: Partial<ServerConfig> = {},
): Promise<Running> {
  const clients = new Set<ServerSide>();
  const server = new ssh2.Server({ hostKeys: [key.secret], ...config }, (client) => {
    clients.add(client);
    client.on('error', () => undefined);
    client.on('close', () => clients.delete(client));
    behave(client);
  });
  return listen(server, () => {
    for (const client of clients) client.end();
  });
}

/** Lets everybody in, and hands each requested command over. */
export function welcoming(onExec: (session: Session) => void): (client: ServerSide) => void {
  return (client) => {
    client.on('authentication', (context) => {
      context.accept();
    });
    client.on('session', (accept) => {
      onExec(accept());
    });
  };
}

/** How the client sees a server on that port. */
export function targetAt(port: number, more: Partial<Target> = {}): Target {
  return {
    alias: '127.0.0.1',
    address: '127.0.0.1',
    port,
    user: 'me',
    knownAs: `[127.0.0.1]:${port}`,
    policy: 'no',
    userKnownHosts: [],
    globalKnownHosts: [],
    hashKnownHosts: false,
    keyFiles: [],
    keysNamed: false,
    identitiesOnly: true,
    config: new Map(),
    ...more,
  };
}

interface Listening {
  listen(port: number, host: string, done: () => void): unknown;
  address(): unknown;
  close(): unknown;
}

async function listen(server: Listening, hangUp: () => void): Promise<Running> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close();
      hangUp();
    },
  };
}

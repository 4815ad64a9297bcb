// A byte stream to a server's sshd: over TCP, or through another server.
import { connect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { whenAborted } from '../../model/when-aborted.js';
import type { Server } from '../link/target.js';
import { placeOf, Unreached, unresolved, type UnreachedKind } from '../link/unreachable-error.js';
import { lookUp } from './dns-lookup.js';

const kinds: Readonly<Record<string, UnreachedKind>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'name',
  EAI_AGAIN: 'resolver',
};

/** Opens a TCP connection; rejects with the signal's reason if it aborts. `env` is for resolving names. */
export function dial(
  server: Server,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Socket> {
  const { address, port } = server;
  return new Promise((resolve, reject) => {
    // Node gives each of several addresses 250 ms, too little for a distant host.
    const settings = { noDelay: true, autoSelectFamilyAttemptTimeout: 2000 };
    const socket = connect({ host: address, port, ...settings, lookup: lookUp(env, signal) });
    let isResolved = isIP(address) > 0;
    socket.once('lookup', () => {
      isResolved = true;
    });
    const settled = whenAborted(signal, () => {
      socket.destroy();
      const reason: unknown = signal.reason;
      const isLate = reason instanceof Unreached && reason.kind === 'timeout';
      reject(isLate && !isResolved ? unresolved(server) : (reason as Error));
    });
    socket.once('connect', () => {
      settled();
      resolve(socket);
    });
    // This listener is never removed: later errors are reported by the client that reads from the socket.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      settled();
      reject(unreached(placeOf(server), error));
    });
  });
}

/** Lets a server that we are logged in to connect to the next one. */
export function dialThrough(hop: Client, via: Server, server: Server, signal: AbortSignal): Promise<Duplex> {
  const { address, port } = server;
  return new Promise((resolve, reject) => {
    let over = false;
    const finish = (act: () => void): void => {
      over = true;
      listenNoMore();
      act();
    };
    const listenNoMore = whenAborted(signal, () => {
      finish(() => {
        reject(signal.reason as Error);
      });
    });
    const where = `${placeOf(server)} from ${via.address}`;
    try {
      hop.forwardOut('127.0.0.1', 0, address, port, (error, channel) => {
        if (over) {
          if (!error) channel.destroy();
          return;
        }
        finish(() => {
          if (error) reject(forwardFailure(where, error));
          else resolve(channel);
        });
      });
    } catch (error) {
      finish(() => {
        reject(new Unreached('closed', `the connection to ${via.address} ended`, (error as Error).message));
      });
    }
  });
}

function unreached(where: string, error: NodeJS.ErrnoException): Unreached {
  // With several addresses Node rejects with all their errors.
  const code = error.code ?? (error as { errors?: readonly NodeJS.ErrnoException[] }).errors?.[0]?.code ?? '';
  const kind = kinds[code] ?? 'unreachable';
  const words: Partial<Record<UnreachedKind, string>> = {
    refused: 'refused the connection',
    closed: 'reset the connection',
    timeout: 'does not answer',
    name: 'does not resolve',
    resolver: "can't be resolved: no DNS server answered",
  };
  return new Unreached(kind, `${where} ${words[kind] ?? `can't be reached: ${error.message}`}`);
}

function forwardFailure(where: string, error: Error & { reason?: unknown }): Unreached {
  const said = error.message.replace('(SSH) Channel open failure: ', '');
  if (/administratively prohibited|prohibited/i.test(said) || error.reason === 1) {
    return new Unreached('forbidden', `${where}: the jump server does not allow forwarding`, said);
  }
  if (/refused/i.test(said)) return new Unreached('refused', `${where} refused the connection`, said);
  if (/timed? ?out/i.test(said)) return new Unreached('timeout', `${where} does not answer`, said);
  return new Unreached('unreachable', `${where} can't be reached`, said);
}

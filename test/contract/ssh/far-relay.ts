// A way to a server on loopback that takes its time in each direction, as from the other side of a satellite.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface FarRelay {
  readonly port: number;
  stop(): void;
}

/** Stands on loopback for `port`; a byte arrives so many milliseconds after it was sent. */
export async function farRelay(port: number, milliseconds: number): Promise<FarRelay> {
  const sockets = new Set<Socket>();
  const relay = (near: Socket): void => {
    const far = connect({ host: '127.0.0.1', port, noDelay: true });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      // Timers of the same length end in the order they began.
      one.on('data', (chunk) => setTimeout(() => other.write(chunk), milliseconds));
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        setTimeout(() => other.end(), milliseconds);
      });
    }
  };
  // The handshake of TCP is a round trip too.
  const server = createServer({ noDelay: true }, (near) => setTimeout(relay, 2 * milliseconds, near));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

// A way to a host that can be cut without a goodbye: both ends keep their connection, and nothing passes any more.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface FreezingProxy {
  readonly port: number;
  /** Connections taken so far. */
  readonly taken: () => number;
  freeze(): void;
  stop(): void;
}

/** Stands on loopback for `port` of `host`. */
export async function freezingProxy(host: string, port: number): Promise<FreezingProxy> {
  const sockets = new Set<Socket>();
  let frozen = false;
  let taken = 0;
  const server = createServer((near) => {
    taken += 1;
    const far = connect({ host, port, noDelay: true });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on('data', (chunk) => frozen || other.write(chunk));
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        if (!frozen) other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    taken: () => taken,
    freeze() {
      frozen = true;
    },
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

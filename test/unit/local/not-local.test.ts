// A host that is only called localhost is reached by ssh; where nothing listens, the other way is named, and it works.
import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { openHost } from '../../../lib/engine/open-host.js';
import type { Connection } from '../../../lib/model/fleet.js';
import { bareHost } from '../../local-transport.js';

/** A port at which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function opened(connection: Partial<Connection>): Promise<void> {
  const session = await openHost(bareHost('localhost', { configFile: 'none', ...connection }), {
    connect: { home: '/nonexistent', user: 'nobody', acceptNew: false },
    listener: () => undefined,
    abort: new AbortController().signal,
  });
  await session.close();
}

describe('a host called localhost', () => {
  it('is reached by ssh, and the hint says how it needn’t be', async () => {
    const port = await closedPort();
    await assert.rejects(opened({ transport: 'ssh2', host: '127.0.0.1', port }), {
      code: 'E_CONNECT',
      hint: /set ansible_connection: local\.$/,
    });
    await opened({ transport: 'local', host: '127.0.0.1', port });
  });
});

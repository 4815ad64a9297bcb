import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { sh } from '../../../lib/kit.js';
import { anotherRuns } from '../../../roles/base/stale-daemon-config.js';

const run = promisify(execFile);

describe('a daemon that told of no configuration', () => {
  const open = new Set<Socket>();
  const server = createServer((socket) => open.add(socket));
  let port = 0;

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });

  const judged = async (said: string): Promise<string> => {
    const hasLoaded = sh`echo ${said}; exit 1`;
    const script = sh`main=$$; ${anotherRuns({ hasLoaded, port, config: '/etc/x' })}`;
    return (await run('sh', ['-euc', script.text])).stdout.split('\t')[1] ?? '';
  };

  it('is busy where somebody listens', async () => {
    assert.equal(await judged('nginx does not answer on port 8081'), '');
  });

  it('has another one where it names it', async () => {
    assert.equal(
      await judged('nginx has loaded configuration 34cd, but 12ab is on the disk'),
      'a different one',
    );
  });

  it('has another one where nobody listens', async () => {
    server.close();
    for (const socket of open) socket.destroy();
    await once(server, 'close');
    assert.equal(await judged('nginx does not answer on port 8081'), 'a different one');
  });
});

// What the benchmark's visitors notice: against a server on the loopback that fails in each way.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCa, ensureLeaf } from '../../../lib/pki/ca-folder.js';
import type { Door } from '../../bench/availability/request.js';
import { newPool, reader, writer } from '../../bench/availability/visitor.js';

const session = { cookie: 'a=b', token: 't' };

describe('visitors of the availability benchmark', () => {
  let folder = '';
  let server: Server;
  let door: Door;
  let status = 200;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-visitor-'));
    await ensureCa(folder, 'tried');
    await ensureLeaf(folder, 'site.example', { names: ['site.example'] });
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const pair = { cert: read('site.example.pem'), key: read('site.example.key') };
    server = createServer(pair, (asked, answer) => {
      if (status === 0) asked.socket.destroy();
      else if (status === 1) {
        answer.writeHead(200, { 'Content-Length': 100 });
        answer.write('half of it', () => asked.socket.destroy());
      } else answer.writeHead(status).end('page');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    door = { address: '127.0.0.1', port, name: 'site.example', authority: read('ca.pem') };
  });
  beforeEach(() => {
    status = 200;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  it('are served', async () => {
    assert.deepEqual(await reader(door, session)(), { resent: false });
  });

  for (const [title, answered, failure] of [
    ['an error', 503, '503'],
    ['a page that is cut in its middle', 1, 'cut'],
    ['a connection that is closed', 0, 'ECONNRESET'],
  ] as const)
    it(`notice ${title}`, async () => {
      status = answered;
      assert.deepEqual(await reader(door, session)(), { resent: false, failure });
    });

  it('notice that nobody listens', async () => {
    assert.deepEqual(await reader({ ...door, port: 1 }, session)(), {
      resent: false,
      failure: 'ECONNREFUSED',
    });
  });

  it('send again what a kept connection lost, once, and over another', async () => {
    const pool = newPool();
    const visit = reader(door, session, pool);
    assert.deepEqual(await visit(), { resent: false });
    status = 0;
    assert.deepEqual(await visit(), { resent: true, failure: 'ECONNRESET' });
    pool.destroy();
  });

  it('take an entry for written only when the site says so', async () => {
    const [begun, acknowledged]: [string[], string[]] = [[], []];
    const write = writer(
      door,
      session,
      (message) => begun.push(message),
      (message) => acknowledged.push(message),
    );
    assert.equal((await write()).failure, '200');
    status = 303;
    assert.equal((await write()).failure, undefined);
    assert.equal(begun.length, 2);
    assert.deepEqual(acknowledged, begun.slice(1));
  });
});

// The package cache between a client and an origin on loopback.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageCacheServer } from '../../../lib/lab/packages/package-cache-server.js';
import { waitUntil } from '../../../lib/lab/programs/wait-until.js';
import { openPackageStore } from '../../../lib/lab/packages/package-store.js';

const deb = '/debian/pool/main/h/hello/hello_2.10-3_amd64.deb';
const index = '/debian/dists/trixie/InRelease';

describe('the package cache', () => {
  let folder: string;
  let cache: Server;
  let origin: Server;
  let originPort: number;
  let asked: string[];
  let answer: (asked: IncomingMessage, answer: ServerResponse) => void;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trueup-test-'));
    asked = [];
    answer = (_, to) => to.end('body');
    origin = createServer((from, to) => {
      asked.push(`${from.url ?? ''}${from.headers['if-modified-since'] ? ' if newer' : ''}`);
      answer(from, to);
    });
    await listening(origin);
    originPort = portOf(origin);
    cache = packageCacheServer(await openPackageStore(folder));
    await listening(cache);
  });

  afterEach(async () => {
    for (const server of [cache, origin]) {
      server.closeAllConnections();
      server.close();
    }
    await rm(folder, { recursive: true, maxRetries: 3 });
  });

  const url = (path: string) => `http://127.0.0.1:${originPort}${path}`;
  const partial = () => readdir(join(folder, '.partial'));
  /** A client has the last byte a moment before the store has the whole file. */
  const get = async (path: string, headers = {}) => {
    const answered = await through(portOf(cache), url(path), headers);
    assert.ok(await waitUntil(async () => (await partial()).length === 0, 2, 5), 'nothing stays partial');
    return answered;
  };

  it('asks for a package once, whoever wants it and whether the origin lives', async () => {
    assert.deepEqual(await get(deb), { status: 200, body: 'body' });
    origin.closeAllConnections();
    origin.close();
    assert.deepEqual(await get(deb), { status: 200, body: 'body' });
    assert.deepEqual(asked, [deb]);
  });

  it('gives one download to all who ask while it is on its way, as it comes', async () => {
    let finish = () => undefined as void;
    answer = (_, to) => {
      to.writeHead(200, { 'content-length': 8 });
      to.write('half');
      finish = () => void to.end('rest');
    };
    const first = through(portOf(cache), url(deb), {});
    const early = new Promise<string>((resolve) => {
      request({ port: portOf(cache), path: url(deb) }, (response) => {
        response.once('data', (chunk: Buffer) => {
          resolve(chunk.toString());
        });
      }).end();
    });
    assert.equal(await early, 'half', 'a follower reads before the end');
    finish();
    assert.deepEqual(await first, { status: 200, body: 'halfrest' });
    assert.deepEqual(asked, [deb]);
  });

  it('keeps nothing of a download that broke off, and lets the client see it', async () => {
    answer = (_, to) => {
      to.writeHead(200, { 'content-length': 100 });
      to.write('only this');
      setTimeout(() => to.destroy(), 20);
    };
    await assert.rejects(get(deb));
    answer = (_, to) => to.end('whole');
    assert.deepEqual(await get(deb), { status: 200, body: 'whole' });
    assert.deepEqual(await partial(), []);
  });

  it('asks whether an index is newer, and serves the kept one when it is not', async () => {
    const modified = 'Mon, 23 Nov 2026 00:00:00 GMT';
    answer = (from, to) => {
      if (from.headers['if-modified-since'] === modified) to.writeHead(304).end();
      else to.writeHead(200, { 'last-modified': modified }).end('index');
    };
    assert.equal((await get(index)).body, 'index');
    assert.equal((await get(index)).body, 'index');
    assert.deepEqual(asked, [index, `${index} if newer`]);
    assert.deepEqual(await get(index, { 'if-modified-since': modified }), { status: 304, body: '' });
  });

  it('takes a newer index in place of the kept one', async () => {
    answer = (_, to) => to.end('old');
    await get(index);
    answer = (_, to) => to.end('new');
    assert.equal((await get(index)).body, 'new');
  });

  it('serves the kept index when the origin is ill or away', async () => {
    await get(index);
    answer = (_, to) => to.writeHead(503).end('ill');
    assert.deepEqual(await get(index), { status: 200, body: 'body' });
    origin.closeAllConnections();
    origin.close();
    assert.deepEqual(await get(index), { status: 200, body: 'body' });
  });

  it('hands a refusal on and keeps nothing of it', async () => {
    answer = (_, to) => to.writeHead(404).end('no such file');
    assert.deepEqual(await get(deb), { status: 404, body: 'no such file' });
    answer = (_, to) => to.end('there now');
    assert.equal((await get(deb)).body, 'there now');
  });

  it('says 502 where it has nothing and the origin is away', async () => {
    origin.closeAllConnections();
    origin.close();
    assert.equal((await get(deb)).status, 502);
  });

  it('keeps paths inside its folder, and files apart that differ in their query', async () => {
    answer = (from, to) => to.end(from.url);
    await get('/debian/pool/../../../../../../etc/x_1_amd64.deb');
    assert.equal((await get('/pool/a_1_amd64.deb?x=1')).body, '/pool/a_1_amd64.deb?x=1');
    assert.equal((await get('/pool/a_1_amd64.deb?x=2')).body, '/pool/a_1_amd64.deb?x=2');
    assert.deepEqual((await readdir(folder)).sort(), ['.other', '.partial', `127.0.0.1_${originPort}`]);
  });

  it('refuses what is no fetch', async () => {
    const answered = await through(portOf(cache), url(deb), {}, 'POST');
    assert.equal(answered.status, 400);
    assert.deepEqual(asked, []);
  });
});

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function through(port: number, path: string, headers: object, method = 'GET') {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const asking = request({ port, path, method, headers: { ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() });
      });
      response.on('error', reject);
    });
    asking.on('error', reject);
    asking.end();
  });
}

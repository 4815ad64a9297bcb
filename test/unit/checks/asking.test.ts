// What the controller asks by itself reaches real sockets of this machine.
import assert from 'node:assert/strict';
import { createServer as createHttps } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';
import {
  httpAnswers,
  oldTlsRefused,
  portClosed,
  portOpen,
  tlsCertificate,
  type Check,
} from '../../../lib/kit.js';
import { createCa, issueLeaf } from '../../../lib/pki/local-ca.js';

const usual = { connectTimeoutSeconds: 10 };
const signal = new AbortController().signal;

async function found(check: Check): Promise<string | undefined> {
  const answers = check.questions.map((question) => {
    assert.ok('ask' in question, 'it is the controller’s');
    return question.ask(signal, usual);
  });
  return check.judge(await Promise.all(answers));
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('the controller’s questions', () => {
  const to = { name: 'here', address: '127.0.0.1', connection: usual };

  it('tells an open port from one that nobody listens on', async () => {
    const server = createServer();
    const port = await portOf(server);
    assert.equal(await found(portOpen({ to, port, from: 'controller' })), undefined);
    assert.equal(await found(portClosed({ to, port, from: 'controller' })), 'the port is open');
    await new Promise((resolve) => server.close(resolve));
    assert.equal(
      await found(portOpen({ to, port, from: 'controller' })),
      'connections to the port are refused',
    );
    assert.equal(await found(portClosed({ to, port, from: 'controller' })), undefined);
  });

  describe('of a TLS server', () => {
    let authority = '';
    let modern: ReturnType<typeof createHttps>;
    let old: ReturnType<typeof createHttps>;
    let port = 0;
    let oldPort = 0;
    const address = '127.0.0.1';
    const name = 'www.foobar.com';

    before(async () => {
      const ca = await createCa('test');
      const leaf = await issueLeaf(ca, { names: [name] });
      authority = ca.certificate;
      const pair = { key: leaf.key, cert: leaf.fullchain };
      modern = createHttps({ ...pair, minVersion: 'TLSv1.2' }, (request, response) => {
        response.writeHead(request.url === '/' ? 200 : 404, { 'x-name': String(request.headers.host) });
        response.end('a page');
      });
      old = createHttps({ ...pair, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' });
      port = await portOf(modern);
      oldPort = await portOf(old);
    });

    after(() => {
      for (const server of [modern, old]) {
        server.closeAllConnections();
        server.close();
      }
    });

    const page = (more: Partial<Parameters<typeof httpAnswers>[0]>): Check =>
      httpAnswers({ url: `https://${name}:${port}/`, address, authority, expect: { status: 200 }, ...more });

    it('reads status, headers and body of a site that the DNS doesn’t know', async () => {
      const expect = {
        status: 200,
        body: /^a page$/,
        headers: { 'x-name': `${name}:${port}`, 'x-other': false } as const,
      };
      assert.equal(await found(page({ expect })), undefined);
      assert.equal(await found(page({ expect: { status: 301 } })), 'status 200: a page');
      assert.equal(
        await found(page({ expect: { status: 200, headers: { etag: /./ } } })),
        'header etag is missing',
      );
    });

    it('believes no certificate of a stranger, or for another name', async () => {
      const stranger = (await createCa('stranger')).certificate;
      assert.match((await found(page({ authority: stranger }))) ?? '', /certificate|issuer/);
      assert.match((await found(page({ url: `https://other.example:${port}/` }))) ?? '', /altnames/);
    });

    it('reads how long a certificate lasts', async () => {
      assert.equal(await found(tlsCertificate({ address, port, name, authority, daysLeft: 21 })), undefined);
      assert.match(
        (await found(tlsCertificate({ address, port, name, authority, daysLeft: 99_999 }))) ?? '',
        /days left$/,
      );
      assert.match(
        (await found(tlsCertificate({ address, port, name: 'other.example', authority, daysLeft: 1 }))) ?? '',
        /altnames/,
      );
    });

    it('tells a server that refuses old TLS from one that speaks it', async () => {
      assert.equal(await found(oldTlsRefused({ address, port, name, authority })), undefined);
      assert.match(
        (await found(oldTlsRefused({ address, port: oldPort, name, authority }))) ?? '',
        /^the server accepts TLSv1/,
      );
    });
  });
});

// The local CA, read back by Node's own X.509 and verified by a real TLS handshake.
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { ensureCa, ensureLeaf } from '../../../lib/pki/ca-folder.js';
import { createCa, issueLeaf } from '../../../lib/pki/local-ca.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';

const site = { names: ['www.example.com', 'example.com'], addresses: ['192.0.2.15'] };
const days = (certificate: X509Certificate) =>
  Math.round((Date.parse(certificate.validTo) - Date.now()) / 86_400_000);

describe('the local CA', () => {
  it('is a CA for ten years, and its leaves are none, for 397 days', async () => {
    const ca = await createCa('a CA');
    const leaf = await issueLeaf(ca, site);
    const [root, server] = [new X509Certificate(ca.certificate), new X509Certificate(leaf.certificate)];
    assert.deepEqual([root.ca, days(root), root.subject], [true, 3650, 'CN=a CA']);
    assert.deepEqual([server.ca, days(server), server.subject], [false, 397, 'CN=www.example.com']);
    assert.ok(server.checkIssued(root) && server.verify(root.publicKey));
    assert.equal(server.subjectAltName, 'DNS:www.example.com, DNS:example.com, IP Address:192.0.2.15');
  });

  it('issues what a TLS client accepts for its names, and for no other', async () => {
    const ca = await createCa('a CA');
    const { key, fullchain } = await issueLeaf(ca, site);
    const server = createServer({ key, cert: fullchain });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const outcome = (servername: string) =>
      new Promise<string>((resolve) => {
        const socket = connect({ port, host: '127.0.0.1', servername, ca: ca.certificate }, () => {
          resolve('accepted');
          socket.destroy();
        });
        socket.on('error', (error: NodeJS.ErrnoException) => {
          resolve(error.code ?? error.message);
        });
      });
    assert.equal(await outcome('example.com'), 'accepted');
    assert.equal(await outcome('other.example'), 'ERR_TLS_CERT_ALTNAME_INVALID');
    server.close();
  });

  describe('in a folder', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'trueup-test-'));
      await ensureCa(folder, 'a CA');
    });
    afterEach(() => rm(folder, { recursive: true }));
    const text = (name: string) => readFile(join(folder, name), 'utf8');

    it('keeps its keys out of git, and leaves a .gitignore that is there alone', async () => {
      assert.match(await text('.gitignore'), /^\*\.key$/m);
      await writeFile(join(folder, '.gitignore'), 'mine\n');
      await rm(join(folder, 'ca.pem'));
      assert.equal(await ensureCa(folder, 'a CA'), true);
      assert.equal(await text('.gitignore'), 'mine\n');
    });

    it('is made once, keys for the owner only', async () => {
      const before = await text('ca.pem');
      assert.equal(await ensureCa(folder, 'a CA'), false);
      assert.equal(await ensureLeaf(folder, 'site', site), true);
      const leaf = await text('site.pem');
      assert.equal(await ensureLeaf(folder, 'site', site), false);
      assert.equal(await text('ca.pem'), before);
      assert.equal(await text('site.pem'), leaf);
      for (const key of ['ca.key', 'site.key'])
        assert.equal((await stat(join(folder, key))).mode & 0o777, 0o600);
      assert.deepEqual((await readdir(folder)).sort(), [
        '.gitignore',
        'ca.key',
        'ca.pem',
        'site.key',
        'site.pem',
      ]);
    });

    it('makes a certificate again for other names, a foreign key, or less than 30 days', async () => {
      await ensureLeaf(folder, 'site', site);
      assert.equal(await ensureLeaf(folder, 'site', { names: ['else.example'] }), true, 'other names');
      await ensureLeaf(folder, 'site', site);
      await writeFile(join(folder, 'site.key'), (await createCa('x')).key);
      assert.equal(await ensureLeaf(folder, 'site', site), true, 'a foreign key');
      const ca = { certificate: await text('ca.pem'), key: await text('ca.key') };
      const old = await issueLeaf(ca, site, new Date(Date.now() - 370 * 86_400_000));
      await writeFile(join(folder, 'site.pem'), old.fullchain);
      await writeFile(join(folder, 'site.key'), old.key);
      assert.equal(await ensureLeaf(folder, 'site', site), true, 'less than 30 days');
      assert.equal(days(new X509Certificate(await text('site.pem'))), 397);
    });

    it('makes certificates again when the CA is another', async () => {
      await ensureLeaf(folder, 'site', site);
      await rm(join(folder, 'ca.key'));
      assert.equal(await ensureCa(folder, 'a CA'), true);
      assert.equal(await ensureLeaf(folder, 'site', site), true);
    });

    it('refuses names that would leave the folder or cover the CA, and a folder without a CA', async () => {
      for (const name of ['../site', 'ca', 'a/b', ''])
        await assert.rejects(
          ensureLeaf(folder, name, site),
          (error) => error instanceof TrueupError && error.code === 'E_INPUT',
        );
      await assert.rejects(ensureLeaf(join(folder, 'none'), 'site', site), /there is no CA in/);
    });
  });
});

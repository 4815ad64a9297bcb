// What a role's test may ask for: certificates that hosts and checks accept, and files that last as long as its hosts.
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { testOf, type TestCertificate } from '../../../lib/kit.js';
import { declaredFor, outlineOf } from '../../../lib/testing/stage/role-test-lab.js';

describe('The lab that a role’s test is given', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trueup-test-lab-'));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const lane = { addressOf: () => '192.0.2.11', spare: '192.0.2.240' };
  const gateway = { gateway: '192.0.2.254' };

  it('issues certificates of one authority, for names and addresses', async () => {
    const made: TestCertificate[] = [];
    const test = testOf(async (lab) => {
      made.push(await lab.certificateFor('www.example.org', lab.addressOf('web')));
      made.push(await lab.certificateFor('other.example.org'));
      return { hosts: { web: { shop: { peer: lab.spareAddress, from: lab.controller } } } };
    });
    const { hosts } = await declaredFor(test, gateway, lane, folder);
    assert.deepEqual(hosts, { web: { shop: { peer: '192.0.2.240', from: '192.0.2.254' } } });
    const [site, other] = made;
    assert.ok(site && other);
    const read = (path: string): X509Certificate => new X509Certificate(readFileSync(path));
    const certificate = read(site.certificate);
    assert.equal(certificate.subjectAltName, 'DNS:www.example.org, IP Address:192.0.2.11');
    assert.ok(certificate.verify(read(site.authority).publicKey));
    assert.ok(read(other.certificate).verify(read(site.authority).publicKey));
    assert.match(site.key.reveal(), /PRIVATE KEY/);
    assert.equal(String(site.key), '***');
  });

  it('has a folder for files, which is gone once only the names of the hosts were asked for', async () => {
    const folders: string[] = [];
    const test = testOf((lab) => {
      folders.push(lab.folder);
      writeFileSync(join(lab.folder, 'page.html'), 'x');
      return { hosts: { web: {} }, releases: ['bookworm'] };
    });
    assert.deepEqual((await outlineOf(test)).releases, ['bookworm']);
    await declaredFor(test, gateway, lane, join(folder, 'lane'));
    assert.deepEqual(folders.map(existsSync), [false, true]);
    assert.equal(dirname(folders[1] ?? ''), folder);
  });
});

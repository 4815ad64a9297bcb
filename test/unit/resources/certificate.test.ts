import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Secret } from '../../../lib/model/secret.js';
import { createCa, issueLeaf, type KeyPair } from '../../../lib/pki/local-ca.js';
import { certificate, type CertificateWant } from '../../../lib/resources/files/certificate.js';
import { shownOf, type Shown } from './resource-case.js';

const paths = { certificate: '/etc/ssl/site.pem', key: '/etc/ssl/site.key' };
const root = { id: '0', name: 'root' };
const day = 86_400_000;

describe('certificate', () => {
  let ca: KeyPair;
  let leaf: KeyPair;
  let other: KeyPair;
  let want: CertificateWant;
  before(async () => {
    ca = await createCa('test CA');
    leaf = await issueLeaf(ca, { names: ['www.example.org'] });
    other = await issueLeaf(ca, { names: ['old.example.org'] });
    want = { ...paths, chain: leaf.certificate + ca.certificate, privateKey: new Secret(leaf.key) };
  });

  /** A file on the host. */
  const file = (content: string, mode: string): unknown => ({
    state: { kind: 'file', owner: root, group: root, mode, size: content.length },
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
    leftover: false,
  });
  const differences = (key: unknown, chain: unknown): readonly Shown[] =>
    shownOf(certificate(want).type.diff(want, [key, chain]));

  it('differs in nothing where both files are as declared', () => {
    assert.deepEqual(differences(file(leaf.key, '0600'), file(want.chain, '0644')), []);
  });

  it('tells of certificates by subject and date, and of keys that they differ', () => {
    const found = differences(file(other.key, '0600'), file(other.certificate, '0644'));
    assert.deepEqual(
      found.map(({ verb, what }) => `${verb} ${what}`),
      ['update key /etc/ssl/site.key', 'update certificate /etc/ssl/site.pem'],
    );
    assert.match(String(found[1]?.from), /^CN=old\.example\.org until \d{4}-\d\d-\d\d/);
    assert.match(String(found[1]?.to), /^CN=www\.example\.org until \d{4}-\d\d-\d\d/);
    assert.ok(!('from' in (found[0] ?? {})) && !('to' in (found[0] ?? {})));
  });

  it('tells of garbage in the place of a certificate', () => {
    const [change] = differences(file(leaf.key, '0600'), file('hello\n', '0644'));
    assert.equal(change?.from, 'no certificate');
  });

  it('tells of a key that others may read', () => {
    assert.deepEqual(differences(file(leaf.key, '0644'), file(want.chain, '0644')), [
      { verb: 'update', what: 'mode of /etc/ssl/site.key', from: '0644', to: '0600' },
    ]);
  });

  it('never shows the key', () => {
    const made = certificate(want);
    const missing = { state: { kind: 'missing' }, leftover: false };
    assert.ok(!made.type.apply(want, [missing, missing], []).masked.includes(leaf.key.slice(60, 120)));
    assert.ok(!JSON.stringify(differences(missing, missing)).includes(leaf.key.slice(60, 120)));
  });

  it('is watched by both files', () => {
    assert.deepEqual(certificate(want).type.paths?.(want), ['/etc/ssl/site.pem', '/etc/ssl/site.key']);
  });

  it('refuses a key that belongs to another certificate', () => {
    assert.throws(() => certificate({ ...want, privateKey: new Secret(other.key) }), {
      code: 'E_INPUT',
      message: /does not match the first certificate/,
    });
  });

  it('says what to do where the chain begins with the CA', () => {
    assert.throws(() => certificate({ ...want, chain: ca.certificate + leaf.certificate }), {
      hint: 'Put the host’s own certificate first.',
    });
  });

  it('refuses a chain with a stranger in it', async () => {
    const stranger = await createCa('stranger');
    assert.throws(() => certificate({ ...want, chain: leaf.certificate + stranger.certificate }), {
      message: /CN=www\.example\.org was not issued by the next certificate, CN=stranger/,
    });
  });

  it('refuses a certificate that is past its time', async () => {
    const past = await issueLeaf(ca, { names: ['www.example.org'] }, new Date(Date.now() - 2000 * day));
    assert.throws(() => certificate({ ...want, chain: past.certificate, privateKey: new Secret(past.key) }), {
      message: /CN=www\.example\.org expired on/,
    });
  });

  for (const [why, wrong] of [
    ['a chain without a certificate', { chain: 'hello' }],
    ['a chain of garbage', { chain: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' }],
    ['a key of garbage, without quoting it', { privateKey: new Secret('hunter2') }],
  ] as const) {
    it(`refuses ${why}`, () => {
      assert.throws(
        () => certificate({ ...want, ...wrong }),
        (error: Error) => 'code' in error && error.code === 'E_INPUT' && !error.message.includes('hunter2'),
      );
    });
  }
});
